"""A person in the playground, for tests and load tests: does what the page does, through the same requests."""

import asyncio
import base64
import io
import json
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp

Message = dict[str, Any]
Event = dict[str, Any]
TIMEOUT_S = 10.0
_T = TypeVar("_T")


class NotAllowed(Exception):
    """The playground said no; `status` is the HTTP status, the text its sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Failed(Exception):
    """The bot did not answer an interaction."""


def walk(components: Any) -> Iterator[dict[str, Any]]:
    """Yield all components of a message or modal, outer ones first."""
    for component in components or ():
        yield component
        yield from walk(component.get("components"))
        for inside in ("accessory", "component"):
            if isinstance(component.get(inside), dict):
                yield from walk([component[inside]])


def text_of(message: Message) -> str:
    """Collect all that a message says: content, text displays, labels of buttons and selects."""
    said = [message["content"]]
    for each in walk(message["components"]):
        said += [str(each.get(key) or "") for key in ("content", "label", "placeholder")]
        said += [str(option["label"]) for option in each.get("options") or ()]
    return "\n".join(each for each in said if each)


def labels_of(message: Message) -> list[str]:
    """List the labels of a message's buttons."""
    return [str(each.get("label")) for each in walk(message["components"]) if each["type"] == 2]


def file(name: str, data: bytes, kind: str = "application/octet-stream") -> dict[str, str]:
    """Pack a file for an attachment option, a message or a modal."""
    return {"name": name, "type": kind, "b64": base64.b64encode(data).decode()}


