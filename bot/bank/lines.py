"""The line form: one question as people type it in chat, read into the tree that YAML gives too, and written back."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bot.bank.node import Items, Node, Scalar, Table, brief, plain, table, text
from bot.rules.errors import Fault
from bot.rules.expressions import ExpressionFault, parse

FORM = "form"
HELP = """Write the question, then a line for each:
+ right answer
- wrong answer :: why it is wrong
= 12 +/- 0.01 [ms]
= term
~ 1.33 :: the mistake behind it
! term that is easily confused
? why it is so
* hint
" how one says it aloud"""
"""What the form in chat shows. Besides: several `+` make a multiple choice, several `=` name accepted terms, `+/- 5%`
is a share of the answer, `~` with a term is almost right, three backticks around lines make them code (in another
language, named after the backticks, they stay in the text), and a backslash keeps a line from being read for marks."""

_MARKS = {"+": "+", "-": "-", "–": "-", "—": "-", "=": "=", "~": "~", "!": "!", "?": "?", "*": "*"}
_MARKS |= dict.fromkeys('"“”„', '"')
_MARK = re.compile(r"([-+=~!?*–—\"“”„])[ \t]+(\S.*)")
_APART = re.compile(r"(?:^|\s+)::(?:\s+|$)")
_NUMBER = re.compile(
    r"(?P<answer>.*?)(?:\s*(?:\+/-|±|\+-)\s*(?P<tolerance>[0-9.eE+-]+)(?P<share>\s*%)?)?\s*(?:\[(?P<unit>[^\[\]]+)\])?"
)
_FIGURES = re.compile(r"[\d\s.,+\-*/()%]+")
_FENCE = re.compile(r"\s*```(\w*)\s*")
_PYTHON = frozenset({"", "py", "python"})  # what becomes the question's code; other languages stay in its text
_CODE, _TEXT = "code", "text"
_LONG = frozenset({"", "?", '"'})  # the question, and the marks whose text may go on over several lines
_ESCAPED = re.compile(r"^(\s*)\\(?=[-+=~!?*–—\"“”„\\])")
_LONG_LIVED = ("q", "code", "why", "hint", "hints", "aloud", "right", "wrong", "answer", "tolerance", "unit", "traps")
SAID = frozenset((*_LONG_LIVED, "near", "reject", "topic", "level"))
"""The keys that the form says; all others of an edited document are kept."""


@dataclass(slots=True)
class Written:
    """What stands in a form, by mark, each with its line.

    Attributes:
        where: What the faults name.
        marked: Lines by mark (`+`, `-`, …), as (line, text).
        question: The question's lines.
        code: The lines between the fences.
    """

    where: str = FORM
    marked: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: {mark: [] for mark in '+-=~!?*"'})
    question: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    code_line: int = 0

    def fault(self, line: int, what: str, mend: str, code: str = "E01") -> None:
        """Note what is wrong in a line."""
        self.faults.append(Fault(self.where, line, code, what, mend))


def read_form(words: str) -> tuple[Table | None, list[Fault]]:
    """Read a form into a tree; ids, topic and level are not its affair.

    Args:
        words: What was typed.

    Returns:
        The tree with the form's lines, or None and every fault.
    """
    return tree_of(_split(words), 1)


def tree_of(written: Written, start: int) -> tuple[Table | None, list[Fault]]:
    """Join what was sorted by marks into a tree that starts in line `start`, or give every fault."""
    pairs: dict[str, Node] = {}
    question = "\n".join(written.question).strip()
    if question:
        pairs["q"] = text(start, question)
    else:
        written.fault(start, "the question is missing", "write it first, the marked lines after it")
    if written.code:
        pairs["code"] = text(written.code_line, "\n".join(written.code))
    pairs |= _answer(written, start)
    for mark, key in (("?", "why"), ('"', "aloud")):
        for line, said in written.marked[mark][:1]:
            pairs[key] = text(line, said.rstrip())
        for line, _ in written.marked[mark][1:]:
            written.fault(line, f"a second line starts with `{mark}`", "keep one; a line without a mark goes on")
    hints = [text(line, hint) for line, hint in written.marked["*"]]
    if hints:
        pairs |= {"hint": hints[0]} if len(hints) == 1 else {"hints": Items(hints[0].line, hints)}
    return (None, written.faults) if written.faults else (table(start, pairs), [])


