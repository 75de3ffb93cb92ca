"""Discord's own OpenAPI document as a judge of requests and answers; what it misses stands in `limits`."""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from bot.playground.refusal import Fault

_URN = "urn:discord"
_CLIENT_ERROR = 400
_CHOICES = ("BASE_TYPE_CHOICES", "This value is not one of those allowed: {message}")
_LONG = ("BASE_TYPE_MAX_LENGTH", "Must be {limit} or fewer in length.")
_BRIEF = ("BASE_TYPE_MIN_LENGTH", "Must be {limit} or more in length.")
_SENTENCES = {
    "maxLength": _LONG,
    "maxItems": _LONG,
    "minLength": _BRIEF,
    "minItems": _BRIEF,
    "enum": _CHOICES,
    "const": _CHOICES,
    "oneOf": _CHOICES,
    "anyOf": _CHOICES,
    "maximum": ("NUMBER_TYPE_MAX", "int value should be less than or equal to {limit}."),
    "minimum": ("NUMBER_TYPE_MIN", "int value should be greater than or equal to {limit}."),
}
# Clients may send an id as a number, and discord.py does; Discord itself always writes strings.
_ANY_SNOWFLAKE = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$", "minimum": 0}
_NOT_NULL = {"not": {"type": "null"}}


def find_document() -> Path | None:
    """Look for Discord's OpenAPI document where DISCORD_OPENAPI says, else beside the repository.

    Returns:
        Its path, or None when there is none: then nothing is validated against it.
    """
    named = os.environ.get("DISCORD_OPENAPI")
    beside = Path(__file__).parents[2].parent / "shared" / "discord-openapi.json"
    path = Path(named) if named else beside
    return path if path.is_file() else None


@cache
def load_contract(path: Path | None) -> "Contract":
    """Read the document once per process; without one nothing is ever at fault."""
    return Contract(json.loads(path.read_bytes()) if path is not None else None)


