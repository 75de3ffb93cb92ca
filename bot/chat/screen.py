"""Turns a rendered card and its rows of buttons into a Components V2 message."""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
class Screen:
    """A message to be: what it says, and its rows of buttons and selects.

    Attributes:
        file: Name and bytes of a file to go with it.
    """

    card: Card
    rows: tuple[Row, ...] = ()
    file: tuple[str, bytes] | None = None


def note(markdown: str) -> Card:
    """Make a card of a single text."""
    return Card((Text(markdown),))


async def compose(screen: Screen, pictures: Pictures) -> tuple[ui.LayoutView, list[discord.File]]:
    """Draw a screen: its view, stopped so that nothing waits for it in memory, and the files that go with it."""
    drawn = await _drawn(screen.card, pictures)
    files = [
        discord.File(BytesIO(data), filename=picture.name, description=picture.alt) for picture, data in drawn.items()
    ]
    view = ui.LayoutView(timeout=None)
    for part in _parts(screen.card, drawn):
        view.add_item(part)
    if screen.file is not None:
        name, data = screen.file
        files.append(discord.File(BytesIO(data), filename=name))
        view.add_item(ui.File(f"attachment://{name}"))
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
                media = discord.MediaGalleryItem(f"attachment://{block.name}", description=block.alt[:LONGEST_ALT])
                yield ui.MediaGallery(media)


async def _drawn(card: Card, pictures: Pictures) -> dict[Picture, bytes]:
    found = await asyncio.gather(*(_png(pictures, picture) for picture in card.pictures))
    return {picture: data for picture, data in zip(card.pictures, found, strict=True) if data is not None}


async def _png(pictures: Pictures, picture: Picture) -> bytes | None:
    try:
        return await pictures(picture.tex)
    except EdgeDown as down:
        LOG.warning("A picture is left out: %s", down)
        return None
