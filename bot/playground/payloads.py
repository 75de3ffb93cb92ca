"""The world in Discord's words, as REST answers and gateway events carry it; nothing here changes anything."""

from typing import Any

from bot.playground.clock import iso
from bot.playground.events import EXTERNAL, Event
from bot.playground.records import EPHEMERAL, Attachment, Channel, Message, Role
from bot.playground.snowflake import made_at_ms
from bot.playground.world import World

UPLOAD_LIMIT = 10 * 1024 * 1024
_CHANNEL_TYPES = {"text": 0, "dm": 1}
_PUBLIC_THREAD, _PRIVATE_THREAD = 11, 12
_THREAD_CREATED, _REPLY, _COMMAND_ANSWER, _THREAD_HEAD = 18, 19, 20, 21
_HAS_THREAD = 1 << 5


class Payloads:
    """Builds Discord's JSON; `base` is this server's address, for links to attachments."""

    def __init__(self, world: World, base: str) -> None:
        """Speak of a world that is reached at `base`, as in "http://127.0.0.1:8080"."""
        self._world = world
        self._base = base

    def user(self, user_id: str) -> dict[str, Any]:
        """Write a person or the bot; somebody unknown is a deleted user."""
        world = self._world
        is_bot = user_id == world.bot_id
        member = world.members.get(user_id)
        name = world.bot_name if is_bot else member.name if member is not None else "deleted_user"
        return {
            "id": user_id,
            "username": name.lower().replace(" ", "_"),
            "global_name": None if is_bot else name,
            "discriminator": "0",
            "avatar": None,
            "banner": None,
            "accent_color": None,
            "public_flags": 0,
            "flags": 0,
            "bot": is_bot,
            "primary_guild": None,
        }

    def member(self, member_id: str) -> dict[str, Any]:
        """Write a member of the server."""
        return {
            "user": self.user(member_id),
            "nick": None,
            "avatar": None,
            "banner": None,
            "roles": self._world.roles_of(member_id),
            "joined_at": iso(made_at_ms(member_id)),
            "premium_since": None,
            "communication_disabled_until": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
        }

    def acting_member(self, member_id: str, channel: Channel) -> dict[str, Any]:
        """Write a member as interactions carry them: with their permissions in the channel."""
        return {**self.member(member_id), "permissions": str(self._world.permissions_in(member_id, channel))}

    def role(self, role: Role) -> dict[str, Any]:
        """Write a role."""
        tags = {"tags": {"bot_id": self._world.bot_id}} if role.managed else {}
        return {
            "id": role.id,
            "name": role.name,
            "permissions": str(role.permissions),
            "position": role.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": role.managed,
            "mentionable": not role.managed,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
            **tags,
        }

    def channel(self, channel: Channel) -> dict[str, Any]:
        """Write a channel of the server or direct messages."""
        if channel.parent is not None:
            return self._thread(channel)
        common = {"id": channel.id, "type": _CHANNEL_TYPES[channel.kind], "last_message_id": None, "flags": 0}
        if channel.member is not None:
            return {**common, "recipients": [self.user(channel.member)]}
        return {
            **common,
            "guild_id": self._world.guild_id,
            "name": channel.name,
            "position": list(self._world.places).index(channel.id),
            "permission_overwrites": [self._overwrite(key, bits) for key, bits in channel.overwrites.items()],
            "parent_id": None,
            "topic": None,
            "nsfw": False,
            "rate_limit_per_user": 0,
        }

    def _overwrite(self, key: str, bits: list[int]) -> dict[str, Any]:
        kind = 0 if key in self._world.roles else 1
        return {"id": key, "type": kind, "allow": str(bits[0]), "deny": str(bits[1])}

    def _thread(self, thread: Channel) -> dict[str, Any]:
        said = self._world.said(thread.id)
        return {
            "id": thread.id,
            "type": _PRIVATE_THREAD if thread.private else _PUBLIC_THREAD,
            "guild_id": self._world.guild_id,
            "parent_id": thread.parent,
            "owner_id": thread.owner,
            "name": thread.name,
            "last_message_id": None,
            "flags": 0,
            "rate_limit_per_user": 0,
            "message_count": said,
            "total_message_sent": said,
            "member_count": len(thread.joined),
            "thread_metadata": {
                "archived": thread.archived,
                "archive_timestamp": iso(thread.archived_ms),
                "auto_archive_duration": thread.minutes,
                "locked": thread.locked,
                "create_timestamp": iso(min(thread.joined.values(), default=thread.archived_ms)),
                **({"invitable": thread.invitable} if thread.private else {}),
            },
        }

    def thread_member(self, thread: Channel, member_id: str) -> dict[str, Any]:
        """Write somebody's place in a thread."""
        since = iso(thread.joined[member_id])
        return {"id": thread.id, "user_id": member_id, "join_timestamp": since, "flags": 0}

    def acting_channel(self, channel: Channel, member_id: str) -> dict[str, Any]:
        """Write a channel as interactions carry it: with the person's permissions in it."""
        return {**self.channel(channel), "permissions": str(self._world.permissions_in(member_id, channel))}

    def guild(self) -> dict[str, Any]:
        """Write the server as REST shows it."""
        world = self._world
        text = [each.id for each in world.channels.values() if each.kind == "text"]
        return {
            "id": world.guild_id,
            "name": world.guild_name,
            "icon": None,
            "description": None,
            "home_header": None,
            "splash": None,
            "discovery_splash": None,
            "features": [],
            "banner": None,
            "owner_id": world.owner_id,
            "application_id": None,
            "region": "deprecated",
            "afk_channel_id": None,
            "afk_timeout": 300,
            "system_channel_id": text[0],
            "system_channel_flags": 0,
            "widget_enabled": False,
            "widget_channel_id": None,
            "verification_level": 0,
            "roles": [self.role(each) for each in world.roles.values()],
            "default_message_notifications": 1,
            "mfa_level": 0,
            "explicit_content_filter": 0,
            "max_presences": None,
            "max_members": 500_000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "vanity_url_code": None,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "preferred_locale": "en-US",
            "rules_channel_id": None,
            "safety_alerts_channel_id": None,
            "public_updates_channel_id": None,
            "premium_progress_bar_enabled": False,
            "nsfw": False,
            "nsfw_level": 0,
            "emojis": [],
            "stickers": [],
            "incidents_data": None,
        }

    def guild_create(self, *, members: bool) -> dict[str, Any]:
        """Write the server as the gateway announces it; without the members intent only the bot is in it."""
        world = self._world
        seen = [world.bot_id, *(world.members if members else ())]
        return {
            **self.guild(),
            "joined_at": iso(made_at_ms(world.bot_id)),
            "large": False,
            "unavailable": False,
            "member_count": len(world.members) + 1,
            "members": [self.member(each) for each in seen],
            "channels": [self.channel(each) for each in world.channels.values() if each.kind == "text"],
            "threads": [
                self.channel(each)
                for each in world.channels.values()
                if each.kind == "thread" and not each.archived and world.may_enter(world.bot_id, each)
            ],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [self.event(each) for each in world.events.by_id.values() if each.open],
            "soundboard_sounds": [],
        }

    def event(self, event: Event) -> dict[str, Any]:
        """Write a scheduled event."""
        missing = ("by_weekday", "by_n_weekday", "by_month", "by_month_day", "by_year_day", "count", "end")
        rule = None if event.rule is None else {**dict.fromkeys(missing), "interval": 1, **event.rule}
        return {
            "id": event.id,
            "guild_id": self._world.guild_id,
            "channel_id": None,
            "creator_id": event.creator,
            "creator": self.user(event.creator),
            "name": event.name,
            "description": event.description,
            "image": None,
            "scheduled_start_time": iso(event.start_ms),
            "scheduled_end_time": iso(event.end_ms),
            "privacy_level": 2,
            "status": event.status,
            "entity_type": EXTERNAL,
            "entity_id": None,
            "entity_metadata": {"location": event.location},
            "recurrence_rule": rule,
            "user_count": 0,
            "guild_scheduled_event_exceptions": [],
        }

    def application(self) -> dict[str, Any]:
        """Write the bot's application."""
        world = self._world
        return {
            "id": world.bot_id,
            "name": world.bot_name,
            "icon": None,
            "description": "",
            "type": None,
            "bot": self.user(world.bot_id),
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": 0,
            "flags_new": "0",
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "role_connections_verification_url": None,
            "owner": self.user(world.owner_id),
            "approximate_guild_count": 1,
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "team": None,
            "eligible_oauth2_scopes": [],
        }

    def attachment(self, attachment: Attachment, *, ephemeral: bool = False) -> dict[str, Any]:
        """Write an attachment."""
        url = self._base + attachment.path
        written: dict[str, Any] = {
            "id": attachment.id,
            "filename": attachment.name,
            "size": attachment.size,
            "url": url,
            "proxy_url": url,
            "content_type": attachment.type,
        }
        if attachment.width is not None:
            written |= {"width": attachment.width, "height": attachment.height}
        if attachment.description is not None:
            written["description"] = attachment.description
        return written | ({"ephemeral": True} if ephemeral else {})

    def message(self, message: Message) -> dict[str, Any]:
        """Write a message as its author, the bot, sees it; links to attachments are complete."""
        world = self._world
        ephemeral = bool(message.flags & EPHEMERAL)
        written: dict[str, Any] = {
            "id": message.id,
            "channel_id": message.channel,
            "type": _type_of(message),
            "author": self.user(message.author),
            "content": message.content,
            "timestamp": iso(made_at_ms(message.id)),
            "edited_timestamp": iso(message.edited_ms) if message.edited_ms is not None else None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [self.user(each) for each in message.mentions],
            "mention_roles": message.roles,
            "attachments": [
                self.attachment(world.attachments[each], ephemeral=ephemeral) for each in message.attachments
            ],
            "embeds": [{"type": "rich", **self._absolute(embed)} for embed in message.embeds],
            "components": self._absolute(message.components),
            "pinned": False,
            "flags": message.flags,
        }
        thread = world.channels.get(message.id)
        if thread is not None:
            written |= {"flags": message.flags | _HAS_THREAD, "thread": self.channel(thread)}
        if message.author == world.bot_id:
            written["application_id"] = world.bot_id
        if message.metadata is not None:
            written["interaction_metadata"] = message.metadata
            written["webhook_id"] = world.bot_id
        if message.nonce is not None:
            written["nonce"] = message.nonce
        if message.announces is not None:
            written["message_reference"] = {"type": 0, "channel_id": message.announces, "guild_id": world.guild_id}
        if message.reply_to is not None:
            written["message_reference"] = self._reference(message)
        return written

    def _reference(self, message: Message) -> dict[str, Any]:
        place = {} if self._world.channels[message.channel].member else {"guild_id": self._world.guild_id}
        where = self._world.channels[message.channel].parent if message.begins_thread else message.channel
        return {"type": 0, "channel_id": where, "message_id": message.reply_to, **place}

    def _absolute(self, node: Any) -> Any:
        """Complete the links to this server's own attachments."""
        if isinstance(node, list):
            return [self._absolute(each) for each in node]
        if not isinstance(node, dict):
            return node
        written = {key: self._absolute(value) for key, value in node.items()}
        for key in ("url", "proxy_url"):
            link = written.get(key)
            if isinstance(link, str) and link.startswith("/cdn/"):
                written[key] = self._base + link
        return written


def _type_of(message: Message) -> int:
    if message.announces is not None:
        return _THREAD_CREATED
    if message.begins_thread:
        return _THREAD_HEAD
    return _COMMAND_ANSWER if message.command else _REPLY if message.reply_to else 0
