import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.render.output import LINE, ROWS, WIDTH, block, cut, inline, revealed

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
    shown = cut("\n".join(f"line {n}" for n in range(1000)), 400)
    lines = shown.text.split("\n")
    assert (lines[0], lines[-1], shown.cut) == ("line 0", "line 999", True)
    left = next(line for line in lines if line.startswith("…"))
    assert left == f"… {1000 - len(lines) + 1} lines left out …"
    assert cut("a\nb\n", 400).text == "a\nb"
    assert not cut("a\nb\n", 400).cut
    assert cut("x\n" * 41, 3000).cut
    assert cut(f"{'x' * 100}\n" * 14, 3000).cut


def test_a_long_line_keeps_its_ends() -> None:
    shown = cut("a" * 1000 + "b" * 1000, 1500)
    assert shown.text.startswith("aaa")
    assert shown.text.endswith("bbb")
    assert "characters …" in shown.text
    assert (len(shown.text) <= LINE, shown.cut) == (True, True)


def test_one_line_left_out_is_one_line() -> None:
    text = "\n".join(["a"] * 26 + ["b" * (WIDTH + 1)] + ["c"] * 13)
    assert cut(text, 1500).text.replace("\n", "") == f"{'a' * 26}… 1 line left out …{'c' * 13}"


def test_of_long_lines_something_is_always_shown() -> None:
    for text in ("a" * 900, "a" * 900 + "\n" + "b" * 900, ("c" * 500 + "\n") * 50):
        shown = cut(text, 500).text
        assert shown.startswith(text[:40])
        assert shown.endswith(text.rstrip()[-20:])


def test_nothing_leaves_its_block() -> None:
    assert block("a```b``````", "python").count("```") == 2
    assert inline("a`b\nc") == "`a'b↵c`"
    assert inline("") == "` `"
    assert inline("x" * 100, 10) == f"`{'x' * 9}…`"


@given(st.text(HOSTILE, max_size=400), st.integers(400, 1500))
def test_whatever_is_written_fits_and_hides_nothing(text: str, limit: int) -> None:
    shown = cut(text, limit)
    assert len(shown.text) <= limit
    assert sum(max(1, -(-len(line) // WIDTH)) for line in shown.text.split("\n")) <= ROWS + 1
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in shown.text if sign != "\n")
    assert block(shown.text).count("```") == 2
    assert block(shown.text).endswith("\n```")
