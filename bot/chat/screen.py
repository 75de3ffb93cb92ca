"""Turns a rendered card and its rows of buttons into a Components V2 message."""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import discord
from discord import ui

from bot.chat.app import Pictures
from bot.render.card import Card, Picture, Text
from bot.rules.errors import EdgeDown

LOG = logging.getLogger(__name__)
LONGEST_ALT = 256

Row = tuple[ui.Item[Any], ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to go with a message; with `alt` it is a picture, shown as wide as the message."""

    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """A message to be: what it says, the files that go with it, and its rows of buttons and selects."""

    card: Card
    rows: tuple[Row, ...] = ()
    files: tuple[Attached, ...] = ()

    @property
    def plain(self) -> "Screen":
        """The same without pictures, which take a moment to be drawn."""
        return replace(self, card=Card(tuple(block for block in self.card.blocks if isinstance(block, Text))))


def note(markdown: str) -> Card:
    """Make a card of a single text."""
    return Card((Text(markdown),))


async def compose(screen: Screen, pictures: Pictures) -> tuple[ui.LayoutView, list[discord.File]]:
    """Draw a screen: its view, stopped so that nothing waits for it in memory, and the files that go with it."""
    drawn = await _drawn(screen.card.pictures, pictures)
    files = [
        discord.File(BytesIO(data), filename=picture.name, description=picture.alt) for picture, data in drawn.items()
    ]
    view = ui.LayoutView(timeout=None)
    for part in _parts(screen.card, drawn):
        view.add_item(part)
    for file in screen.files:
        files.append(discord.File(BytesIO(file.data), filename=file.name, description=file.alt or None))
        view.add_item(_gallery(file.name, file.alt) if file.alt else ui.File(f"attachment://{file.name}"))
    for row in screen.rows:
        view.add_item(ui.ActionRow(*row))
    view.stop()
    return view, files


def _parts(card: Card, drawn: Mapping[Picture, bytes]) -> Iterator[ui.Item[Any]]:
    """Give texts and pictures in order; each picture has the whole width, so that it can be read on a phone."""
    for block in card.blocks:
        match block:
            case Text(markdown=markdown):
                yield ui.TextDisplay(markdown)
            case Picture() if block in drawn:
                yield _gallery(block.name, block.alt)


def _gallery(name: str, alt: str) -> ui.MediaGallery[Any]:
    return ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{name}", description=alt[:LONGEST_ALT]))


async def _drawn(wanted: Sequence[Picture], pictures: Pictures) -> dict[Picture, bytes]:
    if not wanted:
        return {}
    found = await asyncio.gather(*(_png(pictures, picture) for picture in wanted))
    return {picture: data for picture, data in zip(wanted, found, strict=True) if data is not None}


async def _png(pictures: Pictures, picture: Picture) -> bytes | None:
    try:
        return await pictures(picture.drawing)
    except EdgeDown as down:
        LOG.warning("A picture is left out: %s", down)
        return None
