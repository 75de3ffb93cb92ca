"""`/bank`: editors write questions, members are asked them."""

from pathlib import Path

import pytest

from tests.people import Message, Person, file, labels_of, text_of, walk
from tests.whole.house import FEW, House, right_letters

TOPIC = "soft.communication.teamwork"
LINES = """Who reviews a change first?
+ Somebody who did not write it
- Its author alone :: Authors read what they meant.
- Nobody :: Then nobody learns.
? A second pair of eyes sees more.
"""
CSV = b"""topic,level,question,right,wrong 1,reason 1,wrong 2,reason 2,why
soft.communication.teamwork,junior,Which hand-off lasts?,A written one,A shouted one,It is gone at once.,None,\
People leave.,Paper keeps.
soft.communication.teamwork,junior,Which review helps?,A kind one,A late one,It came too late.,A loud one,\
Nobody listens.,Kindness is heard.
"""
YAML = b"""
- id: double-hours
  topic: soft.communication.teamwork
  level: junior
  q: A pair works {n} hours together. How many person-hours is that?
  vars: {n: {int: [2, 60]}}
  answer: 2 * n
  tolerance: {abs: 0.001}
  traps: {n: There are two of them.}
  why: Two people, so twice the hours.
"""


@pytest.fixture
def bank() -> Path:
    """A topic has questions of one kind here."""
    return FEW


async def newest(person: Person) -> Message:
    return max(person.seen.values(), key=lambda message: int(message["id"]))


async def write(ada: Person, lines: str, topic: str = TOPIC, level: str = "junior") -> Message:
    """Fill in the form of `/bank add` and give the card that comes back."""
    await ada.slash("bank add", topic=topic)
    before = max((int(each) for each in ada.seen), default=0)
    await ada.submit(await ada.modal(), lines=lines, level=[level])
    return await card(ada, before)


async def attach(ada: Person, name: str, data: bytes, kind: str = "text/plain") -> Message:
    before = max((int(each) for each in ada.seen), default=0)
    await ada.slash("bank add", files={"file": file(name, data, kind)})
    return await card(ada, before)


async def card(person: Person, before: int) -> Message:
    """Wait for a finished message newer than an id."""

    def look() -> Message | None:
        new = [each for each in person.seen.values() if int(each["id"]) > before and not each["loading"]]
        return new[-1] if new else None

    return await person._until(look, "a card", 20)


async def press(person: Person, label: str, message: Message) -> Message:
    await person.settled(await person.click(label, message))
    return person.seen[message["id"]]


async def drawn(ben: Person, topic: str = TOPIC) -> Message:
    await ben.settled(await ben.slash("practice", topic=topic))
    return await newest(ben)


async def test_an_admin_adds_a_question_and_a_member_draws_it(house: House) -> None:
    ada, ben = await house.person("Ada"), await house.person("Ben")
    draft = await write(ada, LINES)
    assert draft["ephemeral"]
    said = text_of(draft)
    assert "Who reviews a change first?" in said
    assert "**Key** " in said
    assert labels_of(draft) == ["Publish", "Edit", "Discard"]
    published = await press(ada, "Publish", draft)
    assert "Edit" in labels_of(published)
    question = await drawn(ben)
    assert "Who reviews a change first?" in text_of(question)
    letter = right_letters(await house.variant(ben, question))
    assert "-# 1 of 1" in text_of(await press(ben, letter, question))
    assert "A second pair of eyes" in text_of(ben.seen[question["id"]])


async def test_faults_are_named_by_line_and_nothing_typed_is_lost(house: House) -> None:
    ada = await house.person("Ada")
    lines = "Which?\n+ This\n- This :: It is the key.\n"
    draft = await write(ada, lines)
    said = text_of(draft)
    assert "line 3" in said
    assert "Publish" not in labels_of(draft)
    await ada.click("Edit", draft)
    modal = await ada.modal()
    (box,) = [part for part in walk(modal["components"]) if part.get("custom_id") == "lines"]
    assert box["value"] == lines.strip()
    await house.restart()
    await ada.submit(modal, lines="Which?\n+ This\n- That :: It is not.\n- Those :: Neither.", level=["junior"])
    mended = await ada.sees("Publish", after=str(int(draft["id"]) - 1))
    await press(ada, "Publish", mended)


async def test_a_table_brings_many_questions(house: House) -> None:
    ada, ben = await house.person("Ada"), await house.person("Ben")
    draft = await attach(ada, "group.csv", CSV, "text/csv")
    assert "Which hand-off lasts?" in text_of(draft)
    assert "Which review helps?" in text_of(await press(ada, "Next", draft))
    assert "2 questions" in text_of(await press(ada, "Publish", draft))
    assert "Which " in text_of(await drawn(ben))


