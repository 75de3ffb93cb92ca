"""One formula in TeX as a line of readable Unicode. It knows nothing of Markdown, and no TeX makes it raise."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pylatexenc.latexwalker import (
    LatexCharsNode,
    LatexEnvironmentNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexSpecialsNode,
    LatexWalker,
    LatexWalkerError,
)
from pylatexenc.macrospec import LatexContextDb, SpecialsSpec, std_environment, std_macro

from bot.render import signs
from bot.render.line import Piece, above, bracketed, factor, line
from bot.render.signs import Sort

LONGEST = 400
"""Longer formulas are shown without structure."""
DEEPEST = 20
"""So are formulas whose braces nest deeper."""

_ONE = signs.WORDS | signs.PLAIN_STYLES | signs.DROPPED | frozenset(signs.ACCENTS) | frozenset(signs.ALPHABETS)
_TWO = signs.FRACTIONS | {"binom", "tbinom", "dbinom", "stackrel", "overset", "underset", "root"}
_TOKENS = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?|[A-Z]{2,}|:=|\s+|.", re.DOTALL)
_BARE_WORD = re.compile(r"\S|[\w.]+[′*]*")
_NUMBER = re.compile(r"\S|[\d.]+")
_UNSEEN = {ord("\\"): None, ord("$"): None}


Item = str | Any
"""A character or two, or a node of the parser (which has no types)."""


def _context() -> LatexContextDb:
    """Name the macros that take arguments: only these, so that nothing of TeX's text mode gets a meaning."""
    db = LatexContextDb()
    db.add_context_category(
        "formulas",
        macros=[
            *(std_macro(name, False, 1) for name in sorted(_ONE - {"operatorname*"})),
            *(std_macro(name, False, 2) for name in sorted(_TWO)),
            std_macro("operatorname", "*{"),
            # No optional arguments: the parser's time doubles with each that is not closed.
            std_macro("sqrt", False, 1),
            std_macro("pmod", False, 1),
        ],
        environments=[std_environment("array", "{"), std_environment("alignedat", "{")],
        specials=[SpecialsSpec("&"), SpecialsSpec("~")],
    )
    return db


_DB = _context()


@lru_cache(maxsize=2048)
def plain(tex: str) -> str:
    r"""Write one formula as a line of text, such as `P(A | B̄) ≤ ½` for its TeX.

    Args:
        tex: What stands between the dollars; anything at all.

    Returns:
        Unicode text on one line, without backslashes or Markdown escapes; a dollar only for `\$`.
    """
    dollars = tex.replace("\\\\", "\\cr ").replace("\\$", "\ue000").translate({ord("$"): None})
    source = re.sub(r"(?<!\\)%", r"\\%", _visible(dollars))
    source = re.sub(r"(?<=\d)\{,\}(?=\d{3})", ",", source)
    source = re.sub(r"\\sqrt\s*\[([^\[\]{}]*)\]", r"\\root{\1}", source)
    if len(source) > LONGEST or _depth(source) > DEEPEST:
        shown = _bare(source)
    else:
        try:
            nodes = LatexWalker(source, latex_context=_DB, tolerant_parsing=True).get_latex_nodes()[0]
            shown = line(_pieces(nodes))
        except (LatexWalkerError, RecursionError):
            shown = _bare(source)
    tidy = " ".join(unicodedata.normalize("NFC", shown).translate(_UNSEEN).split())
    return tidy.replace("\ue000", "$")


def _visible(text: str) -> str:
    return "".join(c if unicodedata.category(c)[0] != "C" or c == "\ue000" else " " for c in text)


def _depth(source: str) -> int:
    """Count how deep braces nest at most, environments included."""
    deepest = depth = 0
    for found in re.finditer(r"\\begin|\\end|\\?[{}]", source):
        if found[0] in ("{", "\\begin"):
            depth += 1
        elif found[0] in ("}", "\\end"):
            depth -= 1
        deepest = max(deepest, depth)
    return deepest + source.count("^") // 50 + source.count("_") // 50


