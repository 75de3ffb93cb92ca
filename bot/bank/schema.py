"""From a written tree to a model, or to faults in our own words; and the JSON Schema that helps editors."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.bank.load import MAX_FAULTS
from bot.bank.models import MODELS, Model, infer
from bot.bank.node import Items, Node, Path, Scalar, Table, at, brief, line_of, plain
from bot.rules.errors import Fault
from bot.rules.question import QuestionType

NO_KEY = "give `right` and `wrong`, or `answer`; see `order`, `match`, `points`, `stages` and `solution` for the others"

_WANTED = {
    "string_type": "write text",
    "string_sub_type": "write text",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "int_parsing": "write a whole number",
    "float_type": "write a number",
    "finite_number": "write a finite number",
    "bool_type": "write true or false",
    "list_type": "write a list",
    "dict_type": "write `key: value` pairs",
    "model_type": "write `key: value` pairs",
    "model_attributes_type": "write `key: value` pairs",
    "string_too_short": "write something here, or remove the key",
    "string_too_long": "keep it to {max_length} characters",
    "too_short": "give at least {min_length}",
    "too_long": "give at most {max_length}",
    "greater_than": "write a number above {gt}",
    "greater_than_equal": "write {ge} or more",
    "less_than_equal": "write {le} or less",
    "literal_error": "write {expected}",
}
_PATTERNS = {
    "id": "use small letters, digits and single hyphens: precision-and-recall",
    "tags": "use small letters, digits and single hyphens",
}
_A_NAME = "name it with letters, digits and _ after a first letter, at most 31"


def read_model(where: str, node: Node, implied: Mapping[str, str]) -> tuple[Model | None, list[Fault]]:
    """Read one question.

    Args:
        where: The file, for the faults.
        node: What stands there.
        implied: Keys that the place gives, such as `topic`; a written one wins.

    Returns:
        The model, or None and every fault of its form.
    """
    if not isinstance(node, Table):
        return None, [Fault(where, node.line, "E01", "a question is a list of keys", "start with `- id: …`")]
    document = {**implied, **plain(node)}
    name = document["id"] if isinstance(document.get("id"), str) else ""
    kind = infer(document)
    if kind is None:
        return None, [Fault(where, node.line, "E01", "there is no answer key", NO_KEY, name)]
    try:
        return MODELS[kind].model_validate(document), []
    except ValidationError as refused:
        return None, [
            Fault(where, line, code, what, mend, name) for line, code, what, mend in _told(refused, node, kind)
        ]


def schema() -> dict[str, Any]:
    """Give the JSON Schema of a question file, for editors."""
    model: TypeAdapter[list[Model]] = TypeAdapter(list[Model])
    written = model.json_schema(by_alias=True)
    for name, definition in written["$defs"].items():
        if name.endswith("Model"):
            definition["required"] = [key for key in definition.get("required", []) if key != "topic"]
    untitled: dict[str, Any] = _untitled(written)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Questions of one topic", **untitled}


def _untitled(value: Any) -> Any:
    """Leave the titles out that pydantic makes of names: an editor shows the names already."""
    if isinstance(value, dict):
        return {key: _untitled(each) for key, each in value.items() if key != "title" or not isinstance(each, str)}
    return [_untitled(each) for each in value] if isinstance(value, list) else value


def _told(refused: ValidationError, node: Table, kind: QuestionType) -> Iterator[tuple[int, str, str, str]]:
    """Give line, code, what and mend of every place at fault; several complaints of one place become one."""
    places: dict[Path, list[Any]] = {}
    for error in refused.errors(include_url=False)[:MAX_FAULTS]:
        places.setdefault(_place(node, error), []).append(error)
    for path, errors in places.items():
        line = line_of(node, path)
        yield line, *_sentence(path, errors, node, kind)


def _place(node: Table, error: Any) -> Path:
    """Give the part of a complaint's path that stands in the tree, with the missing key where it is one."""
    path: Path = ()
    for step in error["loc"]:
        if at(node, (*path, step)) is None:
            break
        path = (*path, step)
    return (*path, error["loc"][-1]) if error["type"] == "missing" else path


def _sentence(path: Path, errors: list[Any], node: Table, kind: QuestionType) -> tuple[str, str, str]:
    error, label = errors[0], _label(path)
    found = at(node, path) or node
    match error["type"]:
        case "ours":
            what, _, mend = error["msg"].partition("|")
            return "E01", what if what.startswith("`") else f"{label} {what}", mend
        case "missing":
            return "E01", f"{label} is missing", f"add `{path[-1]}: …`"
        case "extra_forbidden":
            return _unknown(path, found, node, kind)
        case "string_pattern_mismatch":
            wanted = _PATTERNS.get(str(path[0]), _A_NAME)
            seen = f"the key `{brief(str(path[-1]))}`" if error["loc"][-1] == "[key]" else f"{label} is {_seen(found)}"
            return "E01", seen, wanted
        case _:
            return _wrong_kind(label, errors, found)


def _unknown(path: Path, found: Node, node: Table, kind: QuestionType) -> tuple[str, str, str]:
    key, parent = str(path[-1]), at(node, path[:-1]) if path[:-1] else node
    cut = isinstance(parent, Table) and parent.flow and isinstance(found, Scalar) and found.plain and found.raw == ""
    if cut:
        return "E18", f"a comma made the key `{brief(key)}` of this text", "put the text in quotes"
    if len(path) > 1:
        return "E01", f"{_label(path)} is an unknown key", "remove it, or mend its spelling"
    known = MODELS[kind].model_fields
    near = difflib.get_close_matches(key, known, n=1)
    if near:
        return "E01", f"unknown key `{brief(key)}`", f"did you mean `{near[0]}`?"
    everywhere = {name for model in MODELS.values() for name in model.model_fields}
    what = f"a {kind} question takes no `{key}`" if key in everywhere else f"unknown key `{brief(key)}`"
    return "E01", what, "remove it"


def _wrong_kind(label: str, errors: list[Any], found: Node) -> tuple[str, str, str]:
    wants_text = any(error["type"] in {"string_type", "string_sub_type"} for error in errors)
    if wants_text and isinstance(found, Scalar) and found.value in (True, False):
        return "E18", f"{label} is read as the truth value {found.raw}", "put it in quotes"
    if wants_text and isinstance(found, Table) and len(found.values) == 1 and not found.flow:
        return "E18", f"a colon and a space made a mapping of {label}", "put the text in quotes"
    mends = dict.fromkeys(_mend(error) for error in errors)
    return "E01", f"{label} is {_seen(found)}", " or ".join(mends)


def _mend(error: Any) -> str:
    wanted = _WANTED.get(error["type"])
    return wanted.format(**error.get("ctx", {})) if wanted else "mend its form"


def _seen(found: Node) -> str:
    """Say what stands there."""
    match found:
        case Items():
            return f"a list of {len(found.items)}"
        case Table():
            return "a mapping"
        case Scalar() if found.value is None:
            return "empty"
        case Scalar():
            return f"`{brief(found.raw)}`"


def _label(path: Path) -> str:
    if not path:
        return "the question"
    label = ""
    for step in path:
        label += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if label else str(step)
    return f"`{brief(label, 60)}`"
