"""Makes a bank of any size, the same each time: questions that are sound but say nothing."""

import re
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path

from bot.bank.folder import read_folder
from bot.rules.draw import Draws

QUESTIONS = Path(__file__).parents[1] / "questions"


def make_bank(folder: Path, size: int) -> None:
    """Write so many questions into a folder, spread evenly over every topic of the skill tree.

    Of ten questions two are templates; words come from the built-in questions.
    """
    built_in = read_folder(QUESTIONS)
    said = " ".join(f"{item.question.text} {item.question.why}" for item in built_in.items)
    words = sorted(set(re.findall(r"[A-Za-z]{3,12}", said)))
    topics = [topic.id for area in built_in.skills.areas for sub in area.subareas for topic in sub.topics]
    files: dict[str, list[str]] = {}
    for number, topic, kind in zip(range(size), cycle(topics), cycle(_KINDS_IN_ORDER), strict=False):
        files.setdefault(topic, []).append(kind(number, _Writer(words, number)))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "skills.yaml").write_bytes((QUESTIONS / "skills.yaml").read_bytes())
    for topic, questions in files.items():
        path = folder.joinpath(*topic.split(".")).with_suffix(".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(questions), encoding="utf-8")


class _Writer:
    """Writes sentences of drawn words."""

    def __init__(self, words: Sequence[str], number: int) -> None:
        self._words = words
        self._order = iter(Draws("words", 1, number).shuffle("order", min(len(words), 200)))
        self._step = number * 7

    def say(self, count: int) -> str:
        """Write a sentence of so many words."""
        places = [(next(self._order) * 13 + self._step) % len(self._words) for _ in range(count)]
        return " ".join(self._words[place] for place in places).lower().capitalize()


def _single(number: int, writer: _Writer) -> str:
    wrong = "".join(f"    {writer.say(4)}: {writer.say(8)}.\n" for _ in range(3))
    return _headed(number, writer) + f"  right: {writer.say(4)}\n  wrong:\n{wrong}"


def _multiple(number: int, writer: _Writer) -> str:
    right = "".join(f"    - {writer.say(3)}\n" for _ in range(2))
    wrong = "".join(f"    {writer.say(3)}: {writer.say(7)}.\n" for _ in range(2))
    return _headed(number, writer) + f"  right:\n{right}  wrong:\n{wrong}"


def _short(number: int, writer: _Writer) -> str:
    return _headed(number, writer) + f"  answer: [{writer.say(2)}, {writer.say(2)}]\n  reject: [{writer.say(2)}]\n"


def _template(number: int, writer: _Writer) -> str:
    return (
        _headed(number, writer, " From {a} and {b} comes $x = {a}^{b}$.")
        + "  vars: {a: {int: [2, 90]}, b: {int: [3, 70]}, c: {pick: [0.5, 1.5, 2.5]}}\n"
        + "  derive: {s: a * c + b}\n  require: [a != b]\n  answer: s / c\n  tolerance: {rel: 0.01}\n"
        + f"  traps:\n    s * c * 3: {writer.say(6)}.\n    s + 1000: {writer.say(6)}.\n"
        + f"  refs: [{writer.say(3)}]\n  checked: pandas 3.1\n"
    )


def _headed(number: int, writer: _Writer, more: str = "") -> str:
    level = ("junior", "mid", "senior")[number % 3]
    text = f"{writer.say(22)}.{more} **{writer.say(9)}?**"
    head = f'- id: made-{number}\n  level: {level}\n  q: "{text}"\n'
    return head + f'  why: "{writer.say(24)}."\n  hint: "{writer.say(8)}."\n'


_Kind = Callable[[int, _Writer], str]
_KINDS_IN_ORDER: Sequence[_Kind] = (
    *(_single, _multiple, _single, _template, _short),
    *(_single, _multiple, _single, _template, _multiple),
)
