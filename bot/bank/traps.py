"""The check W11: traps of one question that coincide, so that one message is never shown, or shown by luck."""

from collections.abc import Sequence
from itertools import combinations

from bot.bank.item import Finding, Findings, Item
from bot.bank.node import brief
from bot.rules.numbers import within
from bot.rules.question import Numeric
from bot.rules.variant import NumberKey, Variant

OFTEN = 0.1  # of the variants; now and then two mistakes lead to one number


def telling_traps(item: Item, variants: Sequence[Variant]) -> Findings:
    """W11: two traps lie within the tolerance of each other, in a template in a tenth of the variants or more.

    A wrong number gets the message of the nearest trap, the first of equals: the other's is never shown, and where
    people round, which of two near ones they meet says nothing about their mistake.
    """
    body = item.question.body
    if not isinstance(body, Numeric):
        return
    keys = [variant.number for variant in variants if variant.number is not None]
    for one, other in combinations(range(len(body.traps)), 2):
        met = sum(_coincide(key, one, other) for key in keys)
        if met and met >= OFTEN * len(keys):
            pair = f"`{brief(body.traps[one].value)}` and `{brief(body.traps[other].value)}`"
            often = f" in {met} of {len(keys)} variants" if len(keys) > 1 else ""
            what = f"the traps {pair} coincide within the tolerance{often}"
            yield Finding("W11", ("traps", body.traps[other].value), what, "keep one, or choose numbers that part them")


def _coincide(key: NumberKey, one: int, other: int) -> bool:
    return within(key.traps[one][0], key.traps[other][0], key.tolerance)
