"""What the dialogues about code share."""

from typing import Any

import discord
import pytest

from bot.chat import going
from tests.chat.payloads import flat, snowflake
from tests.chat.recorder import Room, Sent
from tests.fake_sandbox import FakeSandbox
from tests.samples import CODE, NUMERIC

with_code = pytest.mark.parametrize("questions", [(CODE, NUMERIC)], indirect=True)


def hold(sandbox: FakeSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have everybody wait, and be told so at once."""
    monkeypatch.setattr(going, "SHOWN_AFTER_S", 0.01)
    sandbox.held = True


def upload(room: Room, name: str, data: bytes, kind: str = "text/x-python") -> dict[str, Any]:
    room.discord.cdn[name] = data
    url = f"{discord.asset.Asset.BASE}/{name}"
    number = str(snowflake())
    return {"id": number, "filename": name, "size": len(data), "url": url, "proxy_url": url, "content_type": kind}


async def ran(room: Room, source: str = "print(“hi”)", **more: Any) -> Sent:
    """Run a program by the form of `/code`."""
    form = await room.command("code", **more)
    assert form.type == 9
    held = await room.submit(form, source=source, **more)
    assert (held.type, held.data["flags"]) == (5, 64)
    return await room.discord.next()


def field(form: Sent, name: str = "source") -> dict[str, Any]:
    return next(part for part in flat(form.data["components"]) if part.get("custom_id") == name)


async def asked(room: Room, **more: Any) -> Sent:
    return await room.command("practice", topic="code", **more)
