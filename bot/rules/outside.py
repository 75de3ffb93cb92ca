"""A model outside hears an answer: what it claims, what of that holds, and the hearing that follows.

Nothing is believed that the answer's own words do not show. The score and the confidence are summed up as those of any
hearing, from chances that follow from what is claimed of each point: heard, and shown by a quote, is 0.5 and half of
how sure the model is; not heard is 0.5 less that half; unsure is 0.5; heard without a quote from the answer is 0.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.rules.heard import Asked, Ear, HeardPoint, Hearing, summed

HEARD_FROM, MISSED_TO = 0.75, 0.25
"""Chances from which on a point counts as heard, and down to which it counts as not heard."""
LEAST_WORDS, LONGEST_QUOTE = 2, 400
"""A word alone shows nothing, and a quote of everything neither."""
MOST_SHARED = 2
"""So many points one passage can show."""

_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚`´", "'"))
_EDGES = " \"'.,;:…"


class Claimed(StrEnum):
    """What is said of a point."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


_LEANS = {Claimed.YES: 0.5, Claimed.NO: -0.5, Claimed.UNSURE: 0.0}


@dataclass(frozen=True, slots=True)
class Claim:
    """What a model outside says of one point.

    Attributes:
        sure: How sure it is, 0 to 1.
        quote: The words that are said to show it.
    """

    heard: Claimed
    sure: float
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a model outside says of an answer.

    Attributes:
        points: One for each point of the rubric, in its order.
        mistakes: False statements of the rubric, by place from 0, with the words that are said to make them.
    """

    points: tuple[Claim, ...]
    mistakes: tuple[tuple[int, str], ...] = ()


def believed(asked: Asked, words: str, claims: Claims, by: str) -> Hearing | None:
    """Give the hearing that follows from what is claimed; None where most points are claimed without their words.

    Args:
        asked: What was asked.
        words: The answer.
        claims: Of this rubric's points and mistakes.
        by: The model's name.
    """
    said = _Said.of(words)
    passages = list(_passages(said, claims.points))
    points = tuple(_point(claim, passage) for claim, passage in zip(claims.points, passages, strict=True))
    yes = [not passage for claim, passage in zip(claims.points, passages, strict=True) if claim.heard is Claimed.YES]
    if 2 * sum(yes) > len(yes):
        return None
    mistakes = tuple((place, shown) for place, quote in claims.mistakes if (shown := said.passage(quote)))
    return replace(summed(asked, points, mistakes), heard_by=by, remark=_bare(sum(yes), len(yes)))


def _passages(said: "_Said", claims: Sequence[Claim]) -> Iterator[str]:
    """Give for each claim the passage of the answer that it quotes, empty where there is none or others have it."""
    shared: Counter[str] = Counter()
    for claim in claims:
        passage = said.passage(claim.quote)
        if claim.heard is Claimed.YES:
            shared[passage] += 1
        yield passage if shared[passage] <= MOST_SHARED else ""


def _point(claim: Claim, passage: str) -> HeardPoint:
    bare = claim.heard is Claimed.YES and not passage
    chance = 0.0 if bare else 0.5 + _LEANS[claim.heard] * claim.sure
    ear = Ear.HEARD if chance >= HEARD_FROM else Ear.MISSED if chance <= MISSED_TO else Ear.UNSURE
    return HeardPoint(chance, ear, "" if ear is Ear.MISSED else passage)


def _bare(count: int, claimed: int) -> str:
    if not count:
        return ""
    points = "point" if claimed == 1 else "points"
    return f"For {count} of {claimed} {points} that the model heard it showed no words of yours: not counted."


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer as quotes are looked for in it.

    Attributes:
        words: As it was typed.
        plain: In small letters, with plain quotation marks and one blank between words.
        places: Where each character of `plain` begins in `words`.
    """

    words: str
    plain: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, words: str) -> "_Said":
        signs: list[tuple[str, int]] = []
        for place, sign in enumerate(words):
            if not sign.isspace():
                signs += [(small, place) for small in _small(sign)]
            elif signs and signs[-1][0] != " ":
                signs.append((" ", place))
        return cls(words, "".join(sign for sign, _ in signs), tuple(place for _, place in signs))

    def passage(self, quote: str) -> str:
        """Give the words of the answer that a quote repeats, as they were typed; empty where it repeats none."""
        plain = _small(" ".join(quote.split())).strip(_EDGES)
        if len(plain) > LONGEST_QUOTE or len(plain.split()) < LEAST_WORDS:
            return ""
        found = re.search(rf"(?:\b|(?=\W)){re.escape(plain)}(?:\b|(?<=\W))", self.plain)  # no parts of words
        return self.words[self.places[found.start()] : self.places[found.end() - 1] + 1] if found else ""


def _small(text: str) -> str:
    return text.translate(_QUOTES).casefold()
