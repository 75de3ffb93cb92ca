"""Tables of questions (CSV as spreadsheets write it), read into the tree that YAML gives too; no cell is evaluated."""

import codecs
import csv
import difflib
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from bot.bank.lines import Written, is_number, tree_of
from bot.bank.load import MAX_BYTES, MAX_QUESTIONS, decode
from bot.bank.node import Node, Scalar, Table, table, text
from bot.rules.errors import Fault

HELP = """A table needs the columns topic, level and question, and for the answer
- right, wrong 1, reason 1, wrong 2, reason 2, …: a choice; several right ones are parted by |
- answer, tolerance (0.01 or 5%), unit: a number; wrong 1 is then a trap and reason 1 its message
- answer without figures, near, reject: a term; several are parted by |
- order: items in a right order, parted by |; in backticks they are lines of code
- match: row => option, parted by |; => option :: reason for one that fits no row
Optional: why, hint, aloud, short, code, id, time, difficulty."""

_ALIASES = {
    "subject": "topic",
    "skill": "topic",
    "difficulty level": "level",
    "q": "question",
    "text": "question",
    "stem": "question",
    "correct": "right",
    "correct answer": "right",
    "right answer": "right",
    "key": "right",
    "accepted": "answer",
    "answers": "answer",
    "explanation": "why",
    "because": "why",
    "headline": "short",
    "seconds": "time",
    "hints": "hint",
    "units": "unit",
}
_COLUMNS = frozenset(
    [
        "topic",
        "level",
        "question",
        "right",
        "answer",
        "tolerance",
        "unit",
        "near",
        "order",
        "match",
        "reject",
        "why",
        "hint",
        "aloud",
        "short",
        "code",
        "id",
        "time",
        "difficulty",
    ]
)
_KEPT = ("topic", "level", "short", "id")
_COUNTED = ("time", "difficulty")
_NUMBERED = re.compile(r"(wrong|distractor|trap|reason|message)(?: (?:answer|option))? ?(\d{1,2})?")
_MAX_CELL = 20_000


def read_table(where: str, data: bytes) -> tuple[list[Node], list[Fault]]:
    """Read a CSV file.

    Args:
        where: Its name, for the faults.
        data: UTF-8 or, with its byte order mark, UTF-16; parted by commas, semicolons or tabs.

    Returns:
        A tree per row that could be read, and every fault.
    """
    words, faults = _decoded(where, data)
    if faults:
        return [], faults
    try:
        rows = list(_rows(words))
    except csv.Error as fault:
        return [], [Fault(where, 0, "E01", f"this is no table ({fault})", "save it as CSV, long cells in quotes")]
    if not rows:
        return [], [Fault(where, 0, "E01", "the table is empty", "write the columns' names in the first row")]
    if len(rows) > MAX_QUESTIONS + 1:
        return [], [too_many(where, len(rows) - 1)]
    columns, faults = _columns(where, rows[0][1])
    if any(fault.refuses for fault in faults):
        return [], faults
    trees: list[Node] = []
    for line, cells in rows[1:]:
        tree, wrong = _row(where, line, columns, cells)
        trees += [tree] if tree else []
        faults += wrong
    return trees, faults


def too_many(where: str, number: int) -> Fault:
    """Refuse a file for the number of its questions."""
    return Fault(where, 0, "E09", f"there are {number:,} questions", f"send at most {MAX_QUESTIONS} in one file")


def _decoded(where: str, data: bytes) -> tuple[str, list[Fault]]:
    if len(data) <= MAX_BYTES and data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError:
            return "", [Fault(where, 0, "E18", "the file is broken UTF-16", "save it as UTF-8")]
    return decode(where, data)


