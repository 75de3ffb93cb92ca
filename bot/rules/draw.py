"""The only chance there is: numbers drawn from SHA-256, the same on every machine and for ever; no other dice.

Anybody can reproduce a draw. The fields id, version, seed, name and counter are written as text (numbers in decimal),
each as the length of its UTF-8 form in decimal, a colon, and the form itself; all five are joined without a gap:

    Draws("f1", 2, 70).integer("n", 0, 9) hashes  2:f11:22:701:n1:0

The first eight bytes of the digest, most significant first, are a word w, 0 <= w < 2**64. A number below `span` is
w % span; where w is not below the largest multiple of `span` that fits in 2**64, the word is rejected and the counter,
which begins at 0, goes up by one. A shuffle is Fisher-Yates on one running counter: the last place first, each place
exchanged with a drawn one from 0 up to and including itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import count

WORDS = 2**64


@dataclass(frozen=True, slots=True)
class Draws:
    """Every draw for one presentation of one question; equal fields give equal draws.

    Attributes:
        question_id: The question's stable slug.
        version: The question's version, from 1.
        seed: 0 <= seed < 2**64.
    """

    question_id: str
    version: int
    seed: int

    def integer(self, name: str, low: int, high: int) -> int:
        """Draw a whole number, low <= number <= high, each equally likely.

        Args:
            name: What is drawn; another name gives an independent number.
            low: The smallest.
            high: The largest.

        Raises:
            ValueError: There is no such number, or more than 2**64 of them.
        """
        if not 1 <= high - low + 1 <= WORDS:
            raise ValueError(f"nothing can be drawn from {low} to {high}")
        return low + _below(high - low + 1, self._words(name))

    def choice(self, name: str, n: int) -> int:
        """Draw one of `n` places, 0 <= place < n.

        Raises:
            ValueError: There is no place.
        """
        return self.integer(name, 0, n - 1)

    def shuffle(self, name: str, n: int) -> tuple[int, ...]:
        """Draw an order of the places 0 to n - 1, each order equally likely; empty for n = 0."""
        places = list(range(n))
        words = self._words(name)
        for last in range(n - 1, 0, -1):
            other = _below(last + 1, words)
            places[last], places[other] = places[other], places[last]
        return tuple(places)

    def _words(self, name: str) -> Iterator[int]:
        """Give the words of a name, counter after counter, without end."""
        prefix = b"".join(map(_field, (self.question_id, str(self.version), str(self.seed), name)))
        return map(partial(_word, prefix), count())


def _word(prefix: bytes, counter: int) -> int:
    return int.from_bytes(sha256(prefix + _field(str(counter))).digest()[:8], "big")


def _field(text: str) -> bytes:
    """Write a field so that no two lists of fields look alike."""
    form = text.encode()
    return b"%d:%s" % (len(form), form)


def _below(span: int, words: Iterator[int]) -> int:
    """Take words until one gives a number below `span` without favouring any."""
    limit = WORDS - WORDS % span
    return next(word for word in words if word < limit) % span
