from bot.judge.prose import FUNCTIONS, PROSE, Prose, counted, kept, known, tokens
from bot.wiring.scorer import ROOM, prose

SENTENCES = ("The model sees the data.", "The data are in the file, and the model reads the file.")


def test_what_is_kept_is_counted_from_the_project_s_own_texts() -> None:
    assert (ROOM / PROSE).read_text(encoding="utf-8") == prose()


def test_words_are_known_by_what_they_do() -> None:
    assert tokens("The model is learning, 12 times; ok") == [".", "the", "*", "is", "-ing", ",", "#", "-es", ".", "+"]
    assert tokens("one,, two,.") == [".", "one", ",", "two", "."]
    assert tokens("-> a") == [".", "a"]


def test_sentences_gain_and_the_same_words_in_no_order_lose() -> None:
    prose = counted(SENTENCES)
    assert prose.gain(SENTENCES[0])[0] > 0 > prose.gain("data the sees model the")[0]
    assert prose.gain("")[1] == 0
    assert known().gain("I would look at the data first, because the model has seen it.")[0] > 0.3


def test_letters_of_words_are_likelier_than_keys_hit_at_random() -> None:
    assert known().spelled("gradient") > known().spelled("xqzvkj") + 1


def test_pairs_that_came_once_are_left_out_of_what_is_kept() -> None:
    prose = counted(SENTENCES)
    assert '"the *"' in kept(prose)
    assert '"- ,"' not in kept(prose)
    assert kept(Prose({}, {}, {"a b": 1, "b c": 2}, {})).count('"b c"') == 1
    assert "the" in FUNCTIONS
