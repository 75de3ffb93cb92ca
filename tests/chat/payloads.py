"""Discord's payloads, built by hand, and the people and places in them."""

import json
from datetime import datetime
from itertools import count
from typing import Any

from tests.samples import NOON

APPLICATION, BOT, GUILD, CHANNEL, DM, ROLE = 100, 100, 900, 901, 902, 903
ADA, BEN = 11, 12
V2 = 1 << 15
EPHEMERAL = 1 << 6
DISCORD_EPOCH_MS = 1_420_070_400_000
MEMBER, ADMIN = 1 << 11, 1 << 11 | 1 << 5
QUIZZES = 1 << 10 | 1 << 11 | 1 << 15 | 1 << 16 | 1 << 35 | 1 << 38
"""What the bot needs for a quiz: see and write, attach files, read the past, open threads and write there."""
PNG = b"\x89PNG"
_serial = count(1)
TEMPLATES = {
    "callback": "/interactions/{interaction_id}/{interaction_token}/callback",
    "original": "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
    "followup": "/webhooks/{webhook_id}/{webhook_token}",
    "send": "/channels/{channel_id}/messages",
    "edit": "/channels/{channel_id}/messages/{message_id}",
    "thread": "/channels/{channel_id}/messages/{message_id}/threads",
    "room": "/channels/{channel_id}/threads",
    "admit": "/channels/{channel_id}/thread-members/{user_id}",
    "direct": "/users/@me/channels",
    "commands": "/applications/{application_id}/commands",
}


def snowflake(at: datetime = NOON) -> int:
    return (int(at.timestamp() * 1000) - DISCORD_EPOCH_MS << 22) + next(_serial)


def user(person: int) -> dict[str, Any]:
    return {"id": str(person), "username": f"u{person}", "discriminator": "0", "avatar": None, "bot": person == BOT}


def message(number: int, channel: int = CHANNEL, **more: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "channel_id": str(channel),
        "author": user(BOT),
        "content": "",
        "timestamp": NOON.isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "components": [],
        "flags": V2,
        **more,
    }


def thread(number: int, name: str, kind: int = 11) -> dict[str, Any]:
    """A thread of the bot's in the server's channel."""
    about = {"archived": False, "auto_archive_duration": 1440, "archive_timestamp": NOON.isoformat(), "locked": False}
    place = {"id": str(number), "type": kind, "parent_id": str(CHANNEL), "guild_id": str(GUILD), "owner_id": str(BOT)}
    return place | {"name": name, "thread_metadata": about, "message_count": 0, "member_count": 1}


def flat(parts: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for part in parts or ():
        found.append(part)
        found += flat(part.get("components"))
        found += flat([part["component"]] if "component" in part else ())
    return found


def as_documented(body: Any) -> Any:
    """discord.py writes some ids as numbers where the document wants strings; Discord takes both."""
    if isinstance(body, dict):
        for attachment in (body.get("data") or body).get("attachments", ()):
            attachment["id"] = str(attachment["id"])
        reference = body.get("message_reference", {})
        reference |= {key: str(value) for key, value in reference.items() if key.endswith("_id")}
    return body


def numbered(components: Any) -> list[dict[str, Any]]:
    """Components as Discord gives them back: each with its number."""
    parts: list[dict[str, Any]] = json.loads(json.dumps(components))
    for place, part in enumerate(flat(parts)):
        part.setdefault("id", place + 1)
        if part["type"] == 12:
            for item in part["items"]:
                item["media"] |= {"proxy_url": "x", "width": 1, "height": 1, "content_type": "image/png"}
    return parts


GUILD_PART = {"id": str(GUILD), "locale": "en-GB", "features": []}


def guild(may: int, *, system: bool) -> dict[str, Any]:
    """A server with one text channel, where everybody and the bot may do `may`."""
    role = {"color": 0, "hoist": False, "position": 0, "managed": False, "mentionable": False, "flags": 0}
    everyone = role | {"id": str(GUILD), "name": "@everyone", "permissions": str(may)}
    editors = role | {"id": str(ROLE), "name": "Editors", "permissions": "0", "position": 1}
    colours = {"colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}}
    text = {"id": str(CHANNEL), "type": 0, "name": "general", "position": 0, "permission_overwrites": []}
    bot = {"user": user(BOT), "roles": [], "joined_at": NOON.isoformat(), "deaf": False, "mute": False, "flags": 0}
    return {
        "id": str(GUILD),
        "name": "Study group",
        "owner_id": str(ADA),
        "roles": [everyone | colours, editors | colours],
        "channels": [text],
        "threads": [],
        "members": [bot],
        "system_channel_id": str(CHANNEL) if system else None,
        "emojis": [],
        "stickers": [],
        "features": [],
        "preferred_locale": "en-GB",
        "voice_states": [],
        "presences": [],
        "member_count": 2,
        "large": False,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "system_channel_flags": 0,
        "premium_progress_bar_enabled": False,
        "afk_timeout": 0,
    }
