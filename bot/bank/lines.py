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
1. first item, in the right order
a row => its option
=> option of no row :: why it fits none
? why it is so
* hint
" how one says it aloud"""
"""What the form in chat shows. Besides: several `+` make a multiple choice, several `=` name accepted terms, `+/- 5%`
is a share of the answer, `~` with a term is almost right, and items in backticks are lines of code. Three backticks
around lines make them code (in another language, named after the backticks, they stay in the text), and a backslash
keeps a line from being read for marks."""

_MARKS = {"+": "+", "-": "-", "–": "-", "—": "-", "=": "=", "~": "~", "!": "!", "?": "?", "*": "*"}
_MARKS |= dict.fromkeys('"“”„', '"')
_MARK = re.compile(r"([-+=~!?*–—\"“”„])[ \t]+(\S.*)")
_STEP = re.compile(r"([0-9]{1,2})[.)][ \t]+(\S.*)")
_ROW = re.compile(r"(?:([^\s\\].*?)[ \t]+)?=>[ \t]+(\S.*)")
_CODED = re.compile(r"`([^`]*[^`\s][^`]*)`")
_ITEM, _OPTION = "1", ">"
_APART = re.compile(r"(?:^|\s+)::(?:\s+|$)")
_NUMBER = re.compile(
    r"(?P<answer>.*?)(?:\s*(?:\+/-|±|\+-)\s*(?P<tolerance>[0-9.eE+-]+)(?P<share>\s*%)?)?\s*(?:\[(?P<unit>[^\[\]]+)\])?"
)
_FIGURES = re.compile(r"[\d\s.,+\-*/()%]+")
_FENCE = re.compile(r"\s*```(\w*)\s*")
_PYTHON = frozenset({"", "py", "python"})  # what becomes the question's code; other languages stay in its text
_CODE, _TEXT = "code", "text"
_EXPLAINED = frozenset({"?", '"'})
_LONG = _EXPLAINED | {""}  # the question, and the marks whose text may go on over several lines
_ESCAPED = re.compile(r"^(\s*)\\(?=[-+=~!?*–—\"“”„\\]|[0-9]{1,2}[.)]\s|.*=>\s)")
_TEXTS = ("q", "code", "why", "hint", "hints", "aloud", "topic", "level")
_ANSWERS = ("right", "wrong", "answer", "tolerance", "unit", "traps", "near", "reject", "order", "match", "extra")
SAID = frozenset((*_TEXTS, *_ANSWERS))
"""The keys that the form says; all others of an edited document are kept."""


@dataclass(slots=True)
class Written:
    """What stands in a form, by mark, each with its line.

    Attributes:
        where: What the faults name.
        marked: Lines by mark (`+`, `-`, …), as (line, text); `1` and `>` hold items and rows as whole lines.
        question: The question's lines.
        code: The lines between the fences.
    """

    where: str = FORM
    marked: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: {mark: [] for mark in '+-=~!?*"1>'})
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
        elif last not in _EXPLAINED and (kind := _kind(line.strip())):
            last = kind
            written.marked[last].append((number, line.strip()))
        else:
            _unmarked(written, number, re.sub(_ESCAPED, r"\1", line), last)
    if fence:
        written.fault(opened, "the code has no end", "close it with three backticks")
    return written


def _kind(line: str) -> str:
    """Tell an item of an order or a row of a match by its shape; in an explanation neither is looked for."""
    if _STEP.fullmatch(line):
        return _ITEM
    return _OPTION if _ROW.fullmatch(line) else ""


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
    kinds = [mark for mark in "+=1>" if marked[mark] or (mark == "+" and marked["-"])]
    match kinds:
        case []:
            mend = "add `+ right` and `- wrong`, `= answer`, `1. item` lines, or `row => option` lines"
            written.fault(start, "there is no answer", mend)
        case ["+"]:
            return _choice(written)
        case ["="]:
            line, said = marked["="][0]
            return _number(written, line, said) if len(marked["="]) == 1 and is_number(said) else _terms(written)
        case ["1"]:
            return _order(written)
        case [">"]:
            return _match(written)
        case [first, second, *_]:
            what = f"there are {_NAMED[first]} and {_NAMED[second]}"
            mend = "keep one kind of answer; a backslash before a line makes it text"
            written.fault(marked[second][0][0], what, mend)
    return {}


_NAMED = {"+": "options", "=": "a term or number", _ITEM: "items in order", _OPTION: "rows to match"}


def _order(written: Written) -> dict[str, Node]:
    """Read `1. item` lines, numbered without a gap; where all stand in backticks they are code."""
    _alone(written, "items in order")
    items: list[tuple[int, str]] = []
    for place, (line, said) in enumerate(written.marked[_ITEM], 1):
        found = _STEP.fullmatch(said)
        if found is None or int(found[1]) != place:
            written.fault(line, f"`{brief(said)}` is item {place}", "number the items 1, 2, 3 in a right order")
        items.append((line, found[2] if found else said))
    coded = [_CODED.fullmatch(item) for _, item in items]
    if not all(coded):
        return {"order": Items(items[0][0], [text(line, item) for line, item in items])}
    if written.code:
        written.fault(written.code_line, "an order of lines shows no other code", "remove the block, or the backticks")
    lines = [text(line, code[1].rstrip()) for (line, _), code in zip(items, coded, strict=True) if code]
    return {"order": Items(items[0][0], lines), "code": Scalar(items[0][0], "true", plain=True)}