class Contract:
    """Validators for every route, compiled when first needed and kept."""

    def __init__(self, document: dict[str, Any] | None) -> None:
        """Take a parsed OpenAPI 3.1 document, or None to accept everything."""
        self._paths: dict[str, Any] = {}
        self._validators: dict[tuple[str, str, str], jsonschema_rs.Validator | None] = {}
        self.validates = document is not None
        if document is not None:
            schemas = document["components"]["schemas"]
            clear = _discriminated({"components": {"schemas": schemas}, "paths": document["paths"]}, schemas)
            self._answers = jsonschema_rs.Registry([(_URN, {"components": clear["components"]})])
            lenient = {**clear["components"]["schemas"], "SnowflakeType": _ANY_SNOWFLAKE}
            self._requests = jsonschema_rs.Registry([(_URN, {"components": {"schemas": lenient}})])
            self._paths = clear["paths"]

    def request_faults(self, method: str, template: str, body: Any) -> tuple[Fault, ...]:
        """Judge a request body.

        Args:
            method: as in "POST".
            template: the route as the document writes it, as in "/users/@me".
            body: the parsed JSON.
        """
        return self._faults(method, template, "request", body)

    def answer_faults(self, method: str, template: str, status: int, body: Any) -> tuple[Fault, ...]:
        """Judge an answer of this server; an undescribed status is a fault too."""
        if not self.validates:
            return ()
        responses = self._operation(method, template).get("responses", {})
        if status >= _CLIENT_ERROR:
            return self._faults(method, template, "4XX", body)
        if str(status) not in responses:
            return (Fault((), "STATUS", f"{status} is no answer of {method} {template}"),)
        return self._faults(method, template, str(status), body)

    def _operation(self, method: str, template: str) -> dict[str, Any]:
        found: dict[str, Any] = self._paths.get(template, {}).get(method.lower(), {})
        return found

    def _faults(self, method: str, template: str, part: str, body: Any) -> tuple[Fault, ...]:
        key = (method, template, part)
        if key not in self._validators:
            self._validators[key] = self._compile(*key)
        validator = self._validators[key]
        if validator is None or validator.is_valid(body):
            return ()
        return tuple(dict.fromkeys(_fault(error) for error in validator.iter_errors(body)))

    def _compile(self, method: str, template: str, part: str) -> jsonschema_rs.Validator | None:
        """Find the schema of a part of an operation; None where the document asks for nothing."""
        operation = self._operation(method, template)
        if part == "request":
            content = operation.get("requestBody", {}).get("content", {})
        elif part == "4XX":
            # Discord's `errors` tree carries words for codes; its own document wrongly wants numbers there.
            content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
        else:
            content = operation.get("responses", {}).get(part, {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        if schema is None or not self.validates:
            return None
        absolute = json.loads(json.dumps(schema).replace('"#/components/', f'"{_URN}#/components/'))
        return jsonschema_rs.validator_for(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **absolute},
            registry=self._requests if part == "request" else self._answers,
        )


def _discriminated(node: Any, schemas: dict[str, Any]) -> Any:
    """Rewrite unions so that `type` is looked at first: a fault then names the field, not the union."""
    if isinstance(node, list):
        return [_discriminated(each, schemas) for each in node]
    if not isinstance(node, dict):
        return node
    plain = {key: _discriminated(value, schemas) for key, value in node.items()}
    for word in ("oneOf", "anyOf"):
        branches = plain.get(word)
        if isinstance(branches, list):
            clear = _union(branches, schemas)
            if clear is not None:
                del plain[word]
                plain.setdefault("allOf", [])
                plain["allOf"] = [*plain["allOf"], clear]
    return plain


def _union(branches: list[dict[str, Any]], schemas: dict[str, Any]) -> dict[str, Any] | None:
    """Write a union as conditions; None where its branches cannot be told apart by `type`."""
    kinds = [branch for branch in branches if branch != {"type": "null"}]
    nullable = len(kinds) < len(branches)
    if len(kinds) == 1:
        clear: dict[str, Any] = kinds[0]
    elif all("$ref" in kind for kind in kinds):
        types = [_types(schemas[kind["$ref"].rsplit("/", 1)[1]]) for kind in kinds]
        flat = [each for several in types for each in several]
        if not all(types) or len(set(flat)) < len(flat):
            # The forms of a webhook's body differ only in what they leave out: the first has it all.
            return kinds[0] if kinds[0]["$ref"].endswith("/IncomingWebhookRequestPartial") else None
        clear = {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"enum": flat}},
            "allOf": [_when(several, kind) for several, kind in zip(types, kinds, strict=True)],
        }
    else:
        return None
    return {"if": _NOT_NULL, "then": clear} if nullable else clear


def _types(schema: dict[str, Any]) -> list[int]:
    found: list[int] = schema.get("properties", {}).get("type", {}).get("enum", [])
    return found if "type" in schema.get("required", []) else []


def _when(types: list[int], then: dict[str, Any]) -> dict[str, Any]:
    return {"if": {"properties": {"type": {"enum": types}}, "required": ["type"]}, "then": then}


def _fault(error: jsonschema_rs.ValidationError) -> Fault:
    """Say what a validator found in Discord's words."""
    where = tuple(error.instance_path)
    kind: Any = error.kind
    if kind.name == "required":
        return Fault((*where, kind.property), "BASE_TYPE_REQUIRED", "This field is required")
    code, sentence = _SENTENCES.get(kind.name, ("BASE_TYPE_CONVERT", "{message}"))
    return Fault(where, code, sentence.format(limit=getattr(kind, "limit", ""), message=_short(error)))


def _short(error: jsonschema_rs.ValidationError) -> str:
    return error.message if len(error.message) <= 200 else error.message[:199] + "…"  # noqa: PLR2004


def describe(faults: tuple[Fault, ...]) -> Iterator[str]:
    """Write faults as lines "components.0.label: Must be …"."""
    for fault in faults:
        yield ".".join(str(step) for step in fault.where) + f": {fault.message}"
