"""The playground is for this machine's own programs and its own page, and takes no harm from what it is sent."""

import asyncio
import json
import socket
from typing import Any

import aiohttp
import pytest

from bot.playground.server import Playground
from tests.people import NotAllowed, Person, file

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x03"
POSTS = ("say", "command", "autocomplete", "click", "submit", "dismiss", "clock", "join", "members")


async def fetch(place: Playground, path: str, method: str = "GET", **more: Any) -> tuple[int, str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, place.url + path, **more) as answer,
    ):
        return answer.status, (await answer.read()).decode(errors="replace"), answer.headers


async def exactly(place: Playground, path: str, host: str) -> bytes:
    """Send a request line just as it is, so that no client tidies the path."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(place.url.rsplit(":", 1)[1]))
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer.split(b"\r\n")[0].split(b" ")[1]


@pytest.mark.parametrize("host", ["192.168.0.1", "::", "127.0.0.2", "example.org", ""])
def test_it_is_bound_to_loopback_alone(host: str) -> None:
    with pytest.raises(ValueError, match="this machine alone"):
        Playground(host=host)


async def test_it_listens_on_no_other_address(playground: Playground) -> None:
    port = int(playground.url.rsplit(":", 1)[1])
    with socket.socket() as other:
        assert other.connect_ex(("127.0.0.2", port)) != 0


@pytest.mark.parametrize("path", ["/", "/people/world", "/api/v10/gateway", "/cdn/x", "/page/app.js", "/gateway"])
@pytest.mark.parametrize(
    "headers",
    [{"Host": "example.org"}, {"Host": "127.0.0.1:1"}, {"Origin": "https://example.org"}, {"Origin": "null"}],
)
async def test_another_host_or_origin_is_refused(playground: Playground, path: str, headers: dict[str, str]) -> None:
    status, text, _ = await fetch(playground, path, headers=headers)
    assert status == 403
    assert "answers only to its own" in text


async def test_its_own_names_are_welcome(playground: Playground) -> None:
    port = playground.url.rsplit(":", 1)[1]
    for name in ("127.0.0.1", "localhost"):
        own = {"Host": f"{name}:{port}", "Origin": f"http://{name}:{port}"}
        assert (await fetch(playground, "/", headers=own))[0] == 200


@pytest.mark.parametrize("given", [None, "", "wrong"])
async def test_people_need_the_secret_of_this_start(playground: Playground, given: str | None) -> None:
    headers = {} if given is None else {"X-Playground-Secret": given}
    for what in ("world", "messages"):
        assert (await fetch(playground, f"/people/{what}", headers=headers))[0] == 403
    for what in POSTS:
        assert (await fetch(playground, f"/people/{what}", "POST", headers=headers, json={}))[0] == 403
    assert (await fetch(playground, f"/people/live?secret={given or ''}"))[0] == 403


async def test_the_page_carries_the_secret_and_a_strict_policy(playground: Playground) -> None:
    status, text, headers = await fetch(playground, "/")
    assert status == 200
    assert playground.secret in text
    assert "{{" not in text
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


async def test_the_pages_files_and_no_others(playground: Playground) -> None:
    host = playground.url.removeprefix("http://")
    assert await exactly(playground, "/page/app.js", host) == b"200"
    for path in (
        "/page/../server.py", "/page/..%2fserver.py", "/page/%2e%2e/server.py", "/page//etc/passwd", "/page/",
        "/page/none.js", "/page/..", "/cdn/attachments/1/1/x", "/cdn/attachments/../../server.py",
        "/cdn/attachments/1/..%2f..%2fjournal.jsonl/x", "/etc/passwd", "/people/none",
    ):  # fmt: skip
        assert await exactly(playground, path, host) in (b"403", b"404"), path


async def test_a_file_is_found_under_its_whole_link_only(playground: Playground, ada: Person) -> None:
    message = await ada.say("", files=[file("../x.html", b"<script>"), file("p.png", PNG), file("v.svg", b"<svg>")])
    page, picture, drawing = message["attachments"]
    assert (page["name"], page["type"]) == ("x.html", "text/html")
    assert (picture["type"], drawing["type"]) == ("image/png", "application/octet-stream")
    for kept, shown in ((page, False), (picture, True), (drawing, False)):
        status, _, headers = await fetch(playground, kept["url"])
        assert status == 200
        assert ("Content-Disposition" not in headers) == shown
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert headers["X-Content-Type-Options"] == "nosniff"
    assert (await fetch(playground, picture["url"].replace("p.png", "q.png")))[0] == 404
    kept = playground.world.attachments[picture["id"]]
    assert (kept.width, kept.height) == (2, 3)


@pytest.mark.parametrize("what", POSTS)
async def test_nonsense_is_refused_and_never_an_accident(playground: Playground, ada: Person, what: str) -> None:
    place = {"member": ada.id, "channel": ada.channel}
    junk: list[Any] = [None, 7, -1.5, "", "x" * 5000, [], [[]], [{}], {}, {"a": []}, True, "\u0000", "²", "9" * 5000]
    bodies: list[Any] = [*junk, *({"member": each} for each in junk), *({**place, "channel": each} for each in junk)]
    for key in (
        "content", "files", "name", "options", "focused", "message", "custom_id", "values", "modal", "fields",
        "advance_s", "admin",
    ):  # fmt: skip
        bodies += [{**place, key: each} for each in junk]
    headers = {"X-Playground-Secret": playground.secret}
    async with aiohttp.ClientSession(headers=headers) as session:
        for body in bodies:
            async with session.post(f"{playground.url}/people/{what}", data=json.dumps(body)) as answer:
                assert answer.status < 500, (body, await answer.text())


@pytest.mark.parametrize("raw", [b"", b"{", b"[" * 100_000, b'{"content":"\\ud800"}', b"\xff", b"7"])
async def test_what_is_not_clean_json_is_refused(playground: Playground, raw: bytes) -> None:
    headers = {"X-Playground-Secret": playground.secret}
    status, text, _ = await fetch(playground, "/people/say", "POST", headers=headers, data=raw)
    assert status == 400
    assert "error" in json.loads(text)


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "limit=101", "before=-1", "before=" + "9" * 5000])
async def test_odd_pages_of_messages(playground: Playground, ada: Person, query: str) -> None:
    headers = {"X-Playground-Secret": playground.secret}
    path = f"/people/messages?member={ada.id}&channel={ada.channel}&{query}"
    assert (await fetch(playground, path, headers=headers))[0] == 400


async def test_limits_of_what_people_send(ada: Person) -> None:
    for content in ("", "  ", "x" * 4001):
        with pytest.raises(NotAllowed):
            await ada.say(content)
    with pytest.raises(NotAllowed, match="10 files"):
        await ada.say("x", files=[file("a", b"")] * 11)
    with pytest.raises(NotAllowed, match="10 MiB"):
        await ada.say("x", files=[file("a", bytes(10 * 1024 * 1024 + 1))])
    with pytest.raises(NotAllowed, match="too large") as refusal:
        await ada.say("x", files=[file("a", bytes(10 * 1024 * 1024))] * 4)
    assert refusal.value.status == 413
    for name in ("", " ", "x" * 33, "a\nb"):
        with pytest.raises(NotAllowed):
            await ada.post("members", {"name": name})
    for seconds in (-1, 1e12, True, None):
        with pytest.raises(NotAllowed):
            await ada.post("clock", {"advance_s": seconds})


async def test_pages_of_messages(ada: Person) -> None:
    said = [(await ada.say(str(each)))["id"] for each in range(7)]
    assert [each["id"] for each in await ada.messages(limit=3)] == said[4:]
    assert [each["id"] for each in await ada.messages(before=said[4], limit=3)] == said[1:4]


async def test_what_is_written_is_shown_safely(ada: Person, ben: Person) -> None:
    await ada.say(f"<script>alert(1)</script> <@{ben.id}>")
    seen = await ben.sees("alert")
    assert "<script" not in seen["html"]
    assert "Ben" in seen["html"]
