"""Turns a rendered card and its rows of buttons into a Components V2 message."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any, assert_never

import discord
from discord import ui

from bot.chat.app import Pictures
from bot.render.card import Card, Picture, Text
from bot.rules.errors import EdgeDown

LOG = logging.getLogger(__name__)

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
    drawn = await _drawn(screen, pictures)
    files = [
        discord.File(BytesIO(data), filename=_file_name(picture), description=picture.alt[:1024])
        for picture, data in drawn.items()
    ]
    view = ui.LayoutView(timeout=None)
    for part in _parts(screen, drawn):
        view.add_item(part)
    if screen.file is not None:
        name, data = screen.file
        files.append(discord.File(BytesIO(data), filename=name))
        view.add_item(ui.File(f"attachment://{name}"))
    for row in screen.rows:
        view.add_item(ui.ActionRow(*row))
    view.stop()
    return view, files


def _parts(screen: Screen, drawn: dict[Picture, bytes]) -> Iterator[ui.Item[Any]]:
    for kind, blocks in groupby(screen.card.blocks, type):
        if kind is Picture:
            shown = [block for block in blocks if isinstance(block, Picture) and block in drawn]
            if shown:
                yield ui.MediaGallery(
                    *(discord.MediaGalleryItem(f"attachment://{_file_name(p)}", description=p.alt[:256]) for p in shown)
                )
            continue
        for block in blocks:
            match block:
                case Text(markdown=markdown):
                    yield ui.TextDisplay(markdown)
                case Picture():
                    continue
                case _:
                    assert_never(block)


async def _drawn(screen: Screen, pictures: Pictures) -> dict[Picture, bytes]:
    wanted = screen.card.pictures
    found = await asyncio.gather(*(_png(pictures, picture) for picture in wanted))
    return {picture: data for picture, data in zip(wanted, found, strict=True) if data is not None}


async def _png(pictures: Pictures, picture: Picture) -> bytes | None:
    try:
        return await pictures(picture.tex)
    except EdgeDown as down:
        LOG.warning("A picture is left out: %s", down)
        return None


def _file_name(picture: Picture) -> str:
    return picture.name if picture.name.endswith(".png") else f"{picture.name}.png"
