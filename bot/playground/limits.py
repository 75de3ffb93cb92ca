"""Discord's limits that its OpenAPI document leaves out, as pure checks of request bodies."""

from collections.abc import Iterator
from typing import Any

from bot.playground.records import COMPONENTS_V2
from bot.playground.refusal import Fault

CONTENT_LIMIT = 2000
V2_TEXT_LIMIT = 4000
COMPONENT_LIMIT = 40
ROW_LIMIT = 5
EMBED_TEXT_LIMIT = 6000
MODAL_PARTS_LIMIT = 5
COMMAND_TEXT_LIMIT = 8000
COMMAND_LIMITS = {1: 100, 2: 15, 3: 15, 4: 1}
CREATES_A_DAY = 200
CHOICE_LIMIT = 25
CHOICE_VALUE_LIMIT = 100
_ROW, _TEXT = 1, 10
_V2_KINDS = frozenset({9, 10, 11, 12, 13, 14, 17})
_PRESETS = {5: ("user",), 6: ("role",), 7: ("user", "role"), 8: ("channel",)}
_Where = tuple[str | int, ...]
_Placed = tuple[_Where, dict[str, Any]]


def walk(components: Any, where: _Where = ("components",)) -> Iterator[_Placed]:
    """Yield every component with its path, outer ones first."""
    for index, component in enumerate(components or ()):
        place = (*where, index)
        yield place, component
        yield from walk(component.get("components"), (*place, "components"))
        for inside in ("accessory", "component"):
            if isinstance(component.get(inside), dict):
                yield (*place, inside), component[inside]


