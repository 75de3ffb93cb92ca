"""Reads what came with a press or a form from Discord's own payload, so that a restart in between loses nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import discord
from discord import ui

from bot.chat import wording
from bot.render import words
from bot.rules.practice import MOST_WORDS


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody attached; `size` in bytes, as declared."""

    name: str
    size: int
    url: str


@dataclass(frozen=True, slots=True)
class Form:
    """What was chosen or typed.

    Attributes:
        custom_id: Of the button, select or form; whoever wrote it.
        chosen: A select's values, empty for a button.
        fields: A form's fields by custom_id: one text, or the values chosen.
        uploads: A form's files by the custom_id of their field.
    """

    custom_id: str
    chosen: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    uploads: Mapping[str, tuple[Upload, ...]] = field(default_factory=dict)

    def raw(self, name: str) -> str:
        """Give what a field says, exactly; empty where it is missing."""
        values = self.fields.get(name, ())
        return values[0] if values else ""

    def text(self, name: str) -> str:
        """Give what a field says, stripped; empty where it is missing."""
        return self.raw(name).strip()


NO_FORM = Form("")


def read_form(data: Mapping[str, Any]) -> Form:
    """Read the `data` of a press or a submission."""
    files = {key: _upload(raw) for key, raw in data.get("resolved", {}).get("attachments", {}).items()}
    fields: dict[str, tuple[str, ...]] = {}
    uploads: dict[str, tuple[Upload, ...]] = {}
    for part in _inputs(data.get("components", ())):
        name = str(part["custom_id"])
        values = tuple(map(str, part["values"] if "values" in part else (part.get("value") or "",)))
        if part.get("type") == discord.ComponentType.file_upload.value:
            uploads[name] = tuple(files[key] for key in values if key in files)
        else:
            fields[name] = values
    return Form(str(data["custom_id"]), tuple(map(str, data.get("values") or ())), fields, uploads)


def modal(title: str, custom_id: str, *parts: ui.Item[Any]) -> ui.Modal:
    """Make a form that nothing waits for in memory: its custom_id says all there is to know."""
    form = ui.Modal(title=title, custom_id=custom_id)
    for part in parts:
        form.add_item(part)
    form.stop()
    return form


def one_field(title: str, custom_id: str, label: str, box: ui.TextInput[Any], hint: str | None = None) -> ui.Modal:
    """Make a form with a single field."""
    return modal(title, custom_id, ui.Label(text=label, description=hint, component=box))


def fault_form(custom_id: str, label: str = wording.WRONG_FIELD) -> ui.Modal:
    """Make the form behind "Something wrong?"."""
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id="words", style=discord.TextStyle.paragraph, placeholder=wording.WRONG_HINT, max_length=MOST_WORDS
    )
    return one_field(words.WRONG, custom_id, label, box)


def _inputs(parts: Any) -> Iterator[Mapping[str, Any]]:
    for part in parts:
        if "component" in part:
            yield from _inputs((part["component"],))
        elif "components" in part:
            yield from _inputs(part["components"])
        elif "custom_id" in part:
            yield part


def _upload(raw: Mapping[str, Any]) -> Upload:
    return Upload(str(raw["filename"]), int(raw["size"]), str(raw["url"]))
