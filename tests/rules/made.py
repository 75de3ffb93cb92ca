"""Questions made up for the tests of the rules."""

from bot.rules.question import (
    Between,
    Body,
    Distractor,
    Level,
    Match,
    MultipleChoice,
    Numeric,
    Order,
    Pick,
    Question,
    ShortText,
    SingleChoice,
    Template,
    Tolerance,
    Trap,
)
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant


def question(body: Body, template: Template | None = None, text: str = "What?") -> Question:
    return Question(
        id="made-up", topic="stats.evaluation.confusion", level=Level.MID, text=text, body=body, template=template
    )


def numeric(answer: str, tolerance: float = 0.0, unit: str = "", **traps: str) -> Question:
    """Make a numeric question; a trap `_0_5="…"` stands for the value 0.5."""
    made = tuple(Trap(name.strip("_").replace("_", "."), message) for name, message in traps.items())
    return question(Numeric(answer, Tolerance(abs=tolerance), unit, made))


def term(*answers: str, near: tuple[str, ...] = (), reject: tuple[str, ...] = ()) -> Variant:
    return draw_variant(question(ShortText(answers, near, reject)), 1)


SINGLE = question(
    SingleChoice(
        "right", (Distractor("one", "not one"), Distractor("two", "not two"), Distractor("three", "not three"))
    )
)
MULTIPLE = question(
    MultipleChoice(("a", "b", "c"), (Distractor("x", "not x"), Distractor("y", "not y"))),
)
SHORT = question(ShortText(("dropout", "drop-out layer"), ("regularisation",), ("batch norm",)))
TEMPLATE = question(
    Numeric(
        "hit / (hit + missfire)",
        Tolerance(abs=0.005),
        "",
        (Trap("sens", "This is the chance of an alarm given fraud ({sens})."), Trap("p", "This forgets the alarm.")),
    ),
    Template(
        vars={
            "base": Between(5, 30),
            "sens": Pick((0.8, 0.9, 0.95)),
            "fpr": Pick((0.05, 0.1, 0.2)),
            "who": Pick(("Ann", "Bo")),
        },
        derive={"p": "base / 100", "hit": "p * sens", "missfire": "(1 - p) * fpr"},
        require=("abs(hit / (hit + missfire) - sens) > 0.015", "abs(hit / (hit + missfire) - p) > 0.015"),
    ),
    text=r"Of 100 sellers {base} cheat; {who} sees $\frac{a}{b}$, ${sens}^{base}$, {other}, {base!r} and {p}.",
)
ORDER = question(Order(("one", "two", "three", "four")))
FREE = question(Order(("clear", "forward", "loss", "back", "step"), ((1, 2), (2, 3), (0, 3), (3, 4)), code=True))
MATCH = question(
    Match(
        (("count", "Poisson"), ("first", "Geometric"), ("hits", "Binomial"), ("calls", "Poisson")),
        (Distractor("Beta", "Beta is a share."), Distractor("Gamma", "Gamma is a wait.")),
    )
)