def message_faults(body: dict[str, Any], flags: int) -> Iterator[Fault]:
    """Judge the body of a message to be sent or edited.

    Args:
        body: content, embeds, components and so on; its shape is known to be right.
        flags: the message's flags once the body is taken over.
    """
    content = body.get("content") or ""
    if len(content) > CONTENT_LIMIT:
        yield Fault(("content",), "BASE_TYPE_MAX_LENGTH", f"Must be {CONTENT_LIMIT} or fewer in length.")
    placed = list(walk(body.get("components")))
    if flags & COMPONENTS_V2:
        for key in ("content", "embeds", "poll", "sticker_ids"):
            if body.get(key):
                yield Fault(
                    (key,),
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
        yield from _v2_faults(placed)
    else:
        yield from _legacy_faults(body, placed)
    yield from _row_faults(placed)
    yield from _id_faults(placed)
    yield from _embed_faults(body)


def _v2_faults(placed: list[_Placed]) -> Iterator[Fault]:
    if len(placed) > COMPONENT_LIMIT:
        say = f"The total number of components exceeds the limit of {COMPONENT_LIMIT}"
        yield Fault(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", say)
    text = sum(len(each.get("content", "")) for _, each in placed if each["type"] == _TEXT)
    if text > V2_TEXT_LIMIT:
        say = f"The total displayable text exceeds the limit of {V2_TEXT_LIMIT} characters"
        yield Fault(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", say)


def _legacy_faults(body: dict[str, Any], placed: list[_Placed]) -> Iterator[Fault]:
    for where, component in placed:
        if component["type"] in _V2_KINDS:
            say = "This component needs MessageFlags.IS_COMPONENTS_V2"
            yield Fault((*where, "type"), "UNION_TYPE_CHOICES", say)
    if len(body.get("components") or ()) > ROW_LIMIT:
        yield Fault(("components",), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {ROW_LIMIT} in length.")


def _row_faults(placed: list[_Placed]) -> Iterator[Fault]:
    """A row holds up to five buttons or one select."""
    for where, component in placed:
        inside = component.get("components", ()) if component["type"] == _ROW else ()
        if len(inside) > 1 and any(each["type"] != 2 for each in inside):  # noqa: PLR2004 - 2 is a button
            yield Fault((*where, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The row is too wide")


def _id_faults(placed: list[_Placed]) -> Iterator[Fault]:
    custom: set[str] = set()
    numbers: set[int] = set()
    for where, component in placed:
        own = component.get("custom_id")
        if own is not None and own in custom:
            say = "Component custom id cannot be duplicated"
            yield Fault((*where, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", say)
        number = component.get("id")
        if number and number in numbers:
            yield Fault((*where, "id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
        custom.add(own or "")
        numbers.add(number or 0)
        custom.discard("")
    for where, component in placed:
        yield from _choice_faults(where, component)
        yield from _preset_faults(where, component)


def _choice_faults(where: _Where, component: dict[str, Any]) -> Iterator[Fault]:
    """The options of a select differ, and no more may be chosen than there are."""
    options = component.get("options")
    if not options:
        return
    values = [each.get("value") for each in options]
    for index, value in enumerate(values):
        if value in values[:index]:
            say = "The specified option value is already used"
            yield Fault((*where, "options", index, "value"), "COMPONENT_OPTION_VALUE_DUPLICATED", say)
    least = component.get("min_values")
    least = 1 if least is None else least
    most = component.get("max_values") or 1
    if component["type"] == 3 and most > len(options):  # noqa: PLR2004 - 3 is a string select
        yield Fault((*where, "max_values"), "NUMBER_TYPE_MAX", "There are fewer options than that")
    if least > most:
        yield Fault((*where, "min_values"), "NUMBER_TYPE_MAX", "More must be chosen than may be")


def _preset_faults(where: _Where, component: dict[str, Any]) -> Iterator[Fault]:
    """A select of people, roles or channels begins with as many as may be chosen, each of the right kind."""
    preset = component.get("default_values")
    if not preset:
        return
    least = component.get("min_values")
    if not (1 if least is None else least) <= len(preset) <= (component.get("max_values") or 1):
        yield Fault((*where, "default_values"), "BASE_TYPE_BAD_LENGTH", "Too few or too many default values")
    kinds = _PRESETS.get(component["type"], ())
    for index, each in enumerate(preset):
        if each.get("type") not in kinds:
            place = (*where, "default_values", index, "type")
            yield Fault(place, "BASE_TYPE_CHOICES", f"Value must be one of {kinds}")


def _embed_faults(body: dict[str, Any]) -> Iterator[Fault]:
    total = 0
    for embed in body.get("embeds") or ():
        total += len(embed.get("title") or "") + len(embed.get("description") or "")
        total += len((embed.get("footer") or {}).get("text") or "")
        total += len((embed.get("author") or {}).get("name") or "")
        total += sum(len(each["name"]) + len(each["value"]) for each in embed.get("fields") or ())
    if total > EMBED_TEXT_LIMIT:
        say = f"Embed size exceeds maximum size of {EMBED_TEXT_LIMIT}"
        yield Fault(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", say)


def modal_faults(data: dict[str, Any]) -> Iterator[Fault]:
    """Judge a modal; paths start at its data."""
    if len(data["components"]) > MODAL_PARTS_LIMIT:
        say = f"Must be between 1 and {MODAL_PARTS_LIMIT} in length."
        yield Fault(("components",), "BASE_TYPE_BAD_LENGTH", say)
    yield from _id_faults(list(walk(data["components"])))


def choice_faults(data: dict[str, Any]) -> Iterator[Fault]:
    """Judge the choices that an autocomplete offers; Discord's document allows longer values."""
    for index, choice in enumerate(data.get("choices") or ()):
        value = choice.get("value")
        if isinstance(value, str) and len(value) > CHOICE_VALUE_LIMIT:
            say = f"Must be {CHOICE_VALUE_LIMIT} or fewer in length."
            yield Fault(("choices", index, "value"), "BASE_TYPE_MAX_LENGTH", say)


def command_faults(commands: list[dict[str, Any]]) -> Iterator[Fault]:
    """Judge a whole set of commands that is to replace another."""
    for kind, limit in COMMAND_LIMITS.items():
        if sum((each.get("type") or 1) == kind for each in commands) > limit:
            say = f"Maximum number of application commands reached ({limit})"
            yield Fault((), "APPLICATION_COMMANDS_MAX", say)
    seen: set[tuple[int, str]] = set()
    for index, command in enumerate(commands):
        key = (command.get("type") or 1, command["name"])
        if key in seen:
            say = "Application command names must be unique"
            yield Fault((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", say)
        seen.add(key)
        if _text_of(command) > COMMAND_TEXT_LIMIT:
            say = f"Command exceeds maximum size ({COMMAND_TEXT_LIMIT})"
            yield Fault((index,), "APPLICATION_COMMAND_TOO_LARGE", say)
        if key[0] == 1:
            yield from _slash_faults(command, (index,))


def _slash_faults(part: dict[str, Any], where: _Where) -> Iterator[Fault]:
    if not part.get("description"):
        yield Fault((*where, "description"), "BASE_TYPE_REQUIRED", "This field is required")
    name = part["name"]
    if name != name.lower() or not all(letter.isalnum() or letter in "-_" for letter in name):
        say = "Command name is invalid"
        yield Fault((*where, "name"), "APPLICATION_COMMAND_INVALID_NAME", say)
    optional_seen = False
    names: set[str] = set()
    for index, option in enumerate(part.get("options") or ()):
        place = (*where, "options", index)
        required = bool(option.get("required"))
        if required and optional_seen:
            say = "Required options must be placed before non-required options"
            yield Fault(place, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", say)
        optional_seen = optional_seen or not required
        if option["name"] in names:
            yield Fault(
                (*place, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name is used twice"
            )
        names.add(option["name"])
        yield from _slash_faults(option, place)


def _text_of(part: dict[str, Any]) -> int:
    """Count the text of a command and all in it; of several languages the longest counts."""
    total = 0
    for key in ("name", "description"):
        several = [part.get(key) or "", *(part.get(f"{key}_localizations") or {}).values()]
        total += max(len(each) for each in several)
    for choice in part.get("choices") or ():
        total += len(choice["name"]) + len(str(choice["value"]))
    return total + sum(_text_of(option) for option in part.get("options") or ())
