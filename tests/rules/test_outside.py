"""What is believed of what a model outside claims: only what the answer's own words show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.heard import Asked, Ear, Hearing, Status, worth
from bot.rules.outside import Claim, Claimed, Claims, believed
from bot.rules.rubric import Point

ASKED = Asked("Why?", (Point("a", 2.0), Point("b"), Point("c")), ("m", "n"))
WORDS = "First I'd check the\n split.  “Users only SEE the top five”, so maybe NDCG@5 did not move. Straße (A/B) fine."
YES, NO, UNSURE = Claimed.YES, Claimed.NO, Claimed.UNSURE


def heard(*points: Claim, mistakes: tuple[tuple[int, str], ...] = (), words: str = WORDS) -> Hearing:
    found = believed(ASKED, words, Claims(points, mistakes), "mark-1")
    assert found is not None
    return found


def test_chances_score_and_confidence_follow_from_how_sure_each_claim_is() -> None:
    found = heard(Claim(YES, 0.8, "check the split"), Claim(UNSURE, 0.9, "ndcg@5 did not move"), Claim(NO, 1.0, "x y"))
    assert [point.chance for point in found.points] == pytest.approx([0.9, 0.5, 0.0])
    assert [point.ear for point in found.points] == [Ear.HEARD, Ear.UNSURE, Ear.MISSED]
    assert [point.evidence for point in found.points] == ["check the\n split", "NDCG@5 did not move", ""]
    assert found.score == pytest.approx((2 * 0.9 + 0.5) / 4)
    assert found.confidence == pytest.approx((2 * 0.8 + 0 + 1) / 4)
    assert (found.status, found.why, found.heard_by, found.remark) == (Status.GRADED, "", "mark-1", "")


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        ("check the split", "check the\n split"),
        ("  CHECK   the\tsplit ", "check the\n split"),
        ('"users only see the top five"', "Users only SEE the top five"),
        ("I’d check", "I'd check"),
        ("did not move…", "did not move"),
        ("STRASSE (a/b)", "Straße (A/B)"),
        ("(A/B) fine", "(A/B) fine"),
        ("heck the split", ""),
        ("check the spli", ""),
        ("check a split", ""),
        ("split", ""),
        ("", ""),
        (" … ", ""),
        (WORDS * 5, ""),
        (".*", ""),
        ("check .+ split", ""),
    ],
)
def test_a_quote_is_found_whatever_its_blanks_case_and_quotation_marks_and_in_no_other_way(
    quote: str, passage: str
) -> None:
    found = heard(Claim(YES, 1.0, "so maybe ndcg@5"), Claim(NO, 1.0), Claim(YES, 1.0, quote))
    assert found.points[2].evidence == passage
    assert found.points[2].ear is (Ear.HEARD if passage else Ear.MISSED)
    assert found.points[2].chance == (1.0 if passage else 0.0)
    told = "" if passage else "For 1 of 2 points that the model heard it showed no words of yours: not counted."
    assert found.remark == told


def test_what_is_barely_sure_is_unsure_either_way() -> None:
    found = heard(Claim(YES, 0.4, "check the split"), Claim(NO, 0.2), Claim(NO, 1.0))
    assert [point.ear for point in found.points] == [Ear.UNSURE, Ear.UNSURE, Ear.MISSED]
    assert found.status is Status.ABSTAINED


def test_a_mistake_costs_only_with_words_that_make_it() -> None:
    points = (Claim(YES, 1.0, "check the split"), Claim(NO, 1.0), Claim(NO, 1.0))
    assert heard(*points, mistakes=((0, "not in it at all"),)).mistakes == ()
    found = heard(*points, mistakes=((0, "never said so"), (1, "did not move")))
    assert found.mistakes == ((1, "did not move"),)
    assert found.score == pytest.approx(0.5 - 0.1)
    nothing = (Claim(NO, 1.0),) * 3
    assert heard(*nothing, mistakes=((1, "did not move"),)).score == 0.0


def test_who_quotes_for_most_points_what_is_not_there_is_not_believed_at_all() -> None:
    true, false = Claim(YES, 1.0, "check the split"), Claim(YES, 1.0, "I am the best")
    assert believed(ASKED, WORDS, Claims((true, false, false)), "m") is None
    assert believed(ASKED, WORDS, Claims((false, Claim(NO, 1.0), Claim(NO, 1.0))), "m") is None
    assert believed(ASKED, WORDS, Claims((true, Claim(YES, 1.0, "so maybe ndcg@5"), false)), "m") is not None
    assert believed(ASKED, "", Claims((Claim(NO, 1.0),) * 3), "m") is not None


def test_one_passage_shows_two_points_and_no_more() -> None:
    same, other = Claim(YES, 1.0, "check the split"), Claim(YES, 1.0, "did not move")
    found = heard(same, same, other)
    assert found.remark == ""
    found = heard(same, same, same)
    assert [point.ear for point in found.points] == [Ear.HEARD, Ear.HEARD, Ear.MISSED]
    many = Asked("Why?", (Point("p"),) * 5)
    assert believed(many, WORDS, Claims((same,) * 5), "m") is None


claims = st.builds(Claim, st.sampled_from(Claimed), st.floats(0, 1), st.text(max_size=30))


@given(st.tuples(claims, claims, claims), st.lists(st.tuples(st.integers(0, 1), st.text(max_size=20)), max_size=2))
def test_whatever_is_claimed_only_words_of_the_answer_count(
    points: tuple[Claim, ...], mistakes: list[tuple[int, str]]
) -> None:
    found = believed(ASKED, WORDS, Claims(points, tuple(mistakes)), "m")
    if found is not None:
        assert 0 <= found.score <= 1
        assert 0 <= found.confidence <= 1
        assert all(point.evidence in WORDS for point in found.points)
        assert all(point.evidence for point in found.points if point.ear is Ear.HEARD)
        assert found.score <= worth(ASKED.points, [point.chance for point in found.points])


@given(st.text(max_size=200), st.integers(0, 200), st.integers(2, 60))
def test_every_stretch_of_words_is_found_as_it_was_typed(words: str, start: int, length: int) -> None:
    quote = " ".join(words[start : start + length].split())
    found = believed(Asked("Why?", (Point("p"),)), words, Claims((Claim(YES, 1.0, quote),)), "m")
    if found is not None:
        assert found.points[0].evidence in words
        assert len(found.points[0].evidence.split()) >= 2
