"""Turn the chat's flavour of markdown into safe HTML; it is no browser and fetches nothing.

Only the tags written here can come out: whatever else stands in a text is escaped and shown as it was typed.
"""
# ruff: noqa: ARG001, FBT001 - the rules have the shape the library calls them in

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, blockquote, heading, list_block
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name

LONGEST_RENDERED = 12_000
"""Texts of more characters than this are shown as they were typed, so that no text can buy much time."""

_LANGUAGE = re.compile(
    r"bash|c|console|cpp|css|csv|diff|docker|go|html|ini|java|javascript|js|json|julia|make|md|py|pycon|python|r"
    r"|rust|sh|shell|sql|text|toml|ts|typescript|xml|yaml|yml"
)
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_BARE_LINK = re.compile(r"://[^\s<>\"|*`]+[^\s<>\"|*`.,:;!?'\])}]")
_QUOTE = re.compile(r">(?: |$)")
_HEADING = re.compile(r"#{1,3} +\S")
_ITEM = re.compile(r"(?:[-*]|\d{1,9}\.) +\S")
_REFERENCE = re.compile(
    r"<(?:@!?(?P<user>\d{1,20})|@&(?P<role>\d{1,20})|#(?P<channel>\d{1,20})"
    r"|/(?P<command>[^\s:<>][^:<>]{0,98}):\d{1,20}|a?:(?P<emoji>\w{1,32}):\d{1,20}"
    r"|t:(?P<unix>-?\d{1,13})(?::(?P<style>[tTdDfFR]))?)>"
)
_MARKS = re.compile(r"^(?:#{1,3}|-#|>{1,3}|[-*]) +|\*\*|__|~~|\|\||`+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in mentions are called: id → name, for each kind."""

    users: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)


def to_html(text: str, names: Names) -> str:
    """Render a message's text.

    Args:
        text: what was written, at most `LONGEST_RENDERED` characters are read as markdown.
        names: the names to show for mentioned ids; an unknown id reads "unknown".

    Returns:
        HTML that is safe to put into the page: no script, no style, no address but http and https.
    """
    text = text.replace("\0", "�")
    if len(text) > LONGEST_RENDERED:
        return f"<p>{escape(text)}</p>"
    return str(_parser().render(_fences_on_their_own_lines(text), {"names": names})).strip("\n")


def to_words(text: str, names: Names) -> str:
    """Give a text's bare words in one line: no marks, names for mentioned ids, no times."""
    named = _REFERENCE.sub(lambda found: _called(found, names), text)
    return " ".join(_MARKS.sub("", named).split())


def _called(found: re.Match[str], names: Names) -> str:
    kind = str(found.lastgroup)
    sign, known = {
        "user": ("@", names.users),
        "role": ("@", names.roles),
        "channel": ("#", names.channels),
    }.get(kind, ("", {}))
    return sign + known.get(found[kind], "unknown") if sign else ""


def _fences_on_their_own_lines(text: str) -> str:
    """Move ``` marks to lines of their own, as the chat reads them; a mark without partner stays text."""
    text = _whole_quote(text)
    pieces = text.split("```")
    if len(pieces) % 2 == 0:
        last = pieces.pop()
        pieces[-1] += r"\`\`\`" + last
    for at in range(1, len(pieces), 2):
        before, code, after = pieces[at - 1 : at + 2]
        prefix = re.search(r"(?:^|\n)([> ]*)$", before)
        lead = prefix[1] if prefix else ""
        if prefix is None:
            pieces[at - 1] = before + "\n"
        if not re.match(r"[\w+#.-]*\n", code):
            code = "\n" + lead + code
        if not re.search(r"\n[> ]*$", code):
            code += "\n" + lead
        if after.strip(" ") and not after.startswith("\n"):
            pieces[at + 1] = "\n" + lead + after
        pieces[at] = code
    return "```".join(pieces)


def _whole_quote(text: str) -> str:
    """Write a `>>> ` quote, which runs to the end, as lines that are each quoted."""
    head, mark, rest = ("\n" + text).partition("\n>>> ")
    if not mark or head.count("```") % 2:
        return text
    return f"{head}\n> ".removeprefix("\n") + rest.replace("\n", "\n> ")


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Quote only what starts with `> `, and never inside something else."""
    return state.level == 0 and bool(_QUOTE.match(_line(state, start))) and blockquote(state, start, end, silent)


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Know three sizes of headings."""
    return bool(_HEADING.match(_line(state, start))) and heading(state, start, end, silent)


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Know `- `, `* ` and `1. `, with something behind them."""
    return bool(_ITEM.match(_line(state, start))) and list_block(state, start, end, silent)


def _small(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a `-# ` line as small print."""
    line = _line(state, start)
    if not line.startswith("-# ") or not line[3:].strip():
        return False
    if not silent:
        state.line = start + 1
        state.push("small_open", "p", 1).attrSet("class", "small")
        inline = state.push("inline", "", 0)
        inline.content, inline.children = line[3:].strip(), []
        state.push("small_close", "p", -1)
    return True


