"""A tiny bot on the unmodified discord.py that shows the page one of everything."""

import asyncio
import io
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
import yarl
from discord import app_commands, ui

from bot.playground.server import Playground

HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=2</script>"\'`${7*7}'


def picture() -> bytes:
    """A small real PNG, one grey pixel wide strip after another."""
    rows = b"".join(b"\0" + bytes([shade] * 40) for shade in range(100, 130))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 40, 30, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def options(*names: str) -> list[discord.SelectOption]:
    return [discord.SelectOption(label=each, value=each.lower(), description=f"about {each}") for each in names]


class Everything(ui.LayoutView):
    """One of every part a message can have."""

    def __init__(self, count: int = 0) -> None:
        super().__init__(timeout=None)
        buttons: ui.ActionRow[Any] = ui.ActionRow(
            Count(label=f"Pressed {count}", style=discord.ButtonStyle.primary, custom_id=f"count:{count}"),
            Form(label="Open the form", style=discord.ButtonStyle.secondary, custom_id="form"),
            ui.Button(label="Good", style=discord.ButtonStyle.success, custom_id="good"),
            ui.Button(label="Bad", style=discord.ButtonStyle.danger, custom_id="bad", disabled=True),
            ui.Button(label="Docs", url="https://example.org/docs"),
        )
        rest: list[ui.Item[Any]] = [
            ui.TextDisplay("## A heading\n**Bold**  and `code`\n```py\nx = 1\n```\n-# small print"),
            ui.Section("Beside a picture", accessory=ui.Thumbnail("attachment://curve.png", description="A curve")),
            ui.Section("Beside a button", accessory=ui.Button(label="Export", custom_id="export")),
            ui.Separator(spacing=discord.SeparatorSpacing.large),
            ui.MediaGallery(discord.MediaGalleryItem("attachment://curve.png", description="The curve, large")),
            ui.File("attachment://data.csv"),
            buttons,
            ui.ActionRow(Pick(custom_id="one", placeholder="An area", options=options("Trees", "Nets", "Data"))),
            ui.ActionRow(
                Pick(custom_id="some", placeholder="Areas", max_values=2, options=options("Trees", "Nets", "Data"))
            ),
            ui.ActionRow(People(custom_id="people", placeholder="A member")),
            ui.ActionRow(ui.RoleSelect(custom_id="roles", placeholder="A role")),
            ui.ActionRow(ui.ChannelSelect(custom_id="places", placeholder="A channel")),
        ]
        self.add_item(ui.Container(*rest, accent_colour=0x3F51B5))


class Count(ui.Button[Any]):
    """Counts in place."""

    async def callback(self, interaction: discord.Interaction) -> None:
        assert self.custom_id is not None
        count = int(self.custom_id.split(":")[1]) + 1
        view = ui.LayoutView(timeout=None)
        view.add_item(ui.ActionRow(Count(label=f"Pressed {count}", custom_id=f"count:{count}")))
        interaction.client.add_view(view)
        await interaction.response.edit_message(view=view, attachments=[])


class Pick(ui.Select[Any]):
    """Says privately what was chosen."""

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("chose " + ", ".join(self.values), ephemeral=True)


class People(ui.UserSelect[Any]):
    """Says privately who was chosen."""

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("chose " + ", ".join(str(each) for each in self.values), ephemeral=True)


class Form(ui.Button[Any]):
    """Opens the form."""

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(AllFields(custom_id="all-fields"))


def choices(kind: type[Any], *names: str) -> list[Any]:
    return [kind(label=each, value=each.lower()) for each in names]


class AllFields(ui.Modal, title="All fields"):
    """The first five kinds of field; a form holds no more."""

    name: ui.Label[Any] = ui.Label(text="Name", component=ui.TextInput(custom_id="name", min_length=2, max_length=10))
    note: ui.Label[Any] = ui.Label(
        text="Note",
        description="As long as you like",
        component=ui.TextInput(custom_id="note", style=discord.TextStyle.paragraph, required=False),
    )
    level: ui.Label[Any] = ui.Label(
        text="Level",
        component=ui.RadioGroup(custom_id="level", options=choices(discord.RadioGroupOption, "Junior", "Senior")),
    )
    area: ui.Label[Any] = ui.Label(text="Area", component=ui.Select(custom_id="area", options=options("Trees", "Nets")))
    file: ui.Label[Any] = ui.Label(text="File", component=ui.FileUpload(custom_id="file", required=False))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        parts = [each.component for each in (self.name, self.note, self.level, self.area, self.file)]
        name, note, level, area, file = (each for each in parts)
        assert isinstance(name, ui.TextInput)
        assert isinstance(note, ui.TextInput)
        assert isinstance(level, ui.RadioGroup)
        assert isinstance(area, ui.Select)
        assert isinstance(file, ui.FileUpload)
        read = [(await each.read()).decode() for each in file.values]
        said = f"form {name.value}|{note.value}|{level.value}|{','.join(area.values)}|{','.join(read)}"
        await interaction.response.send_message(said, ephemeral=True)


class Ticks(ui.Modal, title="Ticks"):
    """The fields that did not fit into the other form."""

    hello: ui.TextDisplay[Any] = ui.TextDisplay("Tick what you like.")
    many: ui.Label[Any] = ui.Label(
        text="Many",
        component=ui.CheckboxGroup(
            custom_id="many", options=choices(discord.CheckboxGroupOption, "One", "Two"), required=False
        ),
    )
    agreed: ui.Label[Any] = ui.Label(text="I agree", component=ui.Checkbox(custom_id="agreed"))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        if interaction.client.deaf:  # type: ignore[attr-defined] # this bot's own client
            return
        many, agreed = self.many.component, self.agreed.component
        assert isinstance(many, ui.CheckboxGroup)
        assert isinstance(agreed, ui.Checkbox)
        await interaction.response.send_message(f"ticks {','.join(many.values)}|{agreed.value}", ephemeral=True)


