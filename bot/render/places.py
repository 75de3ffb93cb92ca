"""Orders and matches on a phone: what is to be placed, what has its place so far, and what each place was worth."""

from collections.abc import Sequence

from bot.render import words
from bot.render.author import fence, one_line
from bot.rules.answer import Answer, Arranged, Matched
from bot.rules.variant import MatchKey, OrderKey

SO_FAR = "**Your order so far**"
YOURS = "**Your order**"
BY_CHANCE = "-# Half of the pairs stand right by chance; only what is more counts."


def waiting(key: OrderKey, placed: Sequence[int]) -> list[str]:
    """Write the items that have no place yet, each with its letter, and then the order so far."""
    left = [place for place in range(len(key.items)) if place not in placed]
    if key.code:
        parts = [fence("\n".join(_lettered(words.letter(place), key.items[place]) for place in left))] if left else []
        so_far = [fence(_program(key, placed))]
    else:
        lines = [f"**{words.letter(place)}**  {one_line(key.items[place])}" for place in left]
        parts = ["\n".join(lines)] if left else []
        so_far = [
            "\n".join(
                f"**{rank}**  {words.letter(place)} · {one_line(key.items[place])}"
                for rank, place in enumerate(placed, 1)
            )
        ]
    return [*parts, *([f"{SO_FAR}\n{so_far[0]}"] if placed else [])]


def how_to_order(key: OrderKey, placed: Sequence[int]) -> str:
    """Say what to press next."""
    if len(placed) == len(key.items):
        return "-# Press Done, or Undo to take the last one back."
    several = "" if _total(key) else " More than one order is right."
    return f"-# Press the letters one after another, first to last.{several}"


def rows_and_options(key: MatchKey) -> list[str]:
    """Write the rows with their numbers and the options with their letters."""
    rows = [f"**{number}**  {one_line(row)}" for number, row in enumerate(key.rows, 1)]
    options = [f"**{words.letter(place)}**  {one_line(option.text)}" for place, option in enumerate(key.options)]
    return ["\n".join(rows), "\n".join(options)]


def how_to_match(key: MatchKey) -> str:
    """Say how rows are given their options."""
    left = " Some fit no row." if len(set(key.right)) < len(key.options) else ""
    return f"-# Choose an option for each row.{left}"


def in_order(key: OrderKey, answer: Answer) -> list[str]:
    """Write the right order, place by place with what was made of it; among several, the one nearest to the answer."""
    given = answer.order if isinstance(answer, Arranged) else ()
    right = key.nearest(given) if given else key.right
    if key.code:
        return _as_program(key, given, right)
    lines = []
    for rank, place in enumerate(right):
        mine = given.index(place) if given else rank
        sign = "" if not given else f"{words.RIGHT_SIGN} " if mine == rank else f"{words.WRONG_SIGN} "
        had = "" if mine == rank else f" · you had it at {mine + 1}"
        lines.append(f"{sign}**{rank + 1}**  {one_line(key.items[place])}{had}")
    return ["\n".join([*_title(key, given, right), *lines])]


def pairs(key: OrderKey, order: Sequence[int]) -> str:
    """Say how much of an order is right: `8 of 10 pairs`."""
    return f"{key.kept(order)} of {words.plural(len(key.pairs), 'pair')}"


def in_rows(key: MatchKey, answer: Answer) -> list[str]:
    """Write each row with its right option, and what was chosen where that was another."""
    choices = answer.choices if isinstance(answer, Matched) else key.right
    lines = []
    for number, (row, right, mine) in enumerate(zip(key.rows, key.right, choices, strict=True), 1):
        sign = "" if not isinstance(answer, Matched) else words.RIGHT_SIGN if mine == right else words.WRONG_SIGN
        shown = f"{sign} **{number}**  {one_line(row)} → **{one_line(key.options[right].text)}**".lstrip()
        lines.append(shown if mine == right else f"{shown}\n{_instead(key, mine)}")
    return ["\n".join(lines)]


def _instead(key: MatchKey, mine: int) -> str:
    option = key.options[mine]
    reason = f": {one_line(option.reason)}" if option.reason.strip() else ""
    return f"You chose {one_line(option.text)}{reason}"


def rows(key: MatchKey, choices: Sequence[int]) -> str:
    """Say how many rows are right: `3 of 4 rows`."""
    return f"{key.kept(choices)} of {words.plural(len(key.rows), 'row')}"


def other_orders(key: OrderKey) -> str:
    """Say for its author how free an order is; empty where only one is right."""
    if _total(key):
        return ""
    most = len(key.items) * (len(key.items) - 1) // 2
    return f"Other orders are right too: {len(key.pairs)} of {most} pairs must stand as here."


def _total(key: OrderKey) -> bool:
    return 2 * len(key.pairs) == len(key.items) * (len(key.items) - 1)


def _title(key: OrderKey, given: Sequence[int], right: Sequence[int]) -> list[str]:
    """Name the list where it differs from the person's own."""
    if not given or tuple(given) == tuple(right):
        return []
    return ["**The right order**" if _total(key) else "**A right order near yours**"]


def _as_program(key: OrderKey, given: Sequence[int], right: Sequence[int]) -> list[str]:
    """Write lines as they would run; a wrong order first with a sign before each line."""
    program = "\n".join([*_title(key, given, right), fence(_program(key, right))])
    if not given or tuple(given) == tuple(right):
        return [program]
    signs = [words.RIGHT_SIGN if mine == place else words.WRONG_SIGN for mine, place in zip(given, right, strict=True)]
    mine = "\n".join(_lettered(sign, key.items[place]) for sign, place in zip(signs, given, strict=True))
    return [f"{YOURS}\n{fence(mine)}", program]


def _program(key: OrderKey, order: Sequence[int]) -> str:
    return "\n".join(key.items[place] for place in order)


def _lettered(mark: str, code: str) -> str:
    """Put a mark before a line of code, at the margin, so that its indentation stays."""
    first, *more = code.split("\n")
    return "\n".join([f"{mark}│ {first}", *(f" │ {line}" for line in more)])
