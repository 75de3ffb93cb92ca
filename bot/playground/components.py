"""Components as Discord gives them back: every one numbered, its defaults filled in, its media resolved."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.playground.limits import walk
from bot.playground.records import Attachment
from bot.playground.refusal import Fault

_BUTTON, _SECTION, _THUMBNAIL, _GALLERY, _FILE, _SEPARATOR, _CONTAINER = 2, 9, 11, 12, 13, 14, 17
_SELECTS = frozenset({3, 5, 6, 7, 8})
_SCHEME = "attachment://"


def missing_media(components: Any, names: set[str]) -> list[Fault]:
    """Find the references to attachments that are not there.

    Args:
        components: as the bot sent them.
        names: the file names that the message will have.
    """
    faults = []
    for where, component in walk(components):
        for place, media in _media(component):
            name = media["url"].removeprefix(_SCHEME)
            if media["url"].startswith(_SCHEME) and name not in names:
                say = f"The referenced attachment '{name}' was not found"
                code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
                faults.append(Fault((*where, *place, "url"), code, say))
    return faults


def complete(components: Any, files: Mapping[str, Attachment], new_id: Callable[[], str]) -> list[dict[str, Any]]:
    """Write components as a message carries them.

    Args:
        components: valid ones, as the bot sent them.
        files: the message's attachments by file name.
        new_id: makes ids for media from elsewhere.
    """
    written = [_without_nulls(each) for each in components or ()]
    placed = [each for _, each in walk(written)]
    taken = {each["id"] for each in placed if each.get("id")}
    number = 0
    for component in placed:
        if not component.get("id"):
            number += 1
            while number in taken:
                number += 1
            component["id"] = number
        _fill(component)
        for _, media in _media(component):
            _resolve(media, files, new_id)
        if component["type"] == _FILE:
            known = files.get(component["file"]["url"].rsplit("/", 1)[-1])
            component["name"] = known.name if known is not None else None
            component["size"] = known.size if known is not None else None
    return written


def shown_in(components: list[dict[str, Any]]) -> set[str]:
    """List the ids of the attachments that components show."""
    found: set[str] = set()
    for _, component in walk(components):
        found.update(media["attachment_id"] for _, media in _media(component) if "attachment_id" in media)
    return found


def _fill(component: dict[str, Any]) -> None:
    """Add what Discord adds to a component of this type."""
    kind = component["type"]
    if kind == _BUTTON:
        component.setdefault("disabled", False)
    elif kind in _SELECTS:
        component.setdefault("min_values", 1)
        component.setdefault("max_values", 1)
        component.setdefault("disabled", False)
        for chosen in component.get("default_values") or ():
            chosen["id"] = str(chosen["id"])  # discord.py writes a number
    elif kind == _SEPARATOR:
        component.setdefault("spacing", 1)
        component.setdefault("divider", True)
    elif kind == _CONTAINER:
        component.setdefault("accent_color", None)
        component.setdefault("spoiler", False)
    elif kind == _GALLERY:
        for item in component["items"]:
            item.setdefault("description", None)
            item.setdefault("spoiler", False)
    elif kind == _THUMBNAIL:
        component.setdefault("description", None)
        component.setdefault("spoiler", False)
    elif kind == _FILE:
        component.setdefault("spoiler", False)


def _media(component: dict[str, Any]) -> list[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """List the media of one component with their paths inside it."""
    kind = component["type"]
    if kind == _THUMBNAIL:
        return [(("media",), component["media"])]
    if kind == _FILE:
        return [(("file",), component["file"])]
    if kind == _GALLERY:
        return [(("items", index, "media"), item["media"]) for index, item in enumerate(component["items"])]
    return []


def _resolve(media: dict[str, Any], files: Mapping[str, Attachment], new_id: Callable[[], str]) -> None:
    """Turn a request's link into what Discord makes of it."""
    known = files.get(media["url"].removeprefix(_SCHEME)) if media["url"].startswith(_SCHEME) else None
    if known is None:
        known = next((each for each in files.values() if media["url"].endswith(each.path)), None)
    if known is None:
        media.setdefault("id", new_id())
        media |= {"proxy_url": media["url"], "width": None, "height": None, "content_type": None}
        return
    media |= {
        "id": known.id,
        "url": known.path,
        "proxy_url": known.path,
        "width": known.width,
        "height": known.height,
        "content_type": known.type,
        "attachment_id": known.id,
    }


def _without_nulls(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_nulls(each) for each in node]
    if isinstance(node, dict):
        return {key: _without_nulls(value) for key, value in node.items() if value is not None}
    return node
