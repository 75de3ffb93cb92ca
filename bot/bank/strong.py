"""The check E20: whether a strong answer is heard as one; who hears it is found elsewhere."""

from collections.abc import Callable, Iterable, Iterator

from bot.bank.item import Finding, Item
from bot.rules.errors import Fault
from bot.rules.heard import Asked, Ear, Hearing, Status
from bot.rules.spoken import asked_of
from bot.rules.variants import QuestionFault, draw_variant

ENOUGH = 0.9
_MEND = "say every point, or let `accept` hold how it is said"


def better_faults(items: Iterable[Item], hear: Callable[[Asked, str], Hearing]) -> Iterator[Fault]:
    """Have every strong answer graded against its own rubric.

    Args:
        items: The questions.
        hear: Grades an answer.

    Yields:
        E20 for each that does not score 0.9, of which a point is not heard, or that somebody would have to look at.
    """
    for item in items:
        try:
            variant = draw_variant(item.question, 0)
        except QuestionFault:  # which E11 says
            continue
        if variant.spoken is not None and variant.spoken.better.strip():
            what = _wrong(hear(asked_of(variant, variant.spoken), variant.spoken.better))
            if what:
                yield item.fault(Finding("E20", ("better",), what, _MEND))


def _wrong(hearing: Hearing) -> str:
    """Say what keeps it from being strong; empty where nothing does."""
    missing = [str(place) for place, point in enumerate(hearing.points, 1) if point.ear is not Ear.HEARD]
    if missing:
        listed = f"point {missing[0]} is" if len(missing) == 1 else f"points {', '.join(missing)} are"
        return f"`better` grades {hearing.score:.2f}, and {listed} not heard in it"
    if hearing.status is Status.NEEDS_REVIEW:
        return f"`better` would have to be looked at: {hearing.why.removesuffix('.')}"
    return f"`better` grades {hearing.score:.2f}, under {ENOUGH}" if hearing.score < ENOUGH else ""