def _bare(source: str) -> str:
    """Leave out all structure: names of macros, and what stands between them."""
    words = re.sub(r"\\([A-Za-z]+)", lambda found: f" {signs.sign(found[1])} ", source)
    return words.translate({ord(c): " " for c in "{}\\"})


def _items(nodes: Iterable[Any]) -> list[Item]:
    items: list[Item] = []
    for node in nodes:
        if isinstance(node, LatexCharsNode):
            items.extend(token for token in _TOKENS.findall(node.chars) if not token.isspace())
        elif node is not None:
            items.append(node)
    return items


def _pieces(nodes: Iterable[Any]) -> list[Piece]:
    """Turn the parser's nodes into pieces, scripts attached to what they belong to."""
    waiting = _items(nodes)[::-1]
    out: list[Piece] = []
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            _put(out, item, waiting)
        elif isinstance(item, LatexGroupNode):
            out.extend(_pieces(item.nodelist))
        elif isinstance(item, LatexSpecialsNode):
            out.append(Piece(" ", Sort.GAP))
        elif isinstance(item, LatexEnvironmentNode):
            out.append(_rows(item))
        elif isinstance(item, LatexMacroNode):
            _put_macro(out, item, waiting)
    return out


def _put(out: list[Piece], read: str, waiting: list[Item]) -> None:
    match read:
        case "_" | "^":
            _attach(out, _script(_next(waiting), raised=read == "^"))
        case "'":
            _attach(out, "′")
        case _:
            out.append(_character(read))


def _put_macro(out: list[Piece], node: Any, waiting: list[Item]) -> None:
    if node.macroname == "not":
        out.append(Piece(line(_pieces([_next(waiting)])) + "\u0338", Sort.RELATION))
    elif node.macroname not in signs.SILENT:
        out.extend(_macro(node))
    elif waiting and isinstance(waiting[-1], str) and waiting[-1] == ".":
        waiting.pop()  # `\left.` is a bracket that is not there


def _character(read: str) -> Piece:
    text = "−" if read == "-" else read
    return Piece(text, Sort.RELATION if text == ":=" else signs.sort_of(text[:1]))


def _next(waiting: list[Item]) -> Item:
    """Take what a script applies to: one character of a longer token, as TeX does."""
    if not waiting:
        return ""
    item = waiting.pop()
    if isinstance(item, str) and len(item) > 1:
        waiting.append(item[1:])
        return item[0]
    return item


def _attach(out: list[Piece], script: str) -> None:
    """Put a script on the last piece; fractions and roots are wrapped first."""
    base = out.pop() if out else Piece("", Sort.ATOM)
    if base.sort in (Sort.FRACTION, Sort.ROOT):
        base = Piece(f"({base.text})", Sort.ATOM)
    out.append(Piece(base.text + script, base.sort))


def _script(item: Item, *, raised: bool) -> str:
    """Write a sub- or superscript: in small signs where every character has one, else after `_` or `^`."""
    pieces = [_character(item)] if isinstance(item, str) else _pieces([item])
    text = line(pieces)
    small = signs.RAISED if raised else signs.LOWERED
    tight = text.replace(" ", "")
    if all(c in small for c in tight):
        return "".join(small[c] for c in tight)
    alone = (_NUMBER if raised else _BARE_WORD).fullmatch(text) or bracketed(text)
    return ("^" if raised else "_") + (text if alone else f"({text})")


def _macro(node: Any) -> list[Piece]:
    name: str = node.macroname
    given = [argument for argument in (node.nodeargd.argnlist if node.nodeargd else []) if argument is not None]
    if name in signs.DROPPED:
        return []
    if not given:
        return [_named(name)]
    if name in _TWO:
        return _of_two(name, *(_pieces([argument]) for argument in (given + given)[:2]))
    if name in signs.WORDS:
        return [_words(name, given[-1])]
    return _of_one(name, _pieces([given[-1]]))