class Showcase(discord.Client):
    """The client; `gate` holds back what must look slow, and while it is `deaf` ticks are not answered."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(intents=intents, guild_ready_timeout=0, chunk_guilds_at_startup=False)
        self.tree = app_commands.CommandTree(self)
        self.gates: list[asyncio.Event] = []
        self.renew()
        add_commands(self)
        add_more_commands(self)
        add_menus(self)

    @property
    def gate(self) -> asyncio.Event:
        return self.gates[-1]

    def renew(self) -> None:
        """Begin anew: whatever waited goes on waiting, so that it says nothing to the next test."""
        self.deaf = False
        self.gates.append(asyncio.Event())

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if message.guild is None and message.author != self.user:
            await message.reply(f"heard: {message.content}")


def add_commands(client: Showcase) -> None:
    tree = client.tree

    @tree.command(description="One of everything")
    async def everything(interaction: discord.Interaction) -> None:
        files = [
            discord.File(io.BytesIO(picture()), "curve.png", description="A curve"),
            discord.File(io.BytesIO(b"a,b\n1,2\n"), "data.csv"),
        ]
        await interaction.response.send_message(view=Everything(), files=files)

    @tree.command(description="Ticks")
    async def ticks(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Ticks(custom_id="ticks"))

    @tree.command(description="Draw from a topic")
    async def draw(
        interaction: discord.Interaction,
        topic: str,
        level: str | None = None,
        count: app_commands.Range[int, 1, 3] = 1,
        shown: bool = False,  # noqa: FBT001, FBT002 - an option is a parameter
    ) -> None:
        said = f"drawn {topic}|{level}|{count}|{shown}"
        await interaction.response.send_message(said, ephemeral=not shown)

    @draw.autocomplete("topic")
    async def topics(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        every = ("Variance", "Gradient", "Recall")
        return [app_commands.Choice(name=each, value=each.lower()) for each in every if current.lower() in each.lower()]

    @draw.autocomplete("level")
    async def levels(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=each, value=each) for each in ("junior", "senior") if current in each]


def add_more_commands(client: Showcase) -> None:
    tree = client.tree

    @tree.command(description="Read a file")
    async def read(interaction: discord.Interaction, file: discord.Attachment) -> None:
        await interaction.response.send_message(f"read {(await file.read()).decode()}", ephemeral=True)

    @tree.command(description="Answers when it is let")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True, ephemeral=True)
        await client.gate.wait()
        await interaction.followup.send("slow, but here", ephemeral=True)

    @tree.command(description="Never answers")
    async def silent(_: discord.Interaction) -> None:
        await client.gate.wait()

    @tree.command(description="Speaks of a time")
    async def later(interaction: discord.Interaction) -> None:
        at = int(interaction.created_at.timestamp()) + 600
        await interaction.response.send_message(f"Back <t:{at}:R>, that is at <t:{at}:t>.")

    @tree.command(description="Tries to be more than text")
    async def hostile(interaction: discord.Interaction) -> None:
        view = ui.LayoutView(timeout=None)
        bad = Form(label=HOSTILE[:80], custom_id="form")
        row: ui.ActionRow[Any] = ui.ActionRow(bad)
        select = ui.Select[Any](
            custom_id="bad", placeholder=HOSTILE[:150], options=[discord.SelectOption(label=HOSTILE[:100], value="x")]
        )
        text = ui.TextDisplay[Any](f"{HOSTILE}\n[x](javascript:window.hacked=3)\n```html\n{HOSTILE}\n```")
        view.add_item(ui.Container(text, row, ui.ActionRow(select)))
        await interaction.response.send_message(view=view)


def add_menus(client: Showcase) -> None:
    tree = client.tree

    @tree.context_menu(name="Say it again")
    async def again(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"they said {message.content or 'nothing'}", ephemeral=True)

    @tree.context_menu(name="Who is this")
    async def who(interaction: discord.Interaction, user: discord.User) -> None:
        await interaction.response.send_message(f"that is {user.display_name}", ephemeral=True)

    @tree.command(description="An embed")
    async def card(interaction: discord.Interaction) -> None:
        embed = discord.Embed(title="A card", description="with **bold** words", colour=0x3F51B5)
        embed.set_author(name="Holdout").set_footer(text="the end")
        embed.add_field(name="One", value="`code`").add_field(name="Two", value="plain")
        embed.set_image(url="attachment://curve.png").set_thumbnail(url="attachment://curve.png")
        file = discord.File(io.BytesIO(picture()), "curve.png")
        await interaction.response.send_message(embed=embed, file=file)


@asynccontextmanager
async def showing(playground: Playground) -> AsyncIterator[Showcase]:
    """Run the bot in a playground until the block ends."""
    discord.http.Route.BASE = playground.api_base
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(playground.gateway_url)
    discord.asset.Asset.BASE = playground.cdn_url
    client = Showcase()
    await client.login(playground.token)
    running = asyncio.create_task(client.connect())
    try:
        await asyncio.wait_for(client.wait_until_ready(), 10)
        yield client
    finally:
        for gate in client.gates:
            gate.set()
        await client.close()
        await asyncio.gather(running, return_exceptions=True)