def _match(written: Written) -> dict[str, Node]:
    """Read `row => option` lines, and `=> option :: reason` lines of options that fit no row."""
    _alone(written, "rows to match")
    rows: dict[str, Node] = {}
    extra: list[tuple[int, str]] = []
    for line, said in written.marked[_OPTION]:
        found = _ROW.fullmatch(said)
        if found is None:
            written.fault(line, f"`{brief(said)}` has no `=>`", "write `row => option`")
        elif found[1] is None:
            extra.append((line, found[2]))
        elif found[1] in rows:
            written.fault(line, f"the row `{brief(found[1])}` stands twice", "change one of them", "E04")
        else:
            rows[found[1]] = text(line, found[2])
    start = written.marked[_OPTION][0][0]
    if not rows:
        written.fault(start, "no row has an option", "write `row => option`")
    pairs: dict[str, Node] = {"match": table(start, rows)}
    if extra:
        pairs["extra"] = _pairs(written, extra)
    return pairs


def _alone(written: Written, what: str) -> None:
    for mark in "~!":
        for line, _ in written.marked[mark]:
            written.fault(line, f"`{mark}` does not belong to {what}", "remove it, or put a backslash before it")


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
    wrong = _pairs(written, wrongs)
    return {"right": right[0] if len(right) == 1 else Items(right[0].line, right), "wrong": wrong}


def _pairs(written: Written, lines: Sequence[tuple[int, str]]) -> Table:
    """Read `text :: reason` lines."""
    pairs: dict[str, Node] = {}
    for line, said in lines:
        key, reason = [*_APART.split(said, maxsplit=1), ""][:2]
        if not key or key in pairs:
            written.fault(line, f"`{key}` stands twice" if key else "the text is missing", "change one of them", "E04")
        else:
            pairs[key] = text(line, reason.strip())
    return table(min((line for line, _ in lines), default=0), pairs)


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
        pairs["traps"] = _pairs(written, written.marked["~"])
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
        Text that reads back to the same document, or an empty text: templates, partial orders, other types, and texts
        that the form would break, do not fit.
    """
    said = {key: value for key, value in json.loads(document).items() if key in SAID - {"topic", "level"}}
    if {"vars", "before"} & json.loads(document).keys() or not isinstance(said.get("q"), str):
        return ""
    words = "\n".join(_written(said))
    tree, _ = read_form(words)
    return words if tree is not None and plain(tree) == said else ""


def _written(said: Mapping[str, Any]) -> Sequence[str]:
    lines = _guarded(said["q"])
    coded = said.get("code") is True
    if "code" in said and not coded:
        lines += ["```", str(said["code"]), "```"]
    right = said.get("right", [])
    lines += [f"+ {each}" for each in ([right] if isinstance(right, str) else right)]
    lines += _paired("-", said.get("wrong", {}))
    answer = said.get("answer", [])
    lines += [f"= {answer}{_slack(said)}"] if isinstance(answer, str) else [f"= {each}" for each in answer]
    lines += [f"~ {each}" for each in said.get("near", [])]
    lines += _paired("~", said.get("traps", {}))
    lines += [f"! {each}" for each in said.get("reject", [])]
    lines += [f"{n}. `{each}`" if coded else f"{n}. {each}" for n, each in enumerate(said.get("order", []), 1)]
    lines += [f"{row} => {option}" for row, option in said.get("match", {}).items()]
    lines += _paired("=>", said.get("extra", {}))
    for key, mark in (("why", "?"), ("aloud", '"')):
        first, _, rest = said.get(key, "").partition("\n")
        lines += [f"{mark} {first}", *(_guarded(rest, explained=True) if rest else [])] if first else []
    hints = said.get("hints", [said["hint"]] if "hint" in said else [])
    return lines + [f"* {hint}" for hint in hints]


def _guarded(words: str, *, explained: bool = False) -> list[str]:
    """Put a backslash before each line outside fences that would be read as a marked one."""
    lines: list[str] = []
    fenced = False
    for line in words.split("\n"):
        fenced ^= _FENCE.fullmatch(line) is not None
        bare = line.lstrip()
        marked = bare.startswith("\\") or _MARK.match(line.strip()) or (not explained and _kind(line.strip()))
        lines.append(f"{line[: len(line) - len(bare)]}\\{bare}" if marked and not fenced else line)
    return lines


def _paired(mark: str, pairs: Mapping[str, str]) -> list[str]:
    return [f"{mark} {key} :: {reason}" if reason else f"{mark} {key}" for key, reason in pairs.items()]


def _slack(said: Mapping[str, Any]) -> str:
    tolerance = said.get("tolerance", {})
    unit = f" [{said['unit']}]" if "unit" in said else ""
    if "rel" in tolerance:
        return f" +/- {(Decimal(repr(tolerance['rel'])) * 100).normalize():f}%{unit}"
    return f" +/- {tolerance['abs']!r}{unit}" if "abs" in tolerance else unit
