import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.render.output import LINE, LINES, block, cut, inline, revealed

HOSTILE = "a`\x00\x1b[31m\u202e\u200b\u3164\x7f\x85\u0301\t\r\n\ud800@everyone <@1> "


def test_what_is_hidden_becomes_visible() -> None:
    assert revealed("plain\nlines") == "plain\nlines"
    assert revealed("\x1b[31mred\x00\x7f") == "␛[31mred␀␡"
    assert revealed("a\u202eb\u200bc\ufeff\x85") == "a\\u202eb\\u200bc\\ufeff\\x85"
    assert revealed("\u3164\u2800") == "\\u3164\\u2800"
    assert revealed("a\tb\r\nc\rd") == "a   b\nc\nd"
    assert revealed("z\u0301\u0302\u0303\u0304\u0305é") == "z\u0301\u0302\ufffdé"
    assert revealed("\ud800\U000f0000") == "\\ud800\\uf0000"
    assert revealed("naïve 漢字 🙂 𝑥") == "naïve 漢字 🙂 𝑥"


def test_a_long_text_keeps_its_head_and_tail() -> None:
    shown = cut("\n".join(f"line {n}" for n in range(1000)), 300)
    lines = shown.text.split("\n")
    assert (lines[0], lines[-1], shown.cut) == ("line 0", "line 999", True)
    left = next(line for line in lines if line.startswith("…"))
    assert left == f"… {1000 - len(lines) + 1} lines left out …"
    assert cut("a\nb\n", 300).text == "a\nb"
    assert not cut("a\nb\n", 300).cut
    assert cut("x\n" * 41, 3000).cut


def test_a_long_line_keeps_its_ends() -> None:
    shown = cut("a" * 1000 + "b" * 1000, 1500)
    assert shown.text.startswith("aaa")
    assert shown.text.endswith("bbb")
    assert "characters …" in shown.text
    assert (len(shown.text) <= LINE, shown.cut) == (True, True)


def test_one_line_left_out_is_one_line() -> None:
    text = "\n".join(["x" * 40, "y" * 90, "z" * 30])
    assert "… 1 line left out …" in cut(text, 150).text


def test_nothing_leaves_its_block() -> None:
    assert block("a```b``````", "python").count("```") == 2
    assert inline("a`b\nc") == "`a'b↵c`"
    assert inline("") == "` `"
    assert inline("x" * 100, 10) == f"`{'x' * 9}…`"


@given(st.text(HOSTILE, max_size=400), st.integers(100, 1500))
def test_whatever_is_written_fits_and_hides_nothing(text: str, limit: int) -> None:
    shown = cut(text, limit)
    assert len(shown.text) <= limit
    assert len(shown.text.split("\n")) <= LINES + 1
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in shown.text if sign != "\n")
    assert block(shown.text).count("```") == 2
    assert block(shown.text).endswith("\n```")
