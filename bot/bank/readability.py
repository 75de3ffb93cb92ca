"""The check W05: whether a sentence can be taken in at one reading on a phone; formulas and code are left out.

The measures are plain on purpose: the words of a sentence, the clauses that hang on others, and the letters of a word.
A readability index would say the same with a number that nobody can mend.
"""

import re
from collections.abc import Iterator

from bot.bank.item import Finding, Findings, Item
from bot.bank.node import Path, brief
from bot.bank.parts import options, reasoned

MOST_WORDS = 35
MOST_CLAUSES = 3
MOST_LETTERS = 18  # interchangeability has 18: whatever is longer is better said in several words

_APART = re.compile(r"```.*?```|`[^`]*`|(?<!\\)\$(?:[^$\\]|\\.)+\$", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.?!:;])\s+|\n+")
_WORD = re.compile(r"[^\W\d_]+")
_JOINED = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CLAUSE = re.compile(
    r"\b(?:which|that|who|whom|whose|because|although|though|while|whereas|unless|until|if|when|where|since)\b",
    re.IGNORECASE,
)
_TABLE = "|"


def readable(item: Item) -> Findings:
    """W05: a sentence is long or nested, or a word is very long; each text is told of once."""
    for path, text in _texts(item):
        found = next((what for sentence in _sentences(text) if (what := _hard(sentence))), None)
        if found:
            yield Finding("W05", path, found[0], found[1])


def words_of_sentences(text: str) -> list[int]:
    """Count the words of each sentence of a text; formulas and code count as one."""
    return [words for sentence in _sentences(text) if (words := len(_JOINED.findall(sentence)))]


def _texts(item: Item) -> Iterator[tuple[Path, str]]:
    question = item.question
    yield from ((("q",), question.text), (("why",), question.why), (("aloud",), question.aloud))
    yield from options(question)
    yield from ((path, reason) for path, _, reason in reasoned(question))


def _sentences(text: str) -> Iterator[str]:
    yield from (line for line in _SENTENCE.split(_APART.sub(" x ", text)) if not line.startswith(_TABLE))


def _hard(sentence: str) -> tuple[str, str] | None:
    """Say what makes a sentence hard and how to mend it, or give None."""
    words = len(_JOINED.findall(sentence))
    clauses = len(_CLAUSE.findall(sentence))
    longest = max(filter(_is_word, _WORD.findall(sentence)), key=len, default="")
    if words > MOST_WORDS:
        return f"a sentence has {words} words ({brief(sentence, 30)!r})", f"part it: at most {MOST_WORDS}"
    if clauses > MOST_CLAUSES:
        return f"a sentence has {clauses} clauses that hang on others ({brief(sentence, 30)!r})", "part it"
    if len(longest) > MOST_LETTERS:
        return f"the word {brief(longest)!r} has {len(longest)} letters", "say it in shorter ones, or as `code`"
    return None


def _is_word(letters: str) -> bool:
    """Whether it is a word of a language, not the name of a class such as MaxPooling."""
    return letters[1:].islower()
