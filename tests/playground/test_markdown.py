"""The chat's markdown becomes HTML in which nothing but our own tags can stand."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.markdown import LONGEST_RENDERED, Names, to_html, to_words
from tests.work import steps

MOST_STEPS = 4_000_000
NAMES = Names(users={"111": "Ada <b>"}, roles={"5": "Quiz"}, channels={"222": "general"})


def html(text: str) -> str:
    return to_html(text, NAMES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**b** *i* _i_ __u__ ~~s~~", "<p><strong>b</strong> <em>i</em> <em>i</em> <u>u</u> <s>s</s></p>"),
        ("**A**  It falls\n**B**", "<p><strong>A</strong>  It falls<br><strong>B</strong></p>"),
        ("# One\n### Three", '<h4 class="h1">One</h4>\n<h6 class="h3">Three</h6>'),
        ("#### four\n#none", "<p>#### four<br>#none</p>"),
        ("-# small **b**\nnext", '<p class="small">small <strong>b</strong></p>\n<p>next</p>'),
        ("before\n-# small", '<p>before</p>\n<p class="small">small</p>'),
        ("-# \nnext", "<p>-#<br>next</p>"),
        ("- a\n- b\nafter", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>after</p>"),
        ("+ 5\n2) x\n-", "<p>+ 5<br>2) x<br>-</p>"),
        ("3. c", '<ol start="3">\n<li>c</li>\n</ol>'),
        ("> q\nafter", "<blockquote>\n<p>q</p>\n</blockquote>\n<p>after</p>"),
        ("> > q", "<blockquote>\n<p>&gt; q</p>\n</blockquote>"),
        ("a\n>>> b\nc", "<p>a</p>\n<blockquote>\n<p>b<br>c</p>\n</blockquote>"),
        (">quiet", "<p>&gt;quiet</p>"),
        ("`a <b> *c*`", "<p><code>a &lt;b&gt; *c*</code></p>"),
        ("||", "<p>||</p>"),
        ("||||", "<p>||||</p>"),
        (r"\*x\* \<@111>", "<p>*x* &lt;@111&gt;</p>"),
        ("&amp; &#x3c;", "<p>&amp;amp; &amp;#x3c;</p>"),
        ("a\\\nb", "<p>a<br>b</p>"),
        ("", ""),
    ],
)
def test_the_chats_flavour(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\na  b\n\n  c\n```", "<pre><code>a  b\n\n  c</code></pre>"),
        ("see ```x = 1``` there", "<p>see</p>\n<pre><code>x = 1</code></pre>\n<p>there</p>"),
        ("```py\nx = 1```", '<pre data-language="py"><code><span class="n">x</span>'),
        ("```nonsense\n<b>\n```", "<pre><code>&lt;b&gt;</code></pre>"),
        ("> ```\n> a\n> ```\nb", "<blockquote>\n<pre><code>a</code></pre>\n</blockquote>\n<p>b</p>"),
        ("``` unclosed *i*", "<p>``` unclosed <em>i</em></p>"),
        ("```\n>>> 1\n```", "<pre><code>&gt;&gt;&gt; 1</code></pre>"),
    ],
)
def test_code_stands_apart(text: str, expected: str) -> None:
    assert html(text).startswith(expected)


def test_mentions_say_names_and_unknown_ids_say_so() -> None:
    said = html("<@111> <@!9> <@&5> <#222> </bank add:12> <:ok:7> <a:ok:7>")
    general = '<span class="mention" role="link" tabindex="0" data-channel="222">#general</span>'
    assert re.sub(r"<span class=\"mention\">(.*?)</span>", r"{\1}", said) == (
        f"<p>{{@Ada &lt;b&gt;}} {{@unknown}} {{@Quiz}} {general} {{/bank add}} :ok: :ok:</p>"
    )


def test_bare_words_are_one_line_without_marks() -> None:
    said = "## Quiz · **Trees**\n-# starts <t:0:R>\n> <@111>, <@&5> and <@9> in <#222>: `f(x)` <:ok:7>\n- 2 * 3"
    assert to_words(said, NAMES) == "Quiz · Trees starts @Ada <b>, @Quiz and @unknown in #general: f(x) 2 * 3"


def test_times_are_left_to_the_reader() -> None:
    assert html("<t:1795600800:R>") == (
        '<p><time datetime="2026-11-25T10:00:00Z" data-unix="1795600800" data-style="R">2026-11-25 10:00 UTC</time></p>'
    )
    assert 'data-style="f"' in html("<t:0>")
    assert html("<t:9999999999999:R>") == "<p>&lt;t:9999999999999:R&gt;</p>"


@pytest.mark.parametrize(
    "text",
    [
        "[x](https://example.org/a)",
        "https://example.org/a",
        "(https://example.org/a).",
        "<https://example.org/a>",
        "**https://example.org/a**",
        "||https://example.org/a||",
    ],
)
def test_web_addresses_are_links_that_tell_nobody(text: str) -> None:
    assert '<a href="https://example.org/a" target="_blank" rel="noopener noreferrer nofollow">' in html(text)


def test_a_link_holds_no_second_link() -> None:
    assert html("[see https://a.example](https://b.example)").count("<a ") == 1


def test_a_link_may_say_what_any_text_may() -> None:
    assert re.sub(r"<a .*?>", "<a>", html("[||x|| <@&5> </a:1> *i*](https://b.example)")) == (
        '<p><a><span class="spoiler" role="button" tabindex="0" aria-label="Spoiler, hidden">x</span> '
        '<span class="mention">@Quiz</span> <span class="mention">/a</span> <em>i</em></a></p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,hi)",
        "[x](//example.org)",
        "[x](/people/world)",
        "[x](https://)",
        "<javascript:alert(1)>",
        "<mail@example.org>",
        "xhttp://example.org",
        "ftp://example.org",
        "https://",
        "https:///x",
    ],
)
def test_other_addresses_stay_text(text: str) -> None:
    assert "<a" not in html(text)


def test_a_spoiler_can_be_reached_by_keyboard() -> None:
    assert html("||so **it** is||") == (
        '<p><span class="spoiler" role="button" tabindex="0" aria-label="Spoiler, hidden">'
        "so <strong>it</strong> is</span></p>"
    )


def test_a_very_long_text_is_shown_as_typed() -> None:
    assert html("*x* <b>" * LONGEST_RENDERED) == f"<p>{'*x* &lt;b&gt;' * LONGEST_RENDERED}</p>"


class Tags(HTMLParser):
    """Everything that a browser would take for markup."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: set[tuple[str, str, str]] = set()
        self.open: list[str] = []
        self.deepest = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {(tag, name, value or "") for name, value in attrs} or {(tag, "", "")}
        if tag != "br":
            self.open.append(tag)
            self.deepest = max(self.deepest, len(self.open))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


