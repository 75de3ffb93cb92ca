"""What a whole bank gives away by the length of its options."""

from collections.abc import Callable

import pytest

from bot.bank.balance import Lengths, balance_faults
from bot.bank.folder import Folder

FOUR = Lengths("dl.core.x", 4, longest=False)
LONG = Lengths("dl.core.x", 4, longest=True)
OTHER = Lengths("data.core.x", 4, longest=False)
NO_CHOICE = Lengths("dl.core.y", 0, longest=False)


@pytest.mark.parametrize(
    ("lengths", "told"),
    [
        ([LONG] * 7, []),
        ([FOUR] * 50, []),
        # Of 16 with four options 4 are longest by chance, with a standard deviation of 1.73.
        ([LONG] * 7 + [FOUR] * 9, []),
        (
            [LONG] * 8 + [FOUR] * 8 + [NO_CHOICE] * 3,
            ["in the bank the key is the longest option in 8 of 16", "in dl the key is the longest option in 8 of 16"],
        ),
        ([LONG] * 8 + [FOUR] * 8 + [OTHER] * 40, ["in dl the key is the longest option in 8 of 16"]),
    ],
)
def test_only_what_chance_does_not_explain_is_told(lengths: list[Lengths], told: list[str]) -> None:
    found = [str(fault) for fault in balance_faults("questions", lengths)]
    mend = " single choices: shorten keys or fill distractors: chance alone gives 4"
    assert found == [f"questions:0: W06 {what}{mend}" for what in told]


def test_a_folder_is_weighed(checked: Callable[..., Folder]) -> None:
    words = "".join(
        f"- {{id: q{n}, level: mid, q: What is {n}?, right: a longer key, wrong: {{much shorter: x, a short one: y}}, "
        "why: z, proof: pass}\n"
        for n in range(9)
    )
    told = [str(fault) for fault in checked(words).faults]
    assert told == []
    words = words.replace("much shorter", "shorter").replace("a short one", "short")
    told = [str(fault) for fault in checked(words).faults]
    assert [each for each in told if "W06" in each] == [
        (
            f"questions:0: W06 in {area} the key is the longest option in 9 of 9 single choices: "
            "shorten keys or fill distractors: chance alone gives 3"
        )
        for area in ("stats", "the bank")
    ]
