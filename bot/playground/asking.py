"""What people can ask of the bot, turned into interactions' data; what Discord's client refuses is refused here."""

import math
from collections.abc import Mapping
from typing import Any

from bot.playground.files import Upload
from bot.playground.limits import walk
from bot.playground.records import Channel, Message
from bot.playground.stage import Stage
from bot.playground.views import allows, commands_view

_SLASH, _ON_USER, _ON_MESSAGE = 1, 2, 3
_SUBCOMMAND, _GROUP = 1, 2
_STRING, _INTEGER, _BOOLEAN, _USER, _CHANNEL, _ROLE, _MENTIONABLE, _NUMBER, _ATTACHMENT = range(3, 12)
_BUTTON, _LINK = 2, 5
_STRING_SELECT, _USER_SELECT, _ROLE_SELECT, _MENTIONABLE_SELECT, _CHANNEL_SELECT = 3, 5, 6, 7, 8
_TEXT_INPUT, _FILE_UPLOAD, _RADIO, _CHECKBOXES, _CHECKBOX = 4, 19, 21, 22, 23
_LABEL, _ROW = 18, 1
_NAMES_OF_KINDS = {
    _USER_SELECT: ("users",),
    _ROLE_SELECT: ("roles",),
    _MENTIONABLE_SELECT: ("users", "roles"),
    _CHANNEL_SELECT: ("channels",),
}
_NAMES_OF_OPTIONS = {
    _USER: ("users",),
    _CHANNEL: ("channels",),
    _ROLE: ("roles",),
    _MENTIONABLE: ("users", "roles"),
}
Uploaded = Mapping[str, list[Upload]]


class NotPossible(Exception):  # a sentence for the person who tried
    """Something that a person cannot do here."""

    def __init__(self, status: int, sentence: str) -> None:
        """Refuse with an HTTP status and a sentence."""
        super().__init__(sentence)
        self.status = status