class Person:
    """One member with an open page; use as an async context manager.

    `member` is a name ("Ada") or an id; `channel` a name ("general"), "dm" or an id, and may be set at any time.
    A quiet one, named by id, hears only what happens to them alone: thousands of these cost little. Those who share a
    `session` share its connections; it carries the secret and is closed by whoever made it.
    """

    def __init__(
        self,
        url: str,
        secret: str,
        member: str = "Ada",
        channel: str = "general",
        *,
        quiet: bool = False,
        session: aiohttp.ClientSession | None = None,
    ) -> None:
        self._url = url
        self._quiet = quiet
        self._secret = secret
        self._wanted = (member, channel)
        self._session = session
        self._shared = session is not None
        self._socket: aiohttp.ClientWebSocketResponse
        self._reader: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self.id = ""
        self.name = ""
        self.channel = ""
        self.world: dict[str, Any] = {}
        self.events: list[Event] = []
        self.seen: dict[str, Message] = {}

    async def __aenter__(self) -> Self:
        if self._session is None:
            self._session = aiohttp.ClientSession(headers={"X-Playground-Secret": self._secret})
        member, channel = self._wanted
        if not self._quiet:
            members = (await self.get("world"))["members"]
            member = next(each["id"] for each in members if member in (each["id"], each["name"]))
        address = f"{self._url}/people/live?member={member}&secret={self._secret}&quiet={int(self._quiet)}"
        self._socket = await self._session.ws_connect(address, max_msg_size=0)
        self.world = json.loads((await self._socket.receive()).data)["world"]
        self.id = member
        self.name = next(each["name"] for each in self.world["members"] if each["id"] == member)
        for place in [] if self._quiet else self.world["channels"]:
            self.seen |= {each["id"]: each for each in await self.messages(place["id"])}
        self._reader = asyncio.create_task(self._listen(self._socket))
        self.go(channel)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._reader is not None
        assert self._session is not None
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        await self._socket.close()
        if not self._shared:
            await self._session.close()

    def go(self, channel: str) -> None:
        """Look at another channel: its name, id, or "dm"."""
        places = self.world["channels"] + [each["channel"] for each in self.events if each["t"] == "channel.created"]
        self.channel = next(
            each["id"]
            for each in places
            if channel in (each["id"], each["kind"]) or (each["kind"] != "dm" and each["name"] == channel)
        )

    # doing

    async def slash(self, path: str, files: Mapping[str, dict[str, str]] | None = None, **options: Any) -> str:
        """Use a slash command; give back the interaction's id."""
        body = {"member": self.id, "channel": self.channel, "name": path, "options": options, "files": files or {}}
        return str((await self.post("command", body))["interaction"])

    async def autocomplete(self, path: str, focused: str, **options: Any) -> list[dict[str, Any]]:
        """Ask for choices while typing; give back name and value of each."""
        body = {
            "member": self.id,
            "channel": self.channel,
            "name": path,
            "focused": focused,
            "options": options,
        }
        choices: list[dict[str, Any]] = (await self.post("autocomplete", body))["choices"]
        return choices

    async def click(self, part: str, message: Message | None = None, values: list[str] | None = None) -> str:
        """Press the button (or use the select) with this label, placeholder or custom_id.

        Without a message the newest one that has it is taken.
        """
        target = self.seen.get(message["id"], message) if message is not None else self._latest_with(part)
        body: dict[str, Any] = {
            "member": self.id,
            "channel": target["channel"],
            "message": target["id"],
            "custom_id": _part(target, part)["custom_id"],
        }
        if values is not None:
            body["values"] = values
        return str((await self.post("click", body))["interaction"])

    async def context(self, name: str, message: Message) -> str:
        """Use a command of a message's menu."""
        body = {"member": self.id, "channel": message["channel"], "name": name, "target": message["id"]}
        return str((await self.post("context", body))["interaction"])

    async def fault(self, kind: str, **more: Any) -> None:
        """Have something go wrong: `times`, `route`, `after_s` as the people's side takes them."""
        await self.post("fault", {"kind": kind, **more})

    async def thread(self, act: str = "start", **more: Any) -> dict[str, Any]:
        """Start a thread in this channel, or do something to the thread that this channel is."""
        body = {"member": self.id, "channel": self.channel, "act": act, **more}
        thread: dict[str, Any] = (await self.post("thread", body))["thread"]
        return thread or {}

    async def deny(self, channel: str, *names: str, **more: Any) -> None:
        """Keep the bot, or `who` else, from things in a channel named like this."""
        place = next(each["id"] for each in self.world["channels"] if each["name"] == channel)
        await self.post("allow", {"channel": place, "deny": names, "by": self.id, **more})

    async def submit(self, modal: Mapping[str, Any], **fields: Any) -> str:
        """Fill in a modal; fields by custom_id or by label with spaces as underscores; the others stay as they are."""
        by_name: dict[str, str] = {}
        given: dict[str, Any] = {}
        for part in modal["components"]:
            for inner in walk([part]):
                if "custom_id" in inner:
                    by_name[inner["custom_id"]] = inner["custom_id"]
                    label = part.get("label") or inner.get("label")
                    by_name[str(label).replace(" ", "_")] = inner["custom_id"]
                    for value in _prefilled(inner):
                        given[inner["custom_id"]] = value
        given |= {by_name[name]: value for name, value in fields.items()}
        body = {"member": self.id, "modal": modal["id"], "fields": given}
        return str((await self.post("submit", body))["interaction"])

    async def say(self, content: str, files: list[dict[str, str]] | None = None) -> Message:
        """Write a plain message."""
        body = {"member": self.id, "channel": self.channel, "content": content, "files": files or []}
        message: Message = (await self.post("say", body))["message"]
        return message

    async def dismiss(self, message: Message) -> None:
        """Put away a message that only this member sees."""
        await self.post("dismiss", {"member": self.id, "message": message["id"]})

    async def advance(self, seconds: float) -> None:
        """Move the world's time on."""
        await self.post("clock", {"advance_s": seconds})

    # seeing

    async def messages(self, channel: str | None = None, **query: Any) -> list[Message]:
        """Read a channel, oldest first."""
        found: list[Message] = (await self.get("messages", channel=channel or self.channel, **query))["messages"]
        return found

    async def sees(self, text: str, after: str = "0", timeout_s: float = TIMEOUT_S) -> Message:
        """Wait until a message in sight says this; the newest such one is given back.

        Args:
            text: what it must contain.
            after: look only at messages newer than this id.
            timeout_s: how long to wait at most.
        """

        def look() -> Message | None:
            new = [each for each in self.seen.values() if int(each["id"]) > int(after)]
            return next((each for each in reversed(new) if text in text_of(each)), None)

        return await self._until(look, f"a message that says {text!r}", timeout_s)

    async def modal(self, timeout_s: float = TIMEOUT_S) -> dict[str, Any]:
        """Wait for a modal that has not been given out yet."""
        event = await self.happens("modal.opened", timeout_s=timeout_s)
        self.events.remove(event)
        found: dict[str, Any] = event["modal"]
        return found

    async def settled(self, interaction: str, timeout_s: float = TIMEOUT_S) -> None:
        """Wait until an interaction is answered; raise `Failed` with the reason if it is not."""

        def look() -> Event | None:
            ends = ("interaction.done", "interaction.failed")
            return next(
                (each for each in self.events if each["t"] in ends and each["interaction"] == interaction), None
            )

        event = await self._until(look, "an answer", timeout_s)
        if event["t"] == "interaction.failed":
            raise Failed(event["reason"])

    async def happens(self, kind: str, timeout_s: float = TIMEOUT_S, **fields: Any) -> Event:
        """Wait for a live event of a kind with these fields."""

        def look() -> Event | None:
            wanted = {"t": kind, **fields}
            return next((each for each in self.events if wanted.items() <= each.items()), None)

        return await self._until(look, f"the event {kind}", timeout_s)

    # requests

    async def get(self, what: str, **query: Any) -> dict[str, Any]:
        """Read from the people's side as this member."""
        assert self._session is not None
        if self.id:
            query["member"] = self.id
        async with self._session.get(f"{self._url}/people/{what}", params=query) as answer:
            return await _checked(answer)

    async def post(self, what: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Ask the people's side for something."""
        assert self._session is not None
        packed = io.BytesIO(json.dumps(body).encode())
        async with self._session.post(f"{self._url}/people/{what}", data=packed) as answer:
            return await _checked(answer)

    # inside

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            event: Event = json.loads(frame.data)
            if event["t"] in ("message.created", "message.updated"):
                self.seen[event["message"]["id"]] = event["message"]
            elif event["t"] == "message.deleted":
                self.seen.pop(event["id"], None)
            self.events.append(event)
            self._changed.set()

    async def _until(self, look: Callable[[], _T | None], what: str, timeout_s: float) -> _T:
        try:
            async with asyncio.timeout(timeout_s):
                while (found := look()) is None:
                    self._changed.clear()
                    await self._changed.wait()
                return found
        except TimeoutError:
            seen = "\n---\n".join(text_of(each) for each in list(self.seen.values())[-5:])
            raise AssertionError(f"{self.name} waited for {what} in vain; in sight:\n{seen}") from None

    def _latest_with(self, part: str) -> Message:
        for message in reversed(list(self.seen.values())):
            if any(_is(each, part) for each in walk(message["components"])):
                return message
        raise AssertionError(f"{self.name} sees nothing called {part!r}")


def _prefilled(component: Mapping[str, Any]) -> Iterator[Any]:
    """Yield what a form's field holds before anybody touches it."""
    if component.get("value"):
        yield component["value"]
    chosen = [option["value"] for option in component.get("options") or () if option.get("default")]
    if chosen:
        yield chosen


def _is(component: Mapping[str, Any], name: str) -> bool:
    return "custom_id" in component and name in (
        component["custom_id"],
        component.get("label"),
        component.get("placeholder"),
    )


def _part(message: Message, name: str) -> dict[str, Any]:
    for component in walk(message["components"]):
        if _is(component, name):
            return component
    raise AssertionError(f"there is nothing called {name!r} on that message:\n{text_of(message)}")


async def _checked(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    body = await answer.json(content_type=None)
    if answer.status >= 400:
        raise NotAllowed(answer.status, body["error"])
    assert isinstance(body, dict)
    return body
