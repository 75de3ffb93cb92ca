"""Files of other languages as values: a Dockerfile's instructions and YAML's documents, read by well-kept libraries."""

import io
import json
import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import yaml
from dockerfile_parse import DockerfileParser

from bot.sandbox.inside.reading import Unreadable

INSTRUCTIONS = frozenset(
    {"ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "ONBUILD", "RUN"}
    | {"SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"}
)
MOST_ALIASES = 100
MOST_DEPTH = 60


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction of a Dockerfile.

    Attributes:
        name: In capitals, such as `RUN`.
        args: What follows it, with its flags, continued lines joined by one blank.
        line: Its first line, from 1.
        words: The words of the exec form, such as `["python", "-m", "app"]`; None for the shell form.
    """

    name: str
    args: str
    line: int
    words: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Dockerfile:
    """A Dockerfile.

    Attributes:
        instructions: All of them, in order; comments are none.
        stages: The instructions of each stage, each beginning with its FROM.
    """

    instructions: list[Instruction] = field(default_factory=list)

    @property
    def stages(self) -> list[list[Instruction]]:
        """Give the stages."""
        found: list[list[Instruction]] = []
        for one in self.instructions:
            if one.name == "FROM":
                found.append([])
            if found:
                found[-1].append(one)
        return found


def dockerfile(text: str) -> Dockerfile:
    """Read a Dockerfile.

    Raises:
        Unreadable: It is none, or uses here-documents or the escape directive, which are not read here.
    """
    if re.match(r"\s*#\s*escape\s*=", text, re.IGNORECASE):
        raise Unreadable("Line 1: the escape directive is not read here.")
    file = io.BytesIO(f"{text}\n".encode())
    parts = [part for part in DockerfileParser(fileobj=file).structure if part["instruction"] != "COMMENT"]
    read = [_instruction(part) for part in parts]
    if not read:
        raise Unreadable("It holds no instruction.")
    first = next((one for one in read if one.name != "ARG"), read[0])
    if first.name != "FROM":
        raise Unreadable(f"Line {first.line}: {first.name} comes before FROM.")
    return Dockerfile(read)


def _instruction(part: dict[str, Any]) -> Instruction:
    name, line = part["instruction"].upper(), part["startline"] + 1
    args = re.sub(r"\s*\\[ \t]*\n\s*", " ", part["content"].strip()).partition(" ")[2].strip()
    if name not in INSTRUCTIONS:
        raise Unreadable(f"Line {line}: {name[:30]} is no instruction of a Dockerfile.")
    if not args:
        raise Unreadable(f"Line {line}: {name} is given nothing.")
    if name in ("RUN", "COPY", "ADD") and re.search(r"<<-?[\"']?\w", args):
        raise Unreadable(f"Line {line}: here-documents are not read here; join commands with && instead.")
    return Instruction(name, args, line, _words(name, args, line))


def _words(name: str, args: str, line: int) -> list[str] | None:
    """Give the words of the exec form; a list that is no JSON is refused, for Docker would take it as a shell line."""
    if name not in ("RUN", "CMD", "ENTRYPOINT", "SHELL") or not args.startswith("["):
        return None
    try:
        words = json.loads(args)
    except ValueError:
        words = None
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        raise Unreadable(f"Line {line}: the exec form is a JSON list of texts in double quotes.")
    return words


class _Loader(yaml.SafeLoader):
    """Reads the types that cannot surprise: true and false, whole and other numbers, null; all else is text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (as the library has it)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        """Read a map, and refuse a key that comes twice."""
        seen: set[Any] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True) if key.tag != "tag:yaml.org,2002:merge" else None
            if not isinstance(name, Hashable) or (name is not None and name in seen):
                said = f"the key {name} comes twice" if isinstance(name, Hashable) else "a key is a list or a map"
                raise Unreadable(f"Line {key.start_mark.line + 1}: {said}.")
            seen.add(name)
        return super().construct_mapping(node, deep=deep)


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?((0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("merge", r"<<", "<"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


def _measure(text: str) -> None:
    """Refuse what would take long to read: deep nesting, and many aliases."""
    depth = aliases = 0
    for event in yaml.parse(text, _Loader):
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 0
            raise Unreadable(f"Line {line}: it is nested more than {MOST_DEPTH} deep.")
        if aliases > MOST_ALIASES:
            raise Unreadable(f"It holds more than {MOST_ALIASES} aliases.")


def documents(text: str) -> list[Any]:
    """Read the documents of a YAML text.

    Words such as `on` and `no`, dates, times and numbers with leading zeros stay text.

    Raises:
        Unreadable: It is no YAML, holds a key twice, a tag of its own, too much nesting, too many aliases, or nothing.
    """
    try:
        _measure(text)
        found = list(yaml.load_all(text, _Loader))
    except yaml.YAMLError as cause:
        mark = getattr(cause, "problem_mark", None)
        problem = getattr(cause, "problem", None) or "it is no YAML"
        raise Unreadable(f"{f'Line {mark.line + 1}: ' if mark else ''}{problem}."[:200]) from cause
    if not found:
        raise Unreadable("It is empty.")
    return found
