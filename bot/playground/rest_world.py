"""Discord's routes for the application, its commands, people and places."""

from typing import Any

from bot.playground.gateway import STARTS_LIMIT
from bot.playground.limits import CREATES_A_DAY, command_faults
from bot.playground.permissions import VIEW_AUDIT_LOG, may
from bot.playground.refusal import Code, Refused, invalid, unknown
from bot.playground.rest import Answer, Call, Route
from bot.playground.rest_messages import place
from bot.playground.world import GLOBAL

_COMMANDS = "/applications/{application_id}/commands"
_GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"
_AUDIT_LIMIT = 100
_DAY_MS = 86_400_000


def _guild(call: Call) -> str:
    if call.params["guild_id"] != call.stage.world.guild_id:
        raise unknown("Guild", Code.UNKNOWN_GUILD)
    return call.stage.world.guild_id


def _scope(call: Call) -> str:
    """Name the set of commands that a route is about."""
    if call.params["application_id"] != call.stage.world.bot_id:
        raise unknown("Application", Code.UNKNOWN_APPLICATION)
    return _guild(call) if "guild_id" in call.params else GLOBAL


async def _gateway(call: Call) -> Answer:
    return Answer({"url": _gateway_url(call)})


async def _gateway_bot(call: Call) -> Answer:
    left = call.stage.gateway.starts_left
    limit = {"total": STARTS_LIMIT, "remaining": left, "reset_after": 86_400_000, "max_concurrency": 1}
    return Answer({"url": _gateway_url(call), "shards": 1, "session_start_limit": limit})


def _gateway_url(call: Call) -> str:
    return call.stage.base.replace("http", "ws", 1) + "/gateway"


async def _me(call: Call) -> Answer:
    user = call.stage.payloads.user(call.stage.world.bot_id)
    private = {"mfa_enabled": False, "locale": "en-US", "verified": True, "email": None, "premium_type": 0}
    return Answer({**user, **private})


async def _application(call: Call) -> Answer:
    return Answer(call.stage.payloads.application())


async def _user(call: Call) -> Answer:
    user_id = call.params["user_id"]
    if user_id not in call.stage.world.members and user_id != call.stage.world.bot_id:
        raise unknown("User", Code.UNKNOWN_USER)
    return Answer(call.stage.payloads.user(user_id))


async def _open_direct(call: Call) -> Answer:
    member = str(call.body.get("recipient_id"))
    if member not in call.stage.world.members:
        raise unknown("User", Code.UNKNOWN_USER)
    return Answer(call.stage.payloads.channel(call.stage.world.direct(member)))


async def _channel(call: Call) -> Answer:
    return Answer(call.stage.payloads.channel(place(call)))


async def _get_guild(call: Call) -> Answer:
    _guild(call)
    return Answer(call.stage.payloads.guild())


async def _guild_channels(call: Call) -> Answer:
    _guild(call)
    payloads, channels = call.stage.payloads, call.stage.world.channels.values()
    return Answer([payloads.channel(each) for each in channels if each.kind == "text"])


async def _guild_member(call: Call) -> Answer:
    _guild(call)
    member, world = call.params["user_id"], call.stage.world
    if member not in world.members and member != world.bot_id:
        raise unknown("Member", Code.UNKNOWN_MEMBER)
    return Answer(call.stage.payloads.member(member))


async def _guild_roles(call: Call) -> Answer:
    _guild(call)
    return Answer([call.stage.payloads.role(each) for each in call.stage.world.roles.values()])


async def _guild_role(call: Call) -> Answer:
    _guild(call)
    role = call.stage.world.roles.get(call.params["role_id"])
    if role is None:
        raise unknown("Role", Code.UNKNOWN_ROLE)
    return Answer(call.stage.payloads.role(role))


