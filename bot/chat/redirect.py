"""Points discord.py at a playground on this machine; never anywhere else, and never with a real token."""

import ipaddress
import re

import discord
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

PREFIX = "playground."
_REAL = re.compile(r"[\w-]{20,}\.[\w-]{6}\.[\w-]{20,}")


def point_at(base_url: str, token: str) -> None:
    """Send everything that discord.py does to a local server: REST, gateway and CDN.

    Args:
        base_url: Such as `http://127.0.0.1:8080`: plain HTTP, a loopback address, a port, nothing else.
        token: Made up for that server: begins with `playground.`.

    Raises:
        ValueError: The address is not on this machine, or the token could be a real one.
    """
    url = URL(base_url)
    plain = url.scheme == "http" and url.explicit_port is not None and url == url.origin()
    if not plain or not _is_loopback(url.host or ""):
        raise ValueError("the playground is at http://127.0.0.1:PORT and nowhere else")
    if not token.startswith(PREFIX) or _REAL.search(token):
        raise ValueError(f"a playground's token is made up and begins with {PREFIX!r}")
    Route.BASE = f"{url.origin()}/api/v{discord.http.INTERNAL_API_VERSION}"
    DiscordWebSocket.DEFAULT_GATEWAY = url.with_scheme("ws") / "gateway"
    Asset.BASE = f"{url.origin()}/cdn"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
