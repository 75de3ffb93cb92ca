import pytest

from bot.judge.speech import likeness, speech, stem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Over-fitting isn't 1,000 good", ("overfitting", "isnt", "1000", "good")),
        ("97 % of 10k, 2 million or 0,5", ("97", "of", "10000", "2e+06", "or", "0.5")),
        ("Ünïcode ﬁts; TWO", ("unicode", "fits", "2")),
        ("", ()),
        ("…!?", ()),
    ],
)
def test_words_come_in_one_form(text: str, words: tuple[str, ...]) -> None:
    assert speech(text).words == words


def test_words_know_where_they_stand() -> None:
    said = speech("It re-trains daily. Good!\n- next: one")
    assert [said.text[start:stop] for start, stop in said.spans] == ["It", "re-trains", "daily", "Good", "next", "one"]
    assert said.breath == (0, 0, 0, 1, 2, 3)


def test_a_long_breath_is_cut() -> None:
    assert max(speech("word " * 100).breath) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("predictions", "predicting"),
        ("regularisation", "regularized"),
        ("variances", "variance"),
        ("dropped", "dropping"),
    ],
)
def test_endings_do_not_count(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("precision", "precicion", True),
        ("calibrate", "calibration", True),
        ("fraud", "scam", True),
        ("micro", "macro", False),
        ("10", "100", False),
        ("cat", "car", False),
        ("supervised", "unsupervised", False),
    ],
)
def test_kin_and_slips_stand_for_a_word_and_others_do_not(one: str, other: str, alike: bool) -> None:  # noqa: FBT001
    assert (likeness(stem(one), stem(other)) > 0) == alike
