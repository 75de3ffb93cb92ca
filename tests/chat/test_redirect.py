"""Where discord.py may be pointed, and with which token."""

import discord
import pytest

from bot.chat.redirect import point_at

REAL_LOOKING = "playground.MTE0ODc3NzY2NTU0NDMzMjIxMQ.GaBcDe.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    monkeypatch.setattr(
        discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    )
    monkeypatch.setattr(discord.asset.Asset, "BASE", discord.asset.Asset.BASE)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8080", "http://127.0.0.1:8080/", "http://[::1]:9"])
def test_this_machine_is_pointed_at(address: str) -> None:
    point_at(address, "playground.made-up")
    origin = address.rstrip("/")
    assert f"{origin}/api/v10" == discord.http.Route.BASE
    assert str(discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY) == f"ws{origin[4:]}/gateway"
    assert f"{origin}/cdn" == discord.asset.Asset.BASE


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org:80",
        "http://10.0.0.1:8080",
        "http://0.0.0.0:8080",
        "https://127.0.0.1:8080",
        "http://127.0.0.1",
        "http://127.0.0.1:8080/api",
        "http://127.0.0.1:8080@example.org:80",
        "http://user@127.0.0.1:8080",
        "http://127.0.0.1.example.org:8080",
        "http://localhost:8080",
        "http://[::ffff:8.8.8.8]:80",
        "",
    ],
)
def test_anywhere_else_is_refused(address: str) -> None:
    before = discord.http.Route.BASE
    with pytest.raises(ValueError, match="playground is at"):
        point_at(address, "playground.made-up")
    assert before == discord.http.Route.BASE


@pytest.mark.parametrize("token", ["", "made-up", REAL_LOOKING, REAL_LOOKING.removeprefix("playground.")])
def test_a_token_that_could_be_real_is_refused(token: str) -> None:
    before = discord.http.Route.BASE
    with pytest.raises(ValueError, match="token is made up"):
        point_at("http://127.0.0.1:8080", token)
    assert before == discord.http.Route.BASE