class Asking:
    """Builds the data of interactions from what one member gave."""

    def __init__(self, stage: Stage, member: str, channel: Channel) -> None:
        """Ask as a member in a channel."""
        self._stage = stage
        self._member = member
        self._channel = channel
        self._resolved: dict[str, dict[str, Any]] = {}

    def command(self, path: str, values: dict[str, Any], files: Uploaded) -> dict[str, Any]:
        """Use a slash command, named by its space-separated path."""
        root, steps, leaf = self._find(path)
        wanted = leaf.get("options") or []
        stray = {*values, *files} - {each["name"] for each in wanted}
        if stray:
            raise NotPossible(400, f"/{path} has no option {min(stray)}")
        options = []
        for option in wanted:
            name = option["name"]
            if name in files or values.get(name) is not None:
                value = self._value(option, values.get(name), files.get(name, []))
                options.append({"name": name, "type": option["type"], "value": value})
            elif option.get("required"):
                raise NotPossible(400, f"the option {name} is required")
        return self._command_data(root, steps, options)

    def autocomplete(self, path: str, values: dict[str, Any], focused: str) -> dict[str, Any]:
        """Ask for choices while an option is being typed."""
        root, steps, leaf = self._find(path)
        wanted = {each["name"]: each for each in leaf.get("options") or []}
        if not wanted.get(focused, {}).get("autocomplete"):
            raise NotPossible(409, f"{focused} offers nothing while typing")
        options: list[dict[str, Any]] = []
        for name, option in wanted.items():
            if name == focused:
                typed = str(values.get(name) or "")
                options.append({"name": name, "type": option["type"], "value": typed, "focused": True})
            elif values.get(name) is not None:
                options.append({"name": name, "type": option["type"], "value": values[name]})
        return self._command_data(root, steps, options)

    def context(self, name: str, target: str, message: Message | None) -> dict[str, Any]:
        """Use a command of the menu on a message, or without one on the member with this id.

        A message is resolved with all that it says, whatever the bot may read otherwise.
        """
        kind = _ON_USER if message is None else _ON_MESSAGE
        every = commands_view(self._stage.world, self._member)
        found = next((each for each in every if each["type"] == kind and each["name"] == name), None)
        if found is None:
            raise NotPossible(404, f"there is no “{name}” for you")
        if not allows(self._stage.world, found, self._member, self._channel):
            raise NotPossible(403, f"“{name}” cannot be used here")
        if message is None:
            self._named(target, ("users",))
        else:
            self._resolved["messages"] = {target: self._stage.payloads.message(message)}
        own = {"guild_id": found["guild_id"]} if "guild_id" in found else {}
        data = {"id": found["id"], "name": name, "type": kind, "target_id": target, "options": [], **own}
        return data | self._with_resolved()

    def click(self, message: Message, custom_id: str, values: list[str] | None) -> dict[str, Any]:
        """Press a button or choose in a select."""
        part = next((each for _, each in walk(message.components) if each.get("custom_id") == custom_id), None)
        if part is None:
            raise NotPossible(409, "that is not on this message")
        if part.get("disabled"):
            raise NotPossible(409, "that is disabled")
        data: dict[str, Any] = {"component_type": part["type"], "custom_id": custom_id, "id": part["id"]}
        if part["type"] == _BUTTON:
            return data
        data["values"] = self._chosen(part, values or [])
        return data | self._with_resolved()

    def submit(self, modal: dict[str, Any], fields: dict[str, Any], files: Uploaded) -> dict[str, Any]:
        """Fill in a modal."""
        parts = []
        for number, part in enumerate(modal["components"], start=1):
            written: dict[str, Any] = {"type": part["type"], "id": part.get("id") or number}
            if part["type"] == _LABEL:
                written["component"] = self._field(part["component"], fields, files)
            elif part["type"] == _ROW:
                written["components"] = [self._field(each, fields, files) for each in part["components"]]
            parts.append(written)
        return {"custom_id": modal["custom_id"], "components": parts, "resolved": self._resolved}

    # commands

    def _find(self, path: str) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any]]:
        """Find a command: its root, the steps below it, and the part that has the options."""
        words = path.split()
        every = commands_view(self._stage.world, self._member)
        slash = [each for each in every if each["type"] == _SLASH]
        root = next((each for each in slash if words and each["name"] == words[0]), None)
        if root is None:
            raise NotPossible(404, f"there is no /{path} for you")
        if not allows(self._stage.world, root, self._member, self._channel):
            raise NotPossible(403, f"/{path} cannot be used here")
        steps: list[dict[str, Any]] = []
        leaf = root
        for word in words[1:]:
            branches = [each for each in leaf.get("options") or [] if each["type"] in (_SUBCOMMAND, _GROUP)]
            below = next((each for each in branches if each["name"] == word), None)
            if below is None:
                raise NotPossible(404, f"there is no /{path}")
            steps.append(below)
            leaf = below
        if any(each["type"] in (_SUBCOMMAND, _GROUP) for each in leaf.get("options") or []):
            raise NotPossible(404, f"/{path} needs a subcommand")
        return root, steps, leaf

    def _command_data(
        self, root: dict[str, Any], steps: list[dict[str, Any]], options: list[dict[str, Any]]
    ) -> dict[str, Any]:
        for step in reversed(steps):
            options = [{"name": step["name"], "type": step["type"], "options": options}]
        own = {"guild_id": root["guild_id"]} if "guild_id" in root else {}
        data = {"id": root["id"], "name": root["name"], "type": 1, "options": options, **own}
        return data | self._with_resolved()

    def _value(self, option: dict[str, Any], value: Any, files: list[Upload]) -> Any:
        kind, name = option["type"], option["name"]
        if kind == _ATTACHMENT:
            if len(files) != 1:
                raise NotPossible(400, f"{name} takes one file")
            return self._attached(files[0])
        if kind in _NAMES_OF_OPTIONS:
            return self._named(str(value), _NAMES_OF_OPTIONS[kind], option.get("channel_types"))
        value = _typed(kind, name, value)
        choices = option.get("choices")
        if choices and value not in [each["value"] for each in choices]:
            raise NotPossible(400, f"{name} is not one of the choices")
        size = len(value) if kind == _STRING else value
        bounds = ("min_length", "max_length") if kind == _STRING else ("min_value", "max_value")
        _bounded(name, size, option.get(bounds[0]), option.get(bounds[1]))
        return value

    # components

    def _chosen(self, part: dict[str, Any], values: list[str]) -> list[str]:
        least = part["min_values"] if part.get("min_values") is not None else 1
        if not least <= len(values) <= (part.get("max_values") or 1) or len(set(values)) < len(values):
            raise NotPossible(400, "that is too few or too many")
        return [self._choice(part, value) for value in values]

    def _choice(self, part: dict[str, Any], value: str) -> str:
        if part["type"] in _NAMES_OF_KINDS:
            return self._named(value, _NAMES_OF_KINDS[part["type"]], part.get("channel_types"))
        if value not in [each["value"] for each in part["options"]]:
            raise NotPossible(400, "that is not one of the options")
        return value

    # modals

    def _field(self, part: dict[str, Any], fields: dict[str, Any], files: Uploaded) -> dict[str, Any]:
        name, kind = part["custom_id"], part["type"]
        value = fields.get(name)
        required = part.get("required") is not False
        written: dict[str, Any] = {"type": kind, "custom_id": name, "id": part.get("id") or 1}
        if kind == _TEXT_INPUT:
            return written | {"value": _text(part, value, required=required)}
        if kind == _CHECKBOX:
            return written | {"value": bool(value)}
        if kind == _RADIO:
            chosen = [] if value is None else [str(value)]
            values = self._several(part, chosen, required=required)
            return written | {"value": values[0] if values else None}
        if kind == _FILE_UPLOAD:
            return written | {"values": self._uploaded(part, files.get(name, []), required=required)}
        given = value if isinstance(value, list) else [] if value is None else [value]
        return written | {"values": self._several(part, [str(each) for each in given], required=required)}

    def _several(self, part: dict[str, Any], values: list[str], *, required: bool) -> list[str]:
        if not values and not required:
            return []
        if part["type"] == _CHECKBOXES:
            most = {"max_values": part.get("max_values") or len(part["options"])}
            return self._chosen(part | most, values)
        return self._chosen(part, values)

    def _uploaded(self, part: dict[str, Any], files: list[Upload], *, required: bool) -> list[str]:
        least = part["min_values"] if part.get("min_values") is not None else 1
        least = least if required else 0
        if not least <= len(files) <= (part.get("max_values") or 1):
            raise NotPossible(400, "that is too few or too many files")
        return [self._attached(each) for each in files]

    # what is referred to

    def _attached(self, upload: Upload) -> str:
        attachment = self._stage.world.attach(self._channel.id, upload)
        written = self._stage.payloads.attachment(attachment, ephemeral=True)
        self._resolved.setdefault("attachments", {})[attachment.id] = written
        return attachment.id

    def _named(self, key: str, kinds: tuple[str, ...], types: list[int] | None = None) -> str:
        """Resolve an id of a member, role or channel; a channel must be of one of these types, if any are given."""
        world, payloads = self._stage.world, self._stage.payloads
        if "users" in kinds and (key in world.members or key == world.bot_id):
            self._resolved.setdefault("users", {})[key] = payloads.user(key)
            if self._channel.member is None:
                acting = payloads.acting_member(key, self._channel)
                member = {name: value for name, value in acting.items() if name not in ("user", "deaf", "mute")}
                self._resolved.setdefault("members", {})[key] = member
        elif "roles" in kinds and key in world.roles:
            self._resolved.setdefault("roles", {})[key] = payloads.role(world.roles[key])
        elif "channels" in kinds and self._offers(key, types):
            channel = payloads.acting_channel(world.channels[key], self._member)
            self._resolved.setdefault("channels", {})[key] = channel
        else:
            raise NotPossible(404, "that is not known here")
        return key

    def _offers(self, key: str, types: list[int] | None) -> bool:
        """Tell whether a channel of the server can be chosen."""
        channel = self._stage.world.channels.get(key)
        if channel is None or channel.kind == "dm" or not self._stage.world.may_enter(self._member, channel):
            return False
        return not types or self._stage.payloads.channel(channel)["type"] in types

    def _with_resolved(self) -> dict[str, Any]:
        return {"resolved": self._resolved} if self._resolved else {}


def _typed(kind: int, name: str, value: Any) -> Any:
    """Take a value for what its option says it is."""
    try:
        if kind == _STRING:
            return str(value)
        if kind == _BOOLEAN and isinstance(value, bool):
            return value
        number = float(value)
        if kind == _NUMBER and math.isfinite(number):
            return number
        if kind == _INTEGER and number.is_integer():
            return int(value)
    except (TypeError, ValueError, OverflowError):
        pass
    raise NotPossible(400, f"{name} is not of the right kind")


def _bounded(name: str, size: float, least: float | None, most: float | None) -> None:
    if (least is not None and size < least) or (most is not None and size > most):
        raise NotPossible(400, f"{name} is too short, too long, too small or too large")


def _text(part: dict[str, Any], value: Any, *, required: bool) -> str:
    """Take what was typed into a text input; an optional one may be left empty."""
    text = "" if value is None else str(value)
    if required and not text:
        raise NotPossible(400, "a required field is empty")
    if text:
        _bounded(part["custom_id"], len(text), part.get("min_length"), part.get("max_length") or 4000)
    return text