def _of_one(name: str, inner: list[Piece]) -> list[Piece]:
    if name == "sqrt":
        return [_root(inner, "")]
    if name == "pmod":
        return [Piece(" ", Sort.GAP), Piece(f"(mod {line(inner)})", Sort.CLOSE)]
    if name in signs.ACCENTS:
        return [_accented(name, inner)]
    if name in signs.ALPHABETS:
        return [Piece("".join(_lettered(signs.ALPHABETS[name], c) for c in line(inner)), Sort.ATOM)]
    return inner


def _named(name: str) -> Piece:
    if name in signs.GAPS:
        return Piece(" ", Sort.GAP)
    if name == "cr":
        return Piece(";", Sort.COMMA)
    text = signs.sign(name)
    if name == "mid":
        return Piece(text, Sort.RELATION)
    return Piece(text, Sort.OPERATION if name in ("bmod", "mod") else signs.sort_of(text))


def _words(name: str, argument: Any) -> Piece:
    nodes = argument.nodelist if isinstance(argument, LatexGroupNode) else [argument]
    if name.startswith(("operatorname", "mathop")):
        return Piece(line(_pieces(nodes)), Sort.WORD)
    raw = "".join(node.chars if isinstance(node, LatexCharsNode) else f"{line(_pieces([node]))}" for node in nodes)
    return Piece(raw, Sort.ATOM)


def _of_two(name: str, first: list[Piece], second: list[Piece]) -> list[Piece]:
    if name in signs.FRACTIONS:
        return [Piece(f"{above(first)}/{factor(second)}", Sort.FRACTION)]
    if name == "root":
        return [_root(second, line(first))]
    if name.endswith("binom"):
        return [Piece(f"C({line(first)}, {line(second)})", Sort.ATOM)]
    group = LatexGroupNode(nodelist=[LatexCharsNode(chars=line(first))], delimiters=("{", "}"))
    _attach(second, _script(group, raised=name != "underset"))
    return second


def _root(inner: list[Piece], index: str) -> Piece:
    head = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(index)
    if head is None:
        head = "".join(signs.RAISED.get(c, c) for c in index) + "√"
    return Piece(head + factor(inner), Sort.ROOT)


def _accented(name: str, inner: list[Piece]) -> Piece:
    text = line(inner)
    base, rest = text[:1], text[1:]
    if base and all(c in signs.LOWERED.values() or c in signs.RAISED.values() for c in rest):
        return Piece(unicodedata.normalize("NFC", base + signs.ACCENTS[name]) + rest, Sort.ATOM)
    return Piece(f"{name.removeprefix('wide')}({text})", Sort.ATOM)


def _lettered(alphabet: str, letter: str) -> str:
    """Find a letter in one of Unicode's mathematical alphabets; some of them have older names."""
    case = "CAPITAL" if letter.isupper() else "SMALL"
    kind = f"DIGIT {unicodedata.name(letter).split()[-1]}" if letter in "0123456789" else f"{case} {letter.upper()}"
    for prefix in ("", "MATHEMATICAL "):
        try:
            return unicodedata.lookup(f"{prefix}{alphabet} {kind}")
        except KeyError:
            continue
    return letter


def _rows(node: Any) -> Piece:
    """Write a matrix, cases or aligned lines in one line, rows parted by semicolons."""
    rows: list[list[list[Any]]] = [[[]]]
    for child in node.nodelist:
        if isinstance(child, LatexSpecialsNode) and child.specials_chars == "&":
            rows[-1].append([])
        elif isinstance(child, LatexMacroNode) and child.macroname == "cr":
            rows.append([[]])
        else:
            rows[-1][-1].append(child)
    name: str = node.environmentname.rstrip("*")
    between = ", " if name.endswith("matrix") or name in ("cases", "array") else " "
    lines = [between.join(filter(None, (line(_pieces(cell)) for cell in row))) for row in rows]
    text = "; ".join(filter(None, lines))
    if name in ("vmatrix", "Vmatrix"):
        bar = "|" if name == "vmatrix" else "‖"
        return Piece(f"{bar}{text}{bar}", Sort.ATOM)
    if name == "cases":
        return Piece(f"{{{text}}}", Sort.ATOM)
    return Piece(f"[{text}]" if name.endswith("matrix") and name != "smallmatrix" else text, Sort.ATOM)