ALLOWED = {
    "p": {"", "class"}, "br": {""}, "strong": {""}, "em": {""}, "u": {""}, "s": {""}, "code": {""},
    "pre": {"", "data-language"}, "blockquote": {""}, "ul": {""}, "ol": {"", "start"}, "li": {""},
    "h4": {"class"}, "h5": {"class"}, "h6": {"class"}, "a": {"href", "target", "rel"},
    "span": {"class", "role", "tabindex", "aria-label", "data-channel", ""},
    "time": {"datetime", "data-unix", "data-style"},
}  # fmt: skip


def only_ours(text: str) -> None:
    tags = Tags(text)
    for tag, name, value in tags.seen:
        assert name in ALLOWED[tag], (tag, name, value)
        if name == "href":
            assert value.lower().startswith(("http://", "https://"))
        if name == "data-channel":
            assert value.isdecimal()
    assert tags.open == []
    assert tags.deepest <= 60


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '[x](https://example.org/"onmouseover="alert(1))',
    "[<img src=x onerror=alert(1)>](https://example.org)",
    "https://example.org/<script>alert(1)</script>",
    "https://example.org/\"onclick='alert(1)'",
    "```html\n<script>alert(1)</script>\n```",
    '```py" onload="alert(1)\nx\n```',
    "`<script>`",
    "</p></div><script>alert(1)</script>",
    "<@111><script>",
    '</a"><script>:1>',
    "<:<b>:1> <t:1:<b>>",
    "\0<script\0>",
    "<!-- --><![CDATA[ ]]><?php ?>",
    "&lt;script&gt; &#60;script&#62;",
    "-# <script>\n# <script>\n> <script>\n- <script>\n||<script>||",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    only_ours(html(text))


def test_a_hostile_name_stays_text() -> None:
    bad = {"1": "</span><script>alert(1)</script>"}
    only_ours(to_html("<@1> <@&1> <#1>", Names(users=bad, roles=bad, channels=bad)))


@given(st.lists(st.sampled_from([*"*_~|`#>-[]()<>!\\\n ab1", "```", "https://a.b", "<@1>", "<t:1:R>", ">>> "])))
def test_any_mixture_of_marks_gives_balanced_tags_of_ours(pieces: list[str]) -> None:
    only_ours(html("".join(pieces)))


@given(st.text(max_size=300))
def test_any_text_gives_tags_of_ours(text: str) -> None:
    only_ours(html(text))


@pytest.mark.parametrize(
    "piece",
    ["[", "||", "> ", "- ", "*a_", "**", "`", "```", "[a](", "<@", "![", "- a\n", "http://", "||a", "~~a", "[||", "[`",
     "[a](https://x.y)", "__a*", "<t:1:R>", "\\", "-# ", ">>> ", "1. "],
)  # fmt: skip
def test_no_nesting_buys_much_time(piece: str) -> None:
    text = (piece * 4000)[:4000]
    assert steps(lambda: only_ours(html(text))) < MOST_STEPS
