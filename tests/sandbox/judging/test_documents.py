"""Dockerfiles and YAML, read as values or refused with their line."""

from typing import Any

import pytest

from bot.sandbox.inside.documents import Instruction, dockerfile, documents
from bot.sandbox.inside.reading import Unreadable


def test_a_dockerfile_is_its_instructions() -> None:
    stages = "FROM python:$V AS build\nrun a && \\\n    # why\n    b\nFROM x\nCOPY --from=build /a /b"
    text = f'# a comment\nARG V=3\n{stages}\nCMD ["a", "b"]'
    read = dockerfile(text)
    assert read.instructions == [
        Instruction("ARG", "V=3", 2),
        Instruction("FROM", "python:$V AS build", 3),
        Instruction("RUN", "a && b", 4),
        Instruction("FROM", "x", 7),
        Instruction("COPY", "--from=build /a /b", 8),
        Instruction("CMD", '["a", "b"]', 9, ["a", "b"]),
    ]
    assert [[one.name for one in stage] for stage in read.stages] == [["FROM", "RUN"], ["FROM", "COPY", "CMD"]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "It holds no instruction."),
        ("# only a comment", "It holds no instruction."),
        ("RUN a", "Line 1: RUN comes before FROM."),
        ("FROM a\nFOO b", "Line 2: FOO is no instruction of a Dockerfile."),
        ("FROM a\n\nRUN", "Line 3: RUN is given nothing."),
        ("FROM a\nRUN <<EOF\na\nEOF", "Line 2: here-documents are not read here; join commands with && instead."),
        ("# escape=`\nFROM a", "Line 1: the escape directive is not read here."),
        ("FROM a\nCMD ['a']", "Line 2: the exec form is a JSON list of texts in double quotes."),
        ("FROM a\nCMD []", "Line 2: the exec form is a JSON list of texts in double quotes."),
    ],
)
def test_what_is_no_dockerfile_is_refused(text: str, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        dockerfile(text)
    assert str(refused.value) == says


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on: push", {"on": "push"}),
        (
            "a: no\nb: 010\nc: 12:30\nd: 2026-01-01\ne: 0x1f",
            {"a": "no", "b": "010", "c": "12:30", "d": "2026-01-01", "e": "0x1f"},
        ),
        (
            "[1, -2, 1.5, 1e3, .5, true, False, null, ~, '1', '']",
            [1, -2, 1.5, 1000.0, 0.5, True, False, None, None, "1", ""],
        ),
        ("a:\n  - b\n", {"a": ["b"]}),
        ("x: &x {a: 1}\ny: {<<: *x, b: 2}", {"x": {"a": 1}, "y": {"a": 1, "b": 2}}),
        ("a:\nb: ", {"a": None, "b": None}),
    ],
)
def test_yaml_is_read_without_surprises(text: str, value: Any) -> None:
    assert documents(text) == [value]


def test_several_documents_are_read() -> None:
    assert documents("a: 1\n---\nb: 2\n") == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "It is empty."),
        ("a: 1\nb: 2\na: 3", "Line 3: the key a comes twice."),
        ("{[1]: 2}", "Line 1: a key is a list or a map."),
        ("a: [1", "Line 1: expected ',' or ']', but got '<stream end>'."),
        ("a: 1\n\tb: 2", "Line 2: found character '\\t' that cannot start any token."),
        ("a: !!python/object:os.system x", "Line 1: could not determine a constructor for the tag"),
        ("a: *b", "Line 1: found undefined alias 'b'."),
        ("\x07", "it is no YAML."),
        ("a: &a 1\nb: [" + "*a, " * 101 + "]", "It holds more than 100 aliases."),
        ("\n" + "[" * 300, "Line 2: it is nested more than 60 deep."),
    ],
)
def test_what_is_no_yaml_is_refused(text: str, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        documents(text)
    assert says in str(refused.value)
