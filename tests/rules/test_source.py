import pytest

from bot.rules.code import ArtefactTask
from bot.rules.errors import RuleBroken
from bot.rules.source import code_block, imported, language_of, profile_for, taken, text_of, versions_for
from tests.samples import CODE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("```python\nprint(1)\n```", "print(1)"),
        ("see:\n```py\na\n\nb\n``` and ```\nc\n```", "a\n\nb"),
        ("```\nx\n```", "x"),
        ("```print(1)```", "print(1)"),
        ("```python\r\nx\r\n```", "x"),
        ("```python\nnever closed", "never closed"),
        ("``````", ""),
        ("no code `x` here", None),
        ("", None),
    ],
)
def test_the_first_fenced_block_is_found(text: str, code: str | None) -> None:
    assert code_block(text) == code


def test_typed_text_is_mended_and_bytes_are_not() -> None:
    assert taken("“a”").data == b'"a"'
    assert taken("“a”").mended == (("curly quote", 2),)
    assert taken("“a”".encode()).data == "“a”".encode()
    assert taken("a —b", "git").data == b"a --b"
    assert taken("\ud800").data == b"\xed\xa0\x80"
    assert text_of(b"\xff") == "\ufffd"


@pytest.mark.parametrize(("given", "code"), [("", "empty"), (b" \n", "empty"), ("é" * 200_000, "too_long")])
def test_nothing_and_too_much_are_refused(given: str | bytes, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        taken(given)
    assert refusal.value.code == code


def test_imports_are_read_off_the_lines() -> None:
    source = b"import numpy as np, os.path\nfrom sklearn.svm import SVC\n  import torch.nn\nprint('import x')\nimport ,"
    assert imported(source) == {"numpy", "os", "sklearn", "torch"}
    assert imported(b"\xff\0") == frozenset()
    versions = {"Python": "3", "NumPy": "2", "scikit-learn": "1", "pandas": "3"}
    assert versions_for(source, versions) == {"Python": "3", "NumPy": "2", "scikit-learn": "1"}
    assert profile_for(source, {"base"}) == "base"
    assert profile_for(source, {"base", "torch"}) == "torch"
    assert profile_for(b"x", {"base", "torch"}) == "base"


def test_an_artefact_is_written_in_its_own_language() -> None:
    assert language_of(None) == language_of(CODE.body) == "python"  # type: ignore[arg-type]  # a task, as it happens
    assert language_of(ArtefactTask("sql", "", "", "")) == "sql"
