import pytest

from bot.judge.attacks import HELD_BACK, SHOWN, Prompt, attacks, passes, reference
from bot.rules.heard import Asked, Hearing, Status
from bot.rules.rubric import Point

PROMPTS = (
    Prompt(
        "calibration",
        "stats.evaluation.calibration",
        Asked(
            "The ranking is fine and the bids are too high. What do you suspect?",
            (
                Point("The probabilities are off", accept=("miscalibrated", "level is wrong")),
                Point("Plot them in bins"),
            ),
            ("AUC shows calibration",),
            "The probabilities are too high. I would plot them in bins. Then I fit a monotone curve.",
        ),
    ),
    Prompt(
        "auc",
        "stats.evaluation.curves",
        Asked("What does AUC say?", (Point("Says how often a positive case is ranked over a negative one"),)),
    ),
    Prompt(
        "cache",
        "mlops.serving.latency",
        Asked("Why a cache?", (Point("Answers need not be computed again"),), better="It saves work. It costs memory."),
    ),
)


def test_there_are_enough_kinds_and_none_is_in_both_halves() -> None:
    assert len(SHOWN) + len(HELD_BACK) >= 10
    assert not SHOWN.keys() & HELD_BACK.keys()


@pytest.mark.parametrize("kinds", [SHOWN, HELD_BACK], ids=["shown", "held back"])
def test_each_kind_is_made_for_each_prompt_the_same_every_time(kinds: dict[str, object]) -> None:
    chosen = {**SHOWN, **HELD_BACK}
    chosen = {kind: chosen[kind] for kind in kinds}
    made = attacks(PROMPTS, chosen)
    assert [(each.kind, each.prompt.id) for each in made] == [
        (kind, prompt.id) for prompt in sorted(PROMPTS, key=lambda prompt: prompt.id) for kind in kinds
    ]
    assert all(each.answer.strip() for each in made)
    assert attacks(tuple(reversed(PROMPTS)), chosen) == made


def test_another_seed_gives_other_words() -> None:
    def gibberish(seed: int) -> str:
        return attacks(PROMPTS, {"gibberish": SHOWN["gibberish"]}, seed)[0].answer

    assert gibberish(1) != gibberish(2)


def test_what_each_kind_is_made_of() -> None:
    every = {**SHOWN, **HELD_BACK}
    made = {each.kind: each.answer for each in attacks(PROMPTS, every) if each.prompt.id == "calibration"}
    better = PROMPTS[0].asked.better
    assert sorted(made["words shuffled"].split()) == sorted(better.split())
    assert made["words shuffled"] != better
    assert made["backwards"].split() == better.split()[::-1]
    assert made["question pasted"] == PROMPTS[0].asked.text
    assert made["another answer"] == PROMPTS[2].asked.better
    assert made["a near answer"] == reference(PROMPTS[1].asked)
    assert made["contradiction"].startswith("The probabilities are not too high. I would not plot")
    assert made["contradiction"].endswith("It is not true that then I fit a monotone curve.")
    assert "miscalibrated" in made["keywords listed"]
    assert len(made["half the words"].split()) == (len(better.split()) + 1) // 2


@pytest.mark.parametrize(
    ("score", "status", "through"),
    [
        (0.5, Status.GRADED, True),
        (0.49, Status.GRADED, False),
        (0.9, Status.NEEDS_REVIEW, False),
        (0.9, Status.ABSTAINED, False),
    ],
)
def test_what_counts_as_passing(score: float, status: Status, through: bool) -> None:  # noqa: FBT001
    assert passes(Hearing(score, status, 1.0, ())) is through
