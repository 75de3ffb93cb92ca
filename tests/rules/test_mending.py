import ast
import io
import tokenize
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.mending import LANGUAGES, mend

TRICKY = "ab1_ \n\r\t\\\"'“”„‘’«»＂＇—–−-\u00a0\u200b\u2028\u3000（）：，＃３…#/*=()[]{}.fr"


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("print(“hi”)", 'print("hi")'),
        ("print(‘hi’)", "print('hi')"),
        ("print(„hi“)", 'print("hi")'),
        ("x = “it’s”", 'x = "it’s"'),
        ('x = “say "hi"”', "x = 'say \"hi\"'"),
        ("x = “”", 'x = ""'),
        ("“““doc\nmore”””\nx = 1", '"""doc\nmore"""\nx = 1'),
        ('""“doc”""', '"""doc"""'),
        ('"""doc”””', '"""doc"""'),
        ('print("hi”)', 'print("hi")'),
        ('print(“hi")', 'print("hi")'),
        ("x = 5 — 3 − 1 – 2", "x = 5 - 3 - 1 - 2"),
        ("x\u00a0=\u202f1\u200b", "x = 1"),
        ("a\u2028b", "a\nb"),
        ("print（１，２）", "print(1,2)"),
        ("x１ = ２", "x１ = 2"),
        ("＃ note — “kept”", "# note — “kept”"),
        ("x[1, …]", "x[1, ...]"),
        ("f(a, b=“c”)  # don’t — “touch”", 'f(a, b="c")  # don’t — “touch”'),
    ],
)
def test_what_a_phone_typed_becomes_plain(typed: str, plain: str) -> None:
    assert mend(typed).text == plain


@pytest.mark.parametrize(
    "source",
    [
        "x = '“quoted” — …'",
        '"""“doc” —\u00a0\n"a" \'b\' """\n',
        "x = 'don\\'t — “”'  # “—”\n",
        "r'\\\\' + '—'\n",
        "x = '‘', \"”\"\n",
        "x = '‘' + '’'\n",
        'f"{x}—“”"',
        "\ufeffx = 1\n",
        '"""curly ””” inside\n"""\n',
    ],
)
def test_strings_and_comments_stay(source: str) -> None:
    assert mend(source).text == source
    assert mend(source).what == ()


@pytest.mark.parametrize(
    "broken", ["x = “open", "x = ”a\\”", "“say \"a\" 'b'”", "“““never closed", '"""never closed', "it’s"]
)
def test_what_cannot_be_paired_is_left(broken: str) -> None:
    assert mend(broken).text == broken


def test_what_was_mended_is_counted() -> None:
    assert mend("print(“a”) — １…\u00a0").what == (
        ("curly quote", 2),
        ("long dash", 1),
        ("odd space", 1),
        ("full-width sign", 1),
        ("ellipsis", 1),
    )


@pytest.mark.parametrize(
    ("language", "typed", "plain"),
    [
        ("sql", "SELECT ‘a’ — all\nFROM t", "SELECT 'a' -- all\nFROM t"),
        ("sql", "SELECT 'it''s\n— “x”'", "SELECT 'it''s\n— “x”'"),
        ("sql", "-- “kept” —\nSELECT “a”", '-- “kept” —\nSELECT "a"'),
        ("git", "merge —no-ff topic", "merge --no-ff topic"),
        ("git", "commit -m “it’s done”", 'commit -m "it’s done"'),
        ("yaml", "name: don’t  # “x”\nvalue: “yes”", 'name: don’t  # “x”\nvalue: "yes"'),
        ("yaml", "it's: 'a — b'", "it's: 'a — b'"),
        ("dockerfile", "RUN echo “hi” —flag", 'RUN echo "hi" --flag'),
    ],
)
def test_other_languages_keep_their_own_strings(language: str, typed: str, plain: str) -> None:
    assert mend(typed, language).text == plain


@given(st.text(TRICKY, max_size=60), st.sampled_from(sorted(LANGUAGES)))
def test_mending_again_changes_nothing(text: str, language: str) -> None:
    once = mend(text, language)
    assert mend(once.text, language).text == once.text
    assert (once.what == ()) == (once.text == text)


@given(st.lists(st.text(TRICKY, max_size=12), max_size=4), st.sampled_from(["repr", "double", "triple", "comment"]))
def test_nothing_of_sound_python_is_touched(words: list[str], form: str) -> None:
    made: Callable[[str], str] = {
        "repr": repr,
        "double": lambda text: '"' + repr(text)[1:-1].replace('"', '\\"').replace("\\'", "'") + '"',
        "triple": lambda text: '"""' + text.replace("\\", "").replace('"', "").replace("\r", "") + '"""',
        "comment": lambda text: "1  # " + "".join(text.split()),
    }[form]
    source = "".join(f"x = {made(word)}\n" for word in words)
    try:
        ast.parse(source)
    except SyntaxError:
        return
    assert mend(source).text == source


@given(st.text(TRICKY, max_size=60))
def test_a_whole_string_keeps_its_content(text: str) -> None:
    """Strings that Python reads in the typed text are the same in the mended one, as long as both can be read."""
    mended = mend(text).text
    try:
        before, after = _strings(text), _strings(mended)
    except (tokenize.TokenError, SyntaxError):
        return
    if _sound(text):
        assert after == before


def _sound(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def _strings(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [token.string for token in tokens if token.type in (tokenize.STRING, tokenize.COMMENT)]
