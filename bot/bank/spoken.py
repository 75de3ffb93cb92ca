"""The checks of a rubric: its points, its mistakes and follow-ups, and how long each of them may be."""

from collections.abc import Iterator

from bot.bank.item import Finding, Findings, Item
from bot.bank.node import Path, brief
from bot.rules.question import Question
from bot.rules.rubric import Case, Point, Spoken

MOST_POINTS, MOST_OF_CASE = 10, 24
SAY, ACCEPT, MISTAKE, ASK, BETTER, FACT = 200, 100, 200, 300, 1500, 200


def points(body: Spoken) -> Iterator[tuple[Path, Point]]:
    """Give each point with the path to it in the document."""
    if isinstance(body, Case):
        for stage, each in enumerate(body.stages):
            yield from ((("stages", stage, "points", place), point) for place, point in enumerate(each.points))
    else:
        yield from ((("points", place), point) for place, point in enumerate(body.points))


def rubric(question: Question) -> Iterator[tuple[Path, str]]:
    """Give every text of a rubric that people read: points, mistakes, follow-ups and the strong answer."""
    body = question.body
    if isinstance(body, Spoken):
        yield from (((*path, "say"), point.say) for path, point in points(body))
        yield from ((("mistakes", place), text) for place, text in enumerate(body.mistakes))
        yield from ((("followups", place, "ask"), each.ask) for place, each in enumerate(body.followups))
        yield ("better",), body.better


def followed(item: Item) -> Findings:
    """E01: a follow-up is asked for a point that is not there."""
    body = item.question.body
    if not isinstance(body, Spoken):
        return
    for place, each in enumerate(body.followups):
        if each.if_missing > len(body.points):
            what = f"there is no point {each.if_missing}, there are {len(body.points)}"
            yield Finding("E01", ("followups", place, "if_missing"), what, "count the points from 1")


def same_points(body: Spoken) -> Findings:
    """E04: two points say the same, or a mistake says what a point does."""
    said: set[str] = set()
    for path, point in points(body):
        for words in dict.fromkeys(_folded(text) for text in (point.say, *point.accept)):
            if words in said:
                yield Finding("E04", path, f"{brief(words)!r} stands in another point too", "keep it in one of them")
            said.add(words)
    for place, text in enumerate(body.mistakes):
        if _folded(text) in said:
            yield Finding("E04", ("mistakes", place), f"{brief(text)!r} is a point too", "keep it in one list")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!")


def lengths(body: Spoken) -> Iterator[tuple[Path, str, int, int]]:
    """Give what each part of a rubric is called, how long it is, and how long it may be."""
    for path, point in points(body):
        yield (*path, "say"), "a point", len(point.say), SAY
        yield from (((*path, "accept", k), "a wording", len(text), ACCEPT) for k, text in enumerate(point.accept))
    yield from ((("mistakes", k), "a mistake", len(text), MISTAKE) for k, text in enumerate(body.mistakes))
    yield from ((("followups", k, "ask"), "a follow-up", len(each.ask), ASK) for k, each in enumerate(body.followups))
    yield ("better",), "`better`", len(body.better), BETTER
    if isinstance(body, Case):
        yield from ((("facts", name), "a fact", len(name) + len(told), FACT) for name, told in body.facts)
