"""Discord's routes for answers to interactions and what follows them."""

from typing import Any

from bot.playground.interactions import Interaction
from bot.playground.posting import edit
from bot.playground.rest import Answer, Call, Route

_CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = f"{_WEBHOOK}/messages/@original"
_MESSAGE = f"{_WEBHOOK}/messages/{{message_id}}"
_MESSAGE_KINDS = (4, 7)


def _interaction(call: Call) -> Interaction:
    return call.interactions.of_token(call.params["webhook_id"], call.params["webhook_token"])


async def _answer(call: Call) -> Answer:
    """Take the one answer; what came of it is told only to who asks for it."""
    params = call.params
    interaction = call.interactions.answer(
        params["interaction_id"], params["interaction_token"], call.body, call.uploads
    )
    if call.query.get("with_response", "").lower() not in ("1", "true"):
        return Answer()
    channel = call.stage.world.channels[interaction.channel]
    told: dict[str, Any] = {"id": interaction.id, "type": interaction.kind, "channel_id": channel.id}
    if channel.member is None:
        told["guild_id"] = call.stage.world.guild_id
    resource: dict[str, Any] = {}
    message = call.stage.world.message(interaction.original or "")
    if message is not None:
        told |= {
            "response_message_id": message.id,
            "response_message_loading": message.loading,
            "response_message_ephemeral": message.ephemeral_for is not None,
        }
        if call.body["type"] in _MESSAGE_KINDS:
            written = call.stage.payloads.message(message)
            resource = {"resource": {"type": call.body["type"], "message": written}}
    return Answer({"interaction": told, **resource})


async def _follow_up(call: Call) -> Answer:
    interaction = _interaction(call)
    message = call.interactions.follow_up(interaction, call.body, call.uploads)
    return Answer(call.stage.payloads.message(message))


async def _get_original(call: Call) -> Answer:
    return Answer(call.stage.payloads.message(call.interactions.original(_interaction(call))))


async def _edit_original(call: Call) -> Answer:
    message = call.interactions.original(_interaction(call))
    return Answer(call.stage.payloads.message(edit(call.stage, message, call.body, call.uploads)))


async def _delete_original(call: Call) -> Answer:
    call.stage.remove_message(call.interactions.original(_interaction(call)))
    return Answer()


async def _get(call: Call) -> Answer:
    message = call.interactions.message(_interaction(call), call.params["message_id"])
    return Answer(call.stage.payloads.message(message))


async def _edit(call: Call) -> Answer:
    message = call.interactions.message(_interaction(call), call.params["message_id"])
    return Answer(call.stage.payloads.message(edit(call.stage, message, call.body, call.uploads)))


async def _delete(call: Call) -> Answer:
    call.stage.remove_message(call.interactions.message(_interaction(call), call.params["message_id"]))
    return Answer()


ROUTES: tuple[Route, ...] = (
    ("POST", _CALLBACK, _answer),
    ("POST", _WEBHOOK, _follow_up),
    ("GET", _ORIGINAL, _get_original),
    ("PATCH", _ORIGINAL, _edit_original),
    ("DELETE", _ORIGINAL, _delete_original),
    ("GET", _MESSAGE, _get),
    ("PATCH", _MESSAGE, _edit),
    ("DELETE", _MESSAGE, _delete),
)