def _rows(words: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row that is not blank with the line it starts in."""
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=_delimiter(words), strict=True)
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _delimiter(words: str) -> str:
    """Choose the sign that parts the first row into the most columns that are known."""
    first = next((line for line in words.splitlines() if line.strip()), "")
    return max(",;\t", key=lambda sign: sum(bool(_column(cell)) for cell in first.split(sign)))


def _column(title: str) -> str:
    """Give the column that a title means: `Wrong_1` is `wrong 1`; empty for an unknown one."""
    name = " ".join(re.sub(r"[\W_]+", " ", title.casefold()).split())
    name = _ALIASES.get(name, name)
    if name in _COLUMNS:
        return name
    found = _NUMBERED.fullmatch(re.sub(r"(?<=[a-z])(?=\d)", " ", name))
    if not found:
        return ""
    return f"{'reason' if found[1] in {'reason', 'message'} else 'wrong'} {int(found[2] or 1)}"


def _columns(where: str, titles: Sequence[str]) -> tuple[list[str], list[Fault]]:
    columns = [_column(title) for title in titles]
    faults: list[Fault] = []
    for title, column in zip(titles, columns, strict=True):
        if title.strip() and not column:
            near = difflib.get_close_matches(title.casefold(), _COLUMNS, n=1)
            mend = f"did you mean `{near[0]}`?" if near else "rename it if it should be"
            faults.append(Fault(where, 1, "N01", f"the column `{title.strip()[:40]}` is not read", mend))
        elif column and columns.count(column) > 1:
            faults.append(Fault(where, 1, "E01", f"the column `{column}` stands twice", "rename or remove one"))
    missing = [need for need in ("topic", "level", "question") if need not in columns]
    faults += [Fault(where, 1, "E01", f"there is no column `{need}`", f"add `{need}`") for need in missing]
    return columns, list(dict.fromkeys(faults))


def _row(where: str, line: int, columns: Sequence[str], cells: Sequence[str]) -> tuple[Table | None, list[Fault]]:
    row = {column: _cell(cell) for column, cell in zip(columns, cells, strict=False) if column and cell.strip()}
    long = next((column for column, cell in row.items() if len(cell) > _MAX_CELL), None)
    if long or len(cells) > len(columns):
        what = f"the cell `{long}` is too long" if long else "there are more cells than columns"
        return None, [Fault(where, line, "E01", what, "look for a missing quote")]
    tree, faults = tree_of(_sorted(where, line, row), line)
    if tree is None:
        return None, faults
    kept: dict[str, Node] = {key: text(line, row[key]) for key in _KEPT if key in row}
    kept["level"] = text(line, row.get("level", "").casefold())
    for key in _COUNTED:
        if key in row:
            number = row[key].isascii() and row[key].isdecimal()
            kept[key] = _plain(line, row[key]) if number else text(line, row[key])
    return table(line, {**tree.values, **kept}), faults


def _cell(cell: str) -> str:
    """Trim a cell, and take away the apostrophe that keeps a spreadsheet from calculating it."""
    return re.sub(r"^'(?=[=+\-@])", "", cell.strip())


def _sorted(where: str, line: int, row: Mapping[str, str]) -> Written:
    """Give a row as if it had been typed in line form."""
    written = Written(where=where)
    written.question = row.get("question", "").splitlines()
    written.code = row.get("code", "").splitlines()
    written.code_line = line
    answer = row.get("answer", "")
    number = "tolerance" in row or ("|" not in answer and is_number(answer))
    if answer and number:
        slack = f" +/- {row['tolerance']}" if "tolerance" in row else ""
        unit = f" [{row['unit']}]" if "unit" in row else ""
        written.marked["="] = [(line, f"{answer}{slack}{unit}")]
    else:
        written.marked["="] = _several(line, answer)
    written.marked["+"] = _several(line, row.get("right", ""))
    written.marked["1"] = [
        (line, f"{place}. {item}") for place, (_, item) in enumerate(_several(line, row.get("order", "")), 1)
    ]
    written.marked[">"] = _several(line, row.get("match", ""))
    written.marked["~" if answer and number else "-"] = _wrongs(line, row)
    written.marked["~"] += _several(line, row.get("near", ""))
    for column, mark in (("reject", "!"), ("why", "?"), ("aloud", '"'), ("hint", "*")):
        said = row.get(column, "")
        written.marked[mark] = _several(line, said) if mark == "!" else [(line, said)] if said else []
    return written


def _several(line: int, cell: str) -> list[tuple[int, str]]:
    return [(line, " ".join(part.split())) for part in cell.split("|") if part.strip()]


def _wrongs(line: int, row: Mapping[str, str]) -> list[tuple[int, str]]:
    found = sorted((int(column.split()[1]), cell) for column, cell in row.items() if column.startswith("wrong "))
    wrongs: list[tuple[int, str]] = []
    for place, cell in found:
        said = " ".join(cell.split()).replace(" :: ", ": ")
        wrongs.append((line, f"{said} :: {row.get(f'reason {place}', '')}"))
    return wrongs


def _plain(line: int, raw: str) -> Node:
    return Scalar(line, raw, plain=True)
