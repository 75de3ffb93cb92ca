"""`/practice` in chat, by whole payloads."""

from tests.chat.recorder import Room


async def test_a_wrong_answer_edits_the_same_message(room: Room) -> None:
    asked = await room.command("practice", topic="stats.evaluation.confusion")
    assert (asked.type, asked.private) == (4, True)
    assert "What happens to F1?" in asked.text
    assert list(asked.buttons) == ["A", "B", "C", "Hint (−25%)", "I don't know", "Something wrong?"]
    judged = await room.press(asked, "A")
    assert judged.type == 7
    assert "F1 falls" in judged.text
    assert "Next" in judged.buttons