def _split(words: str) -> Written:
    """Sort the lines by their marks; an unmarked one goes on with an explanation, or with the question."""
    written = Written()
    fence, last = "", ""
    opened = 0
    for number, line in enumerate(words.splitlines(), 1):
        if fence:
            fence = _fenced(written, line, last, fence)
        elif found := _FENCE.fullmatch(line):
            opened = number
            fence = _CODE if found[1] in _PYTHON and not last else _TEXT
            if fence == _TEXT:
                _unmarked(written, number, line, last)
            elif written.code:
                written.fault(number, "a second block of code starts", "keep one block")
            written.code_line = number if fence == _CODE else written.code_line
        elif mark := _MARK.fullmatch(line.strip()):
            last = _MARKS[mark[1]]
            written.marked[last].append((number, mark[2].strip()))
        else:
            _unmarked(written, number, re.sub(_ESCAPED, r"\1", line), last)
    if fence:
        written.fault(opened, "the code has no end", "close it with three backticks")
    return written


def _fenced(written: Written, line: str, last: str, fence: str) -> str:
    """Take a line between fences as it is; give the fence that is open after it."""
    ends = _FENCE.fullmatch(line) is not None
    if fence == _TEXT:
        _goes_on(written, line.rstrip(), last)
    elif not ends:
        written.code.append(line.rstrip())
    return "" if ends else fence


def _unmarked(written: Written, number: int, line: str, last: str) -> None:
    if last in _LONG:
        _goes_on(written, line.rstrip(), last)
    elif line.strip():
        what = f"`{brief(line.strip())}` has no mark"
        written.fault(number, what, "start it with + - = ~ ! ? * or put it on one line")


def _goes_on(written: Written, line: str, last: str) -> None:
    """Add a line to the question, or to the explanation that came last."""
    if not last:
        written.question.append(line)
    elif last in _LONG:
        start, said = written.marked[last][-1]
        written.marked[last][-1] = (start, f"{said}\n{line}")


def _answer(written: Written, start: int) -> dict[str, Node]:
    marked = written.marked
    if marked["+"] and marked["="]:
        written.fault(marked["="][0][0], "there are options and a term or number", "keep `+` and `-`, or `=`")
    elif marked["+"] or marked["-"]:
        return _choice(written)
    elif marked["="]:
        line, said = marked["="][0]
        return _number(written, line, said) if len(marked["="]) == 1 and is_number(said) else _terms(written)
    else:
        written.fault(start, "there is no answer", "add `+ right` and `- wrong`, or `= answer`")
    return {}


def _choice(written: Written) -> dict[str, Node]:
    rights, wrongs = written.marked["+"], written.marked["-"]
    if not rights:
        written.fault(wrongs[0][0], "no option is right", "start the right one with `+`")
        return {}
    if not wrongs:
        written.fault(rights[0][0], "no option is wrong", "add `- text :: why it is wrong`")
    for mark in "~!":
        for line, _ in written.marked[mark]:
            written.fault(line, f"`{mark}` does not belong to options", "write `- text :: why it is wrong`")
    right = [text(line, said) for line, said in rights]
    wrong = _pairs(written, "-")
    return {"right": right[0] if len(right) == 1 else Items(right[0].line, right), "wrong": wrong}


def _pairs(written: Written, mark: str) -> Table:
    """Read `text :: reason` lines."""
    pairs: dict[str, Node] = {}
    for line, said in written.marked[mark]:
        key, reason = [*_APART.split(said, maxsplit=1), ""][:2]
        if not key or key in pairs:
            written.fault(line, f"`{key}` stands twice" if key else "the text is missing", "change one of them", "E04")
        else:
            pairs[key] = text(line, reason.strip())
    return table(min((line for line, _ in written.marked[mark]), default=0), pairs)


def is_number(said: str) -> bool:
    """Whether what stands after `=` asks for a number: a tolerance, figures only, or arithmetic without names."""
    found = _NUMBER.fullmatch(said)
    if found is None or not re.search(r"\d", said):
        return False
    if found["tolerance"] or _FIGURES.fullmatch(said):
        return True
    try:
        return not parse(found["answer"]).names
    except ExpressionFault:
        return False