async def test_a_yaml_file_brings_a_template(house: House) -> None:
    ada, ben = await house.person("Ada"), await house.person("Ben")
    await press(ada, "Publish", await attach(ada, "more.yaml", YAML, "text/yaml"))
    question = await drawn(ben)
    key = (await house.variant(ben, question)).number
    assert key is not None
    await ben.click("Answer", question)
    await ben.settled(await ben.submit(await ben.modal(), answer=str(key.value)))
    assert "-# 1 of 1" in text_of(ben.seen[question["id"]])


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("notes.txt", b"hello", ".csv"),
        ("huge.yaml", b"#" * (1024 * 1024 + 1), "over 1 MiB"),
        ("code.yaml", YAML.replace(b"  why:", b"  proof: import os\n  why:"), "proof"),
        ("bomb.yaml", b"a: &a [x]\nb: [*a, *a, *a]", "line"),
        ("twice.yaml", b"- id: x\n  id: y\n", "line 2"),
        ("bytes.yaml", b"\xff\xfe\x00\x00\x01", "UTF-8"),
    ],
)
async def test_a_file_at_fault_is_refused_with_the_reason(house: House, name: str, data: bytes, said: str) -> None:
    ada = await house.person("Ada")
    refusal = await attach(ada, name, data)
    assert refusal["ephemeral"]
    assert said in text_of(refusal)
    assert "Publish" not in labels_of(refusal)


async def test_a_question_is_found_edited_withdrawn_and_put_back(house: House) -> None:
    ada, ben = await house.person("Ada"), await house.person("Ben")
    await press(ada, "Publish", await write(ada, LINES))
    (choice,) = await ada.autocomplete("bank find", "words", words="reviews")
    await ada.settled(await ada.slash("bank find", words=choice["value"]))
    found = await newest(ada)
    await ada.settled(await ada.click("Preview", found))
    assert "Who reviews a change first?" in text_of(await newest(ada))
    await ada.click("Edit", found)
    changed = LINES.replace("first", "at first")
    before = int((await newest(ada))["id"])
    await ada.submit(await ada.modal(), lines=changed, level=["junior"])
    edited = await ada.sees("at first", after=str(before - 10**12))
    await press(ada, "Publish", edited)
    assert "Who reviews a change at first?" in text_of(await drawn(ben))
    await ada.settled(await ada.slash("bank find", words=choice["value"]))
    found = await newest(ada)
    await press(ada, "Withdraw", found)
    cy = await house.person("Cy")
    assert "no question" in text_of(await drawn(cy))
    await press(ada, "Put back", found)
    assert "at first" in text_of(await drawn(cy))
    await ada.settled(await ada.click("History", found))
    history = text_of(await newest(ada))
    assert all(f"ersion {number}" in history for number in (1, 2, 3, 4))


async def test_a_built_in_question_is_changed_for_this_server_alone(house: House) -> None:
    ada, ben = await house.person("Ada"), await house.person("Ben")
    await ada.settled(await ada.slash("bank find", words="undo-a-pushed-commit"))
    await press(ada, "Withdraw", await newest(ada))
    assert "no question" in text_of(await drawn(ben, "python.engineering.git-basics"))
    direct = await house.person("Ben", "dm")
    assert "Git history" in text_of(await drawn(direct, "python.engineering.git-basics"))


async def test_discarded_is_gone(house: House) -> None:
    ada = await house.person("Ada")
    draft = await write(ada, LINES)
    await press(ada, "Discard", draft)
    assert labels_of(ada.seen[draft["id"]]) == []
    assert not (await house.kept(ada))["drafts"]


async def test_published_twice_at_once_is_published_once(house: House) -> None:
    ada = await house.person("Ada")
    draft = await write(ada, LINES)
    first, second = await ada.click("Publish", draft), await ada.click("Publish", draft)
    await ada.settled(first)
    await ada.settled(second)
    await ada.sees("published or thrown away already")
    await ada.settled(
        await ada.slash("bank find", words=(await ada.autocomplete("bank find", "words", words="reviews"))[0]["value"])
    )
    assert "version 1" in text_of(await newest(ada)).lower()


async def test_others_may_not_edit_until_their_role_may(house: House) -> None:
    ben = await house.person("Ben")
    before = max((int(each) for each in ben.seen), default=0)
    await ben.slash("bank add", topic=TOPIC)
    assert "Only admins may work on this server's questions." in text_of(await card(ben, before))
    await ben.settled(await ben.slash("bank find", words="f1-tradeoff"))
    assert "Only admins" in text_of(await newest(ben))


async def test_hostile_words_are_shown_as_words(house: House) -> None:
    ada, ben = await house.person("Ada"), await house.person("Ben")
    lines = LINES.replace("Who reviews", "@everyone ```` <@1> \u202e who reviews")
    draft = await write(ada, lines)
    said = text_of(draft)
    assert "\u202e" not in said
    if "Publish" in labels_of(draft):
        await press(ada, "Publish", draft)
        assert "who reviews" in text_of(await drawn(ben))
