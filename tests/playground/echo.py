"""A tiny bot on the unmodified discord.py that uses everything a playground must play."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
import yarl
from discord import app_commands, ui

from bot.playground.server import Playground

V2 = discord.AllowedMentions.none()


class Panel(ui.LayoutView):
    """One of everything that can be shown and pressed."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        row: ui.ActionRow[Panel] = ui.ActionRow()
        row.add_item(Press(label="Plus", custom_id="plus"))
        row.add_item(Press(label="Off", custom_id="off", disabled=True))
        row.add_item(ui.Button(label="Docs", url="https://example.org"))
        self.add_item(ui.Container(ui.TextDisplay("count **0**", id=70), row, accent_colour=0x5865F2))
        self.add_item(ui.Section(ui.TextDisplay("side"), accessory=ui.Button(label="Side", custom_id="side")))
        selects: tuple[ui.Item[Any], ...] = (
            Choose(custom_id="letters", placeholder="Letters", max_values=2, options=_options("a", "b", "c")),
            ui.UserSelect(custom_id="people", placeholder="People"),
            ui.RoleSelect(custom_id="roles", placeholder="Roles"),
            ui.ChannelSelect(custom_id="channels", placeholder="Channels"),
        )
        for select in selects:
            self.add_item(ui.ActionRow(select))
        self.add_item(ui.Separator())


def _options(*letters: str) -> list[discord.SelectOption]:
    return [discord.SelectOption(label=each.upper(), value=each) for each in letters]


class Press(ui.Button[Any]):
    """Counts in place."""

    async def callback(self, interaction: discord.Interaction) -> None:
        assert interaction.message is not None
        old = ui.LayoutView.from_message(interaction.message)
        shown = old.find_item(70)
        assert isinstance(shown, ui.TextDisplay)
        count = int(shown.content.strip("count *")) + 1
        panel = Panel()
        text = panel.find_item(70)
        assert isinstance(text, ui.TextDisplay)
        text.content = f"count **{count}**"
        await interaction.response.edit_message(view=panel)


class Choose(ui.Select[Any]):
    """Says privately what was chosen."""

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("chose " + ",".join(self.values), ephemeral=True)