def _number(written: Written, line: int, said: str) -> dict[str, Node]:
    for other, _ in written.marked["!"]:
        written.fault(other, "`!` belongs to terms", "write a trap: `~ 1.33 :: the mistake behind it`")
    found = _NUMBER.fullmatch(said)
    answer, unit = (found["answer"].strip(), found["unit"] or "") if found else (said, "")
    if answer.endswith("%"):
        answer, unit = answer[:-1].rstrip(), unit or "%"
    pairs: dict[str, Node] = {"answer": text(line, answer)}
    if found and found["tolerance"]:
        pairs["tolerance"] = _tolerance(written, line, found["tolerance"], share=bool(found["share"]))
    if unit:
        pairs["unit"] = text(line, unit.strip())
    if written.marked["~"]:
        pairs["traps"] = _pairs(written, "~")
    return pairs


def _tolerance(written: Written, line: int, figure: str, *, share: bool) -> Node:
    try:
        value = Decimal(figure) / 100 if share else Decimal(figure)
    except ArithmeticError:
        written.fault(line, f"the tolerance `{figure}` is no number", "write `+/- 0.01` or `+/- 5%`")
        value = Decimal(0)
    return table(line, {"rel" if share else "abs": Scalar(line, repr(float(value)), plain=True)})


def _terms(written: Written) -> dict[str, Node]:
    pairs: dict[str, Node] = {}
    for mark, key in (("=", "answer"), ("~", "near"), ("!", "reject")):
        terms = [text(line, said) for line, said in written.marked[mark]]
        if terms:
            pairs[key] = Items(terms[0].line, terms)
    return pairs


def lines_of(document: str) -> str:
    """Give a document in line form.

    Args:
        document: Canonical JSON text.

    Returns:
        Text that reads back to the same document, or an empty text: templates, other types, and texts that the form
        would break, do not fit.
    """
    said = {key: value for key, value in json.loads(document).items() if key in SAID - {"topic", "level"}}
    if "vars" in json.loads(document) or not isinstance(said.get("q"), str):
        return ""
    words = "\n".join(_written(said))
    tree, _ = read_form(words)
    return words if tree is not None and plain(tree) == said else ""


def _written(said: Mapping[str, Any]) -> Sequence[str]:
    lines = _guarded(said["q"])
    if "code" in said:
        lines += ["```", str(said["code"]), "```"]
    right = said.get("right", [])
    lines += [f"+ {each}" for each in ([right] if isinstance(right, str) else right)]
    lines += _paired("-", said.get("wrong", {}))
    answer = said.get("answer", [])
    lines += [f"= {answer}{_slack(said)}"] if isinstance(answer, str) else [f"= {each}" for each in answer]
    lines += [f"~ {each}" for each in said.get("near", [])]
    lines += _paired("~", said.get("traps", {}))
    lines += [f"! {each}" for each in said.get("reject", [])]
    for key, mark in (("why", "?"), ("aloud", '"')):
        first, _, rest = said.get(key, "").partition("\n")
        lines += [f"{mark} {first}", *(_guarded(rest) if rest else [])] if first else []
    hints = said.get("hints", [said["hint"]] if "hint" in said else [])
    return lines + [f"* {hint}" for hint in hints]


def _guarded(words: str) -> list[str]:
    """Put a backslash before each line outside fences that would be read as a marked one."""
    lines: list[str] = []
    fenced = False
    for line in words.split("\n"):
        fenced ^= _FENCE.fullmatch(line) is not None
        marked = not fenced and (_MARK.match(line.strip()) or line.startswith("\\"))
        lines.append(f"\\{line}" if marked else line)
    return lines


def _paired(mark: str, pairs: Mapping[str, str]) -> list[str]:
    return [f"{mark} {key} :: {reason}" if reason else f"{mark} {key}" for key, reason in pairs.items()]


def _slack(said: Mapping[str, Any]) -> str:
    tolerance = said.get("tolerance", {})
    unit = f" [{said['unit']}]" if "unit" in said else ""
    if "rel" in tolerance:
        return f" +/- {(Decimal(repr(tolerance['rel'])) * 100).normalize():f}%{unit}"
    return f" +/- {tolerance['abs']!r}{unit}" if "abs" in tolerance else unit