def _quote_ends(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """End a quote at the first line without its mark."""
    return silent


def _item_ends(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """End a list item at the first line that is not indented below it."""
    return silent and state.sCount[start] < state.blkIndent


def _spoiler(state: StateInline, silent: bool) -> bool:
    """Read `||hidden||`."""
    start, end = state.pos, state.posMax
    if not state.src.startswith("||", start):
        return False
    close = state.src.find("||", start + 2, end)
    if close <= start + 2:
        return False
    if not silent:
        state.push("spoiler_open", "span", 1).attrSet("class", "spoiler")
        state.pos, state.posMax = start + 2, close
        state.md.inline.tokenize(state)
        state.posMax = end
        state.push("spoiler_close", "span", -1)
    state.pos = close + 2
    return True


def _bare_link(state: StateInline, silent: bool) -> bool:
    """Link a web address that stands in the text."""
    if silent or state.linkLevel:
        return False
    scheme = re.search(r"(?<![A-Za-z0-9])https?$", state.pending[-6:], re.IGNORECASE)
    rest = _BARE_LINK.match(state.src, state.pos, state.posMax) if scheme else None
    if scheme is None or rest is None:
        return False
    shown = scheme[0] + rest[0]
    address = state.md.normalizeLink(shown)
    if not state.md.validateLink(address):
        return False
    state.pending = state.pending[: -len(scheme[0])]
    state.push("link_open", "a", 1).attrSet("href", address)
    state.push("text", "", 0).content = shown
    state.push("link_close", "a", -1)
    state.pos = rest.end()
    return True


def _reference(state: StateInline, silent: bool) -> bool:
    """Read what stands between < and >: mentions, commands, emoji and points in time."""
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("reference", "", 0).meta = match.groupdict()
    state.pos = match.end()
    return True


class _Renderer(RendererHTML):
    """The tags that can come out, one method for each that differs from the library's."""

    def heading_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Put headings below those of the page around them."""
        size = int(tokens[idx].tag[1])
        return f'<h{size + 3} class="h{size}">'

    def heading_close(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Close what `heading_open` opened."""
        return f"</h{int(tokens[idx].tag[1]) + 3}>\n"

    def strong_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Tell `__underlined__` from `**bold**`."""
        return "<u>" if tokens[idx].markup == "__" else "<strong>"

    def strong_close(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Close what `strong_open` opened."""
        return "</u>" if tokens[idx].markup == "__" else "</strong>"

    def softbreak(self, *_: object) -> str:
        """Keep every line break; the page keeps the spaces."""
        return "<br>"

    def hardbreak(self, *_: object) -> str:
        """Keep every line break."""
        return "<br>"

    def link_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Open links elsewhere, and tell nobody where from."""
        address = escape(str(tokens[idx].attrGet("href")))
        return f'<a href="{address}" target="_blank" rel="noopener noreferrer nofollow">'

    def spoiler_open(self, *_: object) -> str:
        """Hide a spoiler until it is asked for, by keyboard too."""
        return '<span class="spoiler" role="button" tabindex="0" aria-label="Spoiler, hidden">'

    def fence(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Colour code of a known language."""
        language = tokens[idx].info.strip().lower()
        code = tokens[idx].content.strip("\n")
        lexer = _lexer(language)
        body = highlight(code, lexer, _FORMATTER).rstrip("\n") if lexer else escape(code)
        name = f' data-language="{language}"' if lexer else ""
        return f"<pre{name}><code>{body}</code></pre>\n"

    def reference(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        """Show what an id is called, and a time that the page puts into the reader's own words."""
        found, names = tokens[idx].meta, env["names"]
        if found["unix"] is not None:
            return _time(found["unix"], found["style"] or "f")
        if found["emoji"]:
            return f":{found['emoji']}:"
        if found["command"]:
            return _mention("/", found["command"])
        if found["channel"]:
            return _place(found["channel"], names.channels.get(found["channel"]))
        if found["role"]:
            return _mention("@", names.roles.get(found["role"]))
        return _mention("@", names.users.get(found["user"]))


_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)


@cache
def _lexer(language: str) -> Lexer | None:
    return get_lexer_by_name(language) if _LANGUAGE.fullmatch(language) else None


def _mention(sign: str, name: str | None) -> str:
    return f'<span class="mention">{sign}{escape(name or "unknown")}</span>'


def _place(channel: str, name: str | None) -> str:
    """Show a channel that is known, so that the page can go there."""
    if name is None:
        return _mention("#", None)
    return f'<span class="mention" role="link" tabindex="0" data-channel="{channel}">#{escape(name)}</span>'


def _time(unix: str, style: str) -> str:
    try:
        moment = datetime.fromtimestamp(int(unix), UTC)
    except (ValueError, OverflowError, OSError):
        return escape(f"<t:{unix}:{style}>")
    return (
        f'<time datetime="{moment:%Y-%m-%dT%H:%M:%SZ}" data-unix="{int(unix)}" data-style="{style}">'
        f"{moment:%Y-%m-%d %H:%M} UTC</time>"
    )


class _Parser(MarkdownIt):
    """The library's parser, for which an address is a web address or none."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        """Allow http and https alone."""
        return bool(_WEB.match(url))


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("zero", {"breaks": True, "maxNesting": 20}, renderer_cls=_Renderer)
    parser.enable(["fence", "newline", "escape", "backticks", "strikethrough", "emphasis", "link", "autolink"])
    block = parser.block.ruler
    anywhere: RuleOptionsType = {"alt": ["paragraph", "blockquote", "list"]}
    block.before("paragraph", "small", _small, anywhere)
    block.before("paragraph", "quote", _quote, anywhere)
    block.before("paragraph", "title", _heading, anywhere)
    block.before("paragraph", "items", _list, {"alt": ["paragraph", "blockquote"]})
    block.before("paragraph", "quote_ends", _quote_ends, {"alt": ["blockquote"]})
    block.before("paragraph", "item_ends", _item_ends, {"alt": ["paragraph"]})
    parser.inline.add_terminator_char("|")
    parser.inline.ruler.push("spoiler", _spoiler)
    parser.inline.ruler.push("bare_link", _bare_link)
    parser.inline.ruler.before("autolink", "reference", _reference)
    return parser