class Form(ui.Modal, title="A form"):
    """Every field that discord.py knows."""

    name: ui.Label["Form"] = ui.Label(text="Your name", component=ui.TextInput(custom_id="name", max_length=20))
    note: ui.Label["Form"] = ui.Label(
        text="A note",
        component=ui.TextInput(custom_id="note", required=False, style=discord.TextStyle.paragraph),
    )
    pick: ui.Label["Form"] = ui.Label(
        text="A letter", component=ui.Select(custom_id="pick", options=_options("a", "b"))
    )
    upload: ui.Label["Form"] = ui.Label(text="A file", component=ui.FileUpload(custom_id="upload", required=False))
    size: ui.Label["Form"] = ui.Label(
        text="A size",
        component=ui.RadioGroup(
            custom_id="size",
            options=[discord.RadioGroupOption(label=each, value=each.lower()) for each in ("Small", "Large")],
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        fields = [each.component for each in (self.name, self.note, self.pick, self.upload, self.size)]
        name, note, pick, upload, size = fields
        assert isinstance(name, ui.TextInput)
        assert isinstance(note, ui.TextInput)
        assert isinstance(pick, ui.Select)
        assert isinstance(upload, ui.FileUpload)
        assert isinstance(size, ui.RadioGroup)
        read = [(await each.read()).decode() for each in upload.values]
        await interaction.response.send_message(
            f"form {name.value}|{note.value}|{','.join(pick.values)}|{','.join(read)}|{size.value}"
        )


class Ticks(ui.Modal, title="Ticks"):
    """Check boxes."""

    many: ui.Label["Ticks"] = ui.Label(
        text="Many",
        component=ui.CheckboxGroup(
            custom_id="many",
            options=[discord.CheckboxGroupOption(label=each, value=each.lower()) for each in ("One", "Two")],
        ),
    )
    one: ui.Label["Ticks"] = ui.Label(text="One", component=ui.Checkbox(custom_id="one"))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.many.component, ui.CheckboxGroup)
        assert isinstance(self.one.component, ui.Checkbox)
        chosen = ",".join(sorted(self.many.component.values))
        await interaction.response.send_message(f"ticks {chosen}|{self.one.component.value}")


class Echo(discord.Client):
    """The client; `seen` collects what its listeners were told."""

    def __init__(self, intents: discord.Intents) -> None:
        super().__init__(intents=intents, guild_ready_timeout=0, chunk_guilds_at_startup=False)
        self.tree = app_commands.CommandTree(self)
        self.seen: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.gate = asyncio.Event()
        self.last: discord.Interaction | None = None
        _add_commands(self)

    async def setup_hook(self) -> None:
        self.add_view(Panel())
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            self.seen.put_nowait(("message", message))
            if message.guild is None:
                await message.channel.send(f"heard {message.content}", reference=message, nonce=f"m{message.id}")

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.seen.put_nowait(("join", guild))

    async def on_resumed(self) -> None:
        self.seen.put_nowait(("resumed", None))

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        self.seen.put_nowait(("error", event_method))

    async def next(self, kind: str) -> Any:
        """Wait for the next thing of a kind that a listener was told."""
        async with asyncio.timeout(10):
            while True:
                what, value = await self.seen.get()
                if what == kind:
                    return value


ADMINS_HERE: Any = {
    "default_permissions": discord.Permissions(manage_guild=True),
    "allowed_contexts": app_commands.AppCommandContext(guild=True, dm_channel=False),
}


def _add_commands(echo: Echo) -> None:
    tree = echo.tree
    bank = app_commands.Group(name="bank", description="The bank", **ADMINS_HERE)

    @tree.command(name="say", description="Say it again")
    async def say(interaction: discord.Interaction, text: str, times: app_commands.Range[int, 1, 3] = 1) -> None:
        echo.last = interaction
        await interaction.response.send_message(" ".join([text] * times), ephemeral=text.startswith("secret"))

    @tree.command(description="Every kind of option")
    async def kinds(
        interaction: discord.Interaction,
        user: discord.User,
        *,
        role: discord.Role | None = None,
        channel: discord.TextChannel | None = None,
        number: float = 0.0,
        yes: bool = False,
        file: discord.Attachment | None = None,
    ) -> None:
        read = (await file.read()).decode() if file is not None else ""
        where = "direct" if interaction.guild is None else interaction.guild.name
        await interaction.response.send_message(f"kinds {user.name}|{role}|{channel}|{number}|{yes}|{read}|{where}")

    @tree.command(description="Draw from a topic")
    async def draw(interaction: discord.Interaction, topic: str) -> None:
        await interaction.response.defer(thinking=True, ephemeral=True)
        await echo.gate.wait()
        picture = discord.File(io.BytesIO(b"\x89PNG\r\n\x1a\nnot really"), "formula.png", description="a formula")
        view = ui.LayoutView()
        view.add_item(ui.TextDisplay(f"drawn from {topic}"))
        view.add_item(ui.MediaGallery(discord.MediaGalleryItem("attachment://formula.png")))
        await interaction.edit_original_response(view=view, attachments=[picture])
        await interaction.followup.send("and more", ephemeral=True)

    @draw.autocomplete("topic")
    async def topics(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        if current == "hang":
            echo.seen.put_nowait(("asked", current))
            await echo.gate.wait()
        every = ("variance", "gradient", "recall")
        return [app_commands.Choice(name=each.title(), value=each) for each in every if current in each]

    @tree.command(description="Show everything")
    async def panel(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Panel(), allowed_mentions=V2)

    @tree.command(description="Open a form")
    async def form(interaction: discord.Interaction, *, ticks: bool = False) -> None:
        await interaction.response.send_modal(Ticks() if ticks else Form())

    @tree.command(description="Never answers")
    async def silent(interaction: discord.Interaction) -> None:
        echo.last = interaction

    @bank.command(name="add", description="For admins")
    async def add(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("added")

    tree.add_command(bank)


def redirect(playground: Playground, monkeypatch: Any) -> None:
    """Lead discord.py to a playground: three class attributes, nothing else."""
    monkeypatch.setattr(discord.http.Route, "BASE", playground.api_base)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(playground.gateway_url))
    monkeypatch.setattr(discord.asset.Asset, "BASE", playground.cdn_url)


@asynccontextmanager
async def running(playground: Playground, intents: discord.Intents | None = None) -> AsyncIterator[Echo]:
    """Run the bot until the block ends."""
    wanted = intents or discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    echo = Echo(wanted)
    await echo.login(playground.token)
    running = asyncio.create_task(echo.connect())
    try:
        await asyncio.wait_for(echo.wait_until_ready(), 10)
        yield echo
    finally:
        await echo.close()
        await asyncio.gather(running, return_exceptions=True)
