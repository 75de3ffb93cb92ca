"""How messages come about: the body of a request is judged, taken over into a message, kept and shown."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.playground.components import complete, missing_media
from bot.playground.files import Upload, bare_name
from bot.playground.limits import message_faults, walk
from bot.playground.payloads import UPLOAD_LIMIT
from bot.playground.records import COMPONENTS_V2, LOADING, Attachment, Message
from bot.playground.refusal import Code, Fault, Refused, invalid
from bot.playground.stage import Stage

_ATTACHMENT_LIMIT = 10
_UNPLAYED = ("poll", "sticker_ids")
_SUPPRESS_EMBEDS, _SUPPRESS_NOTIFICATIONS = 1 << 2, 1 << 12
_SETTABLE = COMPONENTS_V2 | _SUPPRESS_EMBEDS | _SUPPRESS_NOTIFICATIONS
_MENTION = re.compile(r"<@(?:!?(?P<users>\d{1,20})|&(?P<roles>\d{1,20}))>")
Uploads = dict[int, Upload]


def post(stage: Stage, draft: Message, body: dict[str, Any], uploads: Uploads) -> Message:
    """Send a message of the bot.

    Args:
        stage: where it is sent.
        draft: the message without what the body brings.
        body: content, components, embeds, attachments, flags; its shape is known to be right.
        uploads: the files by their number in the request.

    Raises:
        Refused: the body breaks one of Discord's rules; nothing is kept.
    """
    message = stage.world.keep(_taken_over(stage, draft, body, uploads))
    stage.show_message(message, new=True)
    return message


def edit(stage: Stage, message: Message, body: dict[str, Any], uploads: Uploads) -> Message:
    """Change a message of the bot; a deferred answer is filled in without counting as edited.

    Raises:
        Refused: the body breaks one of Discord's rules; nothing is changed.
    """
    base = replace(message, flags=message.flags & ~LOADING)
    changed = _taken_over(stage, base, body, uploads)
    if not message.loading:
        changed = replace(changed, edited_ms=stage.world.clock.now_ms)
    stage.world.keep(changed)
    stage.show_message(changed, new=False)
    stage.world.detach([each for each in message.attachments if each not in changed.attachments])
    return changed


def say(stage: Stage, member: str, channel: str, content: str, uploads: Sequence[Upload]) -> Message:
    """Write a plain message as a person."""
    world = stage.world
    attachments = [world.attach(channel, each).id for each in uploads]
    message = Message(
        id=world.new_id(),
        channel=channel,
        author=member,
        content=content,
        attachments=attachments,
        mentions=_mentioned(stage, content, "users", None),
    )
    world.keep(message)
    stage.show_message(message, new=True)
    return message


def _taken_over(stage: Stage, message: Message, body: dict[str, Any], uploads: Uploads) -> Message:
    """Judge a body and lay it over a message; attachments are kept only once all is well."""
    world = stage.world
    flags = message.flags | ((body.get("flags") or 0) & _SETTABLE)
    kept, described = _kept(message, body)
    names = {world.attachments[each].name for each in kept} | {bare_name(each.name) for each in uploads.values()}
    faults = [*message_faults(_laid_over(message, body), flags)]
    if len(kept) + len(uploads) > _ATTACHMENT_LIMIT:
        faults.append(Fault(("attachments",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length."))
    faults += missing_media(body.get("components"), names)
    faults += [Fault((key,), "NOT_PLAYED", "The playground does not play this") for key in _UNPLAYED if body.get(key)]
    if faults:
        raise invalid(faults)
    if any(len(each.data) > UPLOAD_LIMIT for each in uploads.values()):
        raise Refused(413, Code.TOO_LARGE, "Request entity too large")
    if not _says_something(message, body, bool(kept or uploads)):
        raise Refused(400, Code.EMPTY_MESSAGE, "Cannot send an empty message")
    for key, text in described.items():
        world.describe(key, text)
    attached = [world.attach(message.channel, each) for each in uploads.values()]
    files = {world.attachments[each].name: world.attachments[each] for each in kept}
    files |= {each.name: each for each in attached}
    changed = replace(message, flags=flags, attachments=[*kept, *(each.id for each in attached)])
    if "content" in body:
        changed = replace(changed, content=body["content"] or "")
    if "embeds" in body:
        changed = replace(changed, embeds=[_resolved(each, files) for each in body["embeds"] or []])
    if "components" in body:
        changed = replace(changed, components=complete(body["components"], files, world.new_id))
    text, allowed = _all_text(changed), body.get("allowed_mentions")
    named = {key: _mentioned(stage, text, key, allowed) for key in ("users", "roles")}
    return replace(changed, mentions=named["users"], roles=named["roles"])


def _resolved(embed: dict[str, Any], files: dict[str, Attachment]) -> dict[str, Any]:
    """Complete an embed: its pictures lead to the message's own files; a name that is none of them stays."""
    written = dict(embed)
    for key in ("image", "thumbnail"):
        link = str((embed.get(key) or {}).get("url") or "")
        known = files.get(link.removeprefix("attachment://"))
        if known is not None:
            size = {} if known.width is None else {"width": known.width, "height": known.height}
            written[key] = {"url": known.path, "proxy_url": known.path, **size}
    if embed.get("fields"):
        written["fields"] = [{"inline": False, **each} for each in embed["fields"]]
    return written


def _laid_over(message: Message, body: dict[str, Any]) -> dict[str, Any]:
    """Write the body as it will stand beside what the message keeps."""
    return {"content": message.content, "embeds": message.embeds} | body


def _kept(message: Message, body: dict[str, Any]) -> tuple[list[str], dict[str, str | None]]:
    """Find which attachments stay, and their new descriptions; without a list all of them do."""
    if body.get("attachments") is None:
        return list(message.attachments), {}
    listed = {str(each["id"]): each for each in body["attachments"]}
    kept = [each for each in message.attachments if each in listed]
    return kept, {each: listed[each]["description"] for each in kept if "description" in listed[each]}


def _says_something(message: Message, body: dict[str, Any], files: bool) -> bool:  # noqa: FBT001 - one fact of several
    laid = _laid_over(message, body)
    components = body.get("components", message.components)
    return files or bool(laid.get("content") or laid.get("embeds") or components)


def _all_text(message: Message) -> str:
    return " ".join([message.content, *(each.get("content", "") for _, each in walk(message.components))])


def _mentioned(stage: Stage, text: str, kind: str, allowed: dict[str, Any] | None) -> list[str]:
    """List the "users" or "roles" that a text mentions, as far as `allowed_mentions` lets it; all know of it."""
    world = stage.world
    there = world.roles if kind == "roles" else world.members
    known = [each[kind] for each in _MENTION.finditer(text) if each[kind] in there or each[kind] == world.bot_id]
    if allowed is not None and kind not in (allowed.get("parse") or ()):
        named = {str(each) for each in allowed.get(kind) or ()}
        known = [each for each in known if each in named]
    return list(dict.fromkeys(known))
