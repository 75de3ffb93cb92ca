"""Code as phones type it: signs that a keyboard put in place of plain ones are mended outside strings and comments.

What stands in a string or a comment is never changed: there a curly quote may be meant. Where a quote cannot be paired
on its line it is left as it is, and whoever runs the code is told by the language.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

QUOTES, DASHES, SPACES, WIDE, DOTS = "curly quote", "long dash", "odd space", "full-width sign", "ellipsis"

_FAMILIES = {
    **dict.fromkeys('"“”„‟«»＂', '"'),
    **dict.fromkeys("'‘’‚‛＇", "'"),
}
_EM = frozenset("—―")
_DASHES = frozenset("–‒‐‑−﹣") | _EM
_SPACES = frozenset(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
_UNSEEN = frozenset(map(chr, (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)))
_BREAKS = frozenset("\u2028\u2029")
_WIDE_SIGNS = frozenset(map(chr, (*range(0xFF01, 0xFF10), *range(0xFF1A, 0xFF21), *range(0xFF3B, 0xFF3F)))) | frozenset(
    map(chr, (0xFF40, *range(0xFF5B, 0xFF5F)))
)
_WIDE_DIGITS = frozenset("０１２３４５６７８９")
_TO_PLAIN = 0xFEE0
_TRIPLE = 3


@dataclass(frozen=True, slots=True)
class Language:
    """What the scanner must know of a language.

    Attributes:
        comment: What opens a comment that ends with its line.
        em: What a phone makes a long dash of.
        python: Whether there are strings in three quotes, and letters before a quote that belong to it.
        escapes: Whether a backslash takes the meaning from a quote.
        lines: Whether a string in plain quotes may go on in the next line.
    """

    comment: str = "#"
    em: str = "--"
    python: bool = False
    escapes: bool = True
    lines: bool = True


LANGUAGES: Mapping[str, Language] = {
    "python": Language(em="-", python=True, lines=False),
    "sql": Language(comment="--", escapes=False),
    "dockerfile": Language(),
    "yaml": Language(),
    "git": Language(),
}


@dataclass(frozen=True, slots=True)
class Mended:
    """A text and what was mended in it: each kind of sign with how often, in a fixed order; empty for nothing."""

    text: str
    what: tuple[tuple[str, int], ...] = ()


def mend(text: str, language: str = "python") -> Mended:
    """Mend what a phone's keyboard put in place of plain signs; again is harmless.

    Args:
        text: As typed.
        language: `python`, `sql`, `dockerfile`, `yaml` or `git`.
    """
    counted, before = Counter[str](), ""
    # A mended sign may open a string or a comment that was none before; each look leaves fewer odd signs.
    while text != before:
        scan = _Scan(text, LANGUAGES[language], counted)
        scan.run()
        before, text = text, "".join(scan.out)
    return Mended(text, tuple((kind, counted[kind]) for kind in (QUOTES, DASHES, SPACES, WIDE, DOTS) if counted[kind]))


@dataclass(slots=True)
class _Scan:
    """One look through a text, from its start to its end."""

    text: str
    language: Language
    counted: Counter[str]
    at: int = 0
    out: list[str] = field(default_factory=list)

    def run(self) -> None:
        while self.at < len(self.text):
            sign = self.text[self.at]
            if self.text.startswith(self.language.comment, self.at):
                self._copy(self._line_end(self.at))
            elif sign in _FAMILIES:
                self._quote(sign)
            else:
                self._plain(sign)

    def _plain(self, sign: str) -> None:
        """Put a sign outside strings and comments, plain."""
        if sign in _DASHES:
            self._put(self.language.em if sign in _EM else "-", DASHES)
        elif sign in _SPACES:
            self._put(" ", SPACES)
        elif sign in _UNSEEN and self.at:  # a byte order mark at the start is no mistake
            self._put("", SPACES)
        elif sign in _BREAKS:
            self._put("\n", SPACES)
        elif sign in _WIDE_SIGNS or (sign in _WIDE_DIGITS and not self._in_name(_WIDE_DIGITS)):
            self._put(chr(ord(sign) - _TO_PLAIN), WIDE)
        elif sign == "…":
            self._put("...", DOTS)
        else:
            self._copy(self.at + 1)

    def _quote(self, sign: str) -> None:
        """Take a string as a whole: what is in it stays, and its quotes become plain."""
        family = _FAMILIES[sign]
        if not self.language.python and self._in_name():  # an apostrophe
            self._copy(self.at + 1)
        elif self.language.python and self._triple(family):
            self._string(family, _TRIPLE, self._closing_run(family))
        elif sign == family:
            end = self._closing({family}, lines=self.language.lines)
            self._string(family, 1, self._closing(_curly(family)) if end is None else end)
        else:
            end = self._closing(_curly(family))
            end = self._closing({family}) if end is None else end
            self._string(self._outer(family, end), 1, end)

    def _string(self, quote: str, size: int, end: int | None) -> None:
        """Put a string whose closing quotes begin at `end`; where there are none, only its first sign as it is."""
        if end is None or not quote:
            self._copy(self.at + size)
            return
        inside = self.text[self.at + size : end]
        for start in (self.at, end):
            self.counted[QUOTES] += sum(sign != quote for sign in self.text[start : start + size])
        self.out.append(quote * size + inside + quote * size)
        self.at = end + size

    def _outer(self, family: str, end: int | None) -> str:
        """Choose the plain quote around what stood in curly ones: one that is not in it; empty where both are."""
        inside = self.text[self.at + 1 : end]
        other = "'" if family == '"' else '"'
        return next((quote for quote in (family, other) if quote not in inside), "")

    def _triple(self, family: str) -> bool:
        """Tell whether a string in three quotes begins here; a curly quote in plain ones (`'‘'`) begins none."""
        sign, then = self.text[self.at : self.at + 1], self.text[self.at + 1 : self.at + 2]
        return self._run(self.at, family) >= _TRIPLE and (sign != family or then == family)

    def _closing(self, signs: set[str], *, lines: bool = False) -> int | None:
        """Find the first of `signs` behind the one that stands here, on this line unless `lines`."""
        at = self.at + 1
        while at < len(self.text):
            sign = self.text[at]
            if sign in signs:
                return at
            if sign in "\r\n" and not lines:
                return None
            at += 2 if sign == "\\" and self.language.escapes else 1
        return None

    def _closing_run(self, family: str) -> int | None:
        """Find three quotes of a family behind the three that stand here."""
        at, opened = self.at + _TRIPLE, self.text[self.at : self.at + _TRIPLE]
        while at < len(self.text):
            plain = self.text.startswith(family * _TRIPLE, at)
            if plain or (self._run(at, family) >= _TRIPLE and (opened != family * _TRIPLE or self._never(at, family))):
                return at
            at += 2 if self.text[at] == "\\" else 1
        return None

    def _never(self, at: int, family: str) -> bool:
        """Tell whether three plain quotes come nowhere behind: then three curly ones must have been meant to close."""
        return family * _TRIPLE not in self.text[at:]

    def _run(self, at: int, family: str) -> int:
        size = 0
        while at + size < len(self.text) and _FAMILIES.get(self.text[at + size]) == family:
            size += 1
        return size

    def _in_name(self, besides: frozenset[str] = frozenset()) -> bool:
        """Tell whether a letter, digit or underscore stands before, whatever of `besides` lies between."""
        before = self.text[: self.at].rstrip("".join(besides)) if besides else self.text[: self.at]
        return before[-1:].isalnum() or before[-1:] == "_"

    def _line_end(self, at: int) -> int:
        return next((place for place in range(at, len(self.text)) if self.text[place] in "\r\n"), len(self.text))

    def _copy(self, end: int) -> None:
        self.out.append(self.text[self.at : end])
        self.at = end

    def _put(self, plain: str, kind: str) -> None:
        self.counted[kind] += 1
        self.out.append(plain)
        self.at += 1
        if plain == self.language.comment:
            self._copy(self._line_end(self.at))


def _curly(family: str) -> set[str]:
    return {sign for sign, plain in _FAMILIES.items() if plain == family and sign != family}