async def _audit_logs(call: Call) -> Answer:
    """List the audit log, newest first, for a bot that may see it."""
    _guild(call)
    world = call.stage.world
    if not may(world.permissions_of(world.bot_id), VIEW_AUDIT_LOG):
        raise Refused(403, Code.MISSING_PERMISSIONS, "Missing Permissions")
    entries = list(world.audit())
    for key, field in (("action_type", "action_type"), ("user_id", "user_id")):
        if key in call.query:
            entries = [each for each in entries if str(each[field]) == call.query[key]]
    entries = entries[: call.number("limit", 50, 1, _AUDIT_LIMIT)]
    people = dict.fromkeys(each[key] for each in entries for key in ("user_id", "target_id"))
    empty = ("integrations", "webhooks", "guild_scheduled_events", "threads", "application_commands")
    return Answer(
        {
            "audit_log_entries": entries,
            "users": [call.stage.payloads.user(each) for each in people],
            "auto_moderation_rules": [],
            **{key: [] for key in empty},
        }
    )


async def _commands(call: Call) -> Answer:
    return Answer(call.stage.world.commands(_scope(call)))


async def _sync(call: Call) -> Answer:
    """Replace all commands of a scope; one that keeps its name keeps its id."""
    scope = _scope(call)
    faults = list(command_faults(call.body or []))
    if faults:
        raise invalid(faults)
    world = call.stage.world
    ids = {(each["type"], each["name"]): each["id"] for each in world.commands(scope)}
    _count_new(call, scope, sum((each.get("type") or 1, each["name"]) not in ids for each in call.body or []))
    version = world.new_id()
    commands = [_command(call, scope, each, ids, version) for each in call.body or []]
    world.set_commands(scope, commands)
    call.stage.show_commands()
    return Answer(commands)


def _count_new(call: Call, scope: str, new: int) -> None:
    """Count commands that were not there before.

    Raises:
        Refused: 30034 there were too many within a day.
    """
    now = call.stage.world.clock.now_ms
    recent = [each for each in call.stage.created_ms.get(scope, ()) if each > now - _DAY_MS]
    if len(recent) + new > CREATES_A_DAY:
        say = f"Max number of daily application command creates has been reached ({CREATES_A_DAY})"
        raise Refused(400, Code.TOO_MANY_NEW_COMMANDS, say)
    call.stage.created_ms[scope] = recent + [now] * new


def _command(
    call: Call, scope: str, sent: dict[str, Any], ids: dict[tuple[int, str], str], version: str
) -> dict[str, Any]:
    """Write a command as Discord gives it back."""
    kind, permitted = sent.get("type") or 1, sent.get("default_member_permissions")
    own = {"guild_id": scope} if scope != GLOBAL else {}
    return {
        "id": ids.get((kind, sent["name"])) or call.stage.world.new_id(),
        "application_id": call.stage.world.bot_id,
        "version": version,
        "type": kind,
        "name": sent["name"],
        "name_localizations": sent.get("name_localizations"),
        "description": sent.get("description") or "",
        "description_localizations": sent.get("description_localizations"),
        "default_member_permissions": None if permitted is None else str(permitted),
        "dm_permission": sent.get("dm_permission") is not False,
        "contexts": sent.get("contexts"),
        "integration_types": sent.get("integration_types") or [0],
        "options": [_without_nulls(each) for each in sent.get("options") or []],
        "nsfw": bool(sent.get("nsfw")),
        **own,
    }


def _without_nulls(option: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in option.items() if value is not None}
    if "options" in kept:
        kept["options"] = [_without_nulls(each) for each in kept["options"]]
    return kept


ROUTES: tuple[Route, ...] = (
    ("GET", "/gateway", _gateway),
    ("GET", "/gateway/bot", _gateway_bot),
    ("GET", "/users/@me", _me),
    ("GET", "/users/{user_id}", _user),
    ("POST", "/users/@me/channels", _open_direct),
    ("GET", "/oauth2/applications/@me", _application),
    ("GET", "/applications/@me", _application),
    ("GET", _COMMANDS, _commands),
    ("PUT", _COMMANDS, _sync),
    ("GET", _GUILD_COMMANDS, _commands),
    ("PUT", _GUILD_COMMANDS, _sync),
    ("GET", "/channels/{channel_id}", _channel),
    ("GET", "/guilds/{guild_id}", _get_guild),
    ("GET", "/guilds/{guild_id}/channels", _guild_channels),
    ("GET", "/guilds/{guild_id}/members/{user_id}", _guild_member),
    ("GET", "/guilds/{guild_id}/roles", _guild_roles),
    ("GET", "/guilds/{guild_id}/roles/{role_id}", _guild_role),
    ("GET", "/guilds/{guild_id}/audit-logs", _audit_logs),
)
