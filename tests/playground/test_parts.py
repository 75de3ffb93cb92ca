"""The small parts on their own: clock, ids, files, components, audiences, the judge."""

import asyncio
import base64
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.playground.clock import WorldClock, iso
from bot.playground.components import complete, missing_media, shown_in
from bot.playground.contract import find_document, load_contract
from bot.playground.files import Files, Upload, bare_name, size_in_pixels, type_of
from bot.playground.live import Live
from bot.playground.people import People
from bot.playground.permissions import ADMINISTRATOR, may
from bot.playground.reading import parse, whole_number
from bot.playground.records import Attachment
from bot.playground.refusal import Fault, invalid
from bot.playground.server import Playground
from bot.playground.snowflake import EPOCH_MS, Snowflakes, made_at_ms
from bot.playground.views import names_of
from tests.people import Person
from tests.playground.raw import RawBot

PICTURE = Attachment("9", "1", "p.png", "image/png", 10, 2, 3)


async def test_the_clock_rings_in_order_and_only_what_still_stands() -> None:
    clock, rung = WorldClock(), list[str]()
    start = clock.now_ms
    clock.at(start + 20_000, lambda: rung.append("late"))
    off = clock.at(start + 5_000, lambda: rung.append("never"))
    clock.at(start + 10_000, lambda: rung.append("early"))
    off.call_off()
    clock.advance(4)
    assert rung == []
    clock.advance(7)
    assert rung == ["early"]
    clock.advance(3600)
    assert rung == ["early", "late"]
    assert clock.offset_ms == 3_611_000
    with pytest.raises(ValueError, match="moves on"):
        clock.advance(-1)
    clock.at(clock.now_ms + 1, lambda: rung.append("stopped"))
    clock.stop()


async def test_the_clock_can_be_waited_for() -> None:
    clock = WorldClock()
    await clock.wait_until(clock.now() - timedelta(seconds=1))
    waiting = asyncio.create_task(clock.wait_until(clock.now() + timedelta(hours=1)))
    soon = asyncio.create_task(clock.wait_until(clock.now() + timedelta(milliseconds=5)))
    await soon
    assert not waiting.done()
    clock.advance(3600)
    await waiting


async def test_a_frozen_clock_moves_only_when_it_is_moved_on() -> None:
    clock = WorldClock(frozen=True)
    start = clock.now_ms
    waiting = asyncio.create_task(clock.wait_until(clock.now() + timedelta(milliseconds=1)))
    await asyncio.create_task(clock.wait_until(clock.now() + timedelta(0)))
    assert (clock.now_ms, waiting.done(), clock._alarm) == (start, False, None)
    clock.advance(0.001)
    await waiting
    assert clock.now_ms == start + 1


async def test_in_a_frozen_playground_nothing_is_late() -> None:
    async with Playground(frozen=True) as place, RawBot(place) as bot, Person(place.url, place.secret) as ada:
        await bot.sync()
        await bot.identify()
        await ada.slash("ask")
        event = await bot.event("INTERACTION_CREATE")
        await ada.advance(2.999)
        assert (await bot.answer(event, 4, {"content": "in time"}))[0] == 200
        await ada.slash("ask")
        event = await bot.event("INTERACTION_CREATE")
        await ada.advance(3)
        assert (await bot.answer(event, 4, {"content": "late"}))[1]["code"] == 10062
        assert place.violations == []


async def test_a_deadline_that_is_called_off_does_not_wake_anybody() -> None:
    clock = WorldClock()
    clock.at(clock.now_ms + 60_000, lambda: None).call_off()
    clock.at(clock.now_ms + 120_000, lambda: None)
    assert len(clock._pending) == 1
    clock.stop()


def test_ids_grow_and_tell_their_time() -> None:
    ids = Snowflakes()
    first, second = ids.make(EPOCH_MS + 5), ids.make(EPOCH_MS + 5)
    back = ids.make(EPOCH_MS + 1)
    assert int(first) < int(second) < int(back)
    assert made_at_ms(first) == EPOCH_MS + 5
    assert iso(0) == "1970-01-01T00:00:00.000+00:00"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a.png", "a.png"), ("../../etc/passwd", "passwd"), ("C:\\x\\y z.txt", "y_z.txt"), ("..", "file"),
        ("", "file"), (".env", "env"), ("ä\u202e.txt", "ä_.txt"), ("x" * 300 + ".csv", "x" * 96 + ".csv"),
    ],
)  # fmt: skip
def test_names_are_bare(given: str, kept: str) -> None:
    assert bare_name(given) == kept


def test_types_are_seen_and_not_believed() -> None:
    heads = {b"\xff\xd8\xff": "image/jpeg", b"GIF89a": "image/gif", b"RIFF1234WEBP": "image/webp"}
    for head, kind in heads.items():
        assert type_of(Upload("a.txt", head)) == kind
    assert type_of(Upload("a.png", b"no")) == "application/octet-stream"
    assert type_of(Upload("a", b"no")) == "application/octet-stream"
    assert size_in_pixels(b"\x89PNG\r\n\x1a\n") is None


@pytest.mark.parametrize("on_disk", [True, False])
def test_files_are_kept_under_numbers_alone(tmp_path: Path, on_disk: bool) -> None:  # noqa: FBT001 - two cases
    files = Files(tmp_path if on_disk else None)
    files.put("12", b"x")
    (tmp_path / "secret").write_bytes(b"s")
    assert files.get("12") == b"x"
    for other in ("../secret", "13", "", "²"):
        assert files.get(other) is None
        files.drop(other)
    files.drop("12")
    assert files.get("12") is None
    assert (tmp_path / "secret").exists()


def test_components_are_completed() -> None:
    sent: list[dict[str, Any]] = [
        {
            "type": 17,
            "components": [
                {"type": 9, "components": [{"type": 10, "content": "a", "id": 1}], "accessory": thumbnail("p.png")},
                {"type": 12, "items": [{"media": {"url": "https://example.org/x.png"}, "description": None}]},
                {"type": 13, "file": {"url": "attachment://p.png"}},
                {"type": 14},
            ],
        },
        {"type": 1, "components": [{"type": 5, "custom_id": "u", "placeholder": None}]},
    ]
    container, row = complete(sent, {"p.png": PICTURE}, lambda: "77")
    section, gallery, file, separator = container["components"]
    assert [container["id"], section["id"], section["components"][0]["id"]] == [2, 3, 1]
    assert section["accessory"]["media"]["url"] == "/cdn/attachments/1/9/p.png"
    assert section["accessory"]["media"]["width"] == 2
    assert gallery["items"][0] == {
        "media": {
            "url": "https://example.org/x.png", "proxy_url": "https://example.org/x.png", "id": "77",
            "width": None, "height": None, "content_type": None,
        },
        "description": None,
        "spoiler": False,
    }  # fmt: skip
    assert (file["name"], file["size"], file["spoiler"]) == ("p.png", 10, False)
    assert (separator["spacing"], separator["divider"]) == (1, True)
    assert (container["accent_color"], container["spoiler"]) == (None, False)
    assert row["components"][0]["max_values"] == 1
    assert "placeholder" not in row["components"][0]
    assert shown_in([container]) == {"9"}
    assert "id" not in sent[0]


def thumbnail(name: str) -> dict[str, Any]:
    return {"type": 11, "media": {"url": f"attachment://{name}"}}


def test_media_sent_back_as_a_link_is_recognised() -> None:
    again = thumbnail("x") | {"media": {"url": "http://127.0.0.1:1/cdn/attachments/1/9/p.png"}}
    (section,) = complete([{"type": 9, "components": [], "accessory": again}], {"p.png": PICTURE}, lambda: "77")
    assert section["accessory"]["media"]["attachment_id"] == "9"


def test_missing_media_are_named() -> None:
    parts = [{"type": 9, "components": [], "accessory": thumbnail("q.png")}]
    (fault,) = missing_media(parts, {"p.png"})
    assert fault.where == ("components", 0, "accessory", "media", "url")


async def test_every_kind_of_medium_is_shown_and_edited(playground: Playground, ada: Person) -> None:
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
    uploaded = await ada.say("x", files=[{"name": "p.png", "type": "", "b64": picture}])
    link = playground.url + uploaded["attachments"][0]["url"]
    parts = [
        {"type": 9, "components": [{"type": 10, "content": "t"}], "accessory": {"type": 11, "media": {"url": link}}},
        {"type": 12, "items": [{"media": {"url": link}}]},
        {"type": 14, "spacing": 2},
    ]
    path = f"/channels/{ada.channel}/messages"
    async with RawBot(playground) as bot:
        status, message = await bot.request("POST", path, {"components": parts, "flags": 1 << 15})
        assert status == 200
        assert message["components"][1]["items"][0]["media"]["url"] == link
        keep = {"components": message["components"][:1], "attachments": []}
        status, edited = await bot.request("PATCH", f"{path}/{message['id']}", keep)
        assert (status, len(edited["components"]), edited["flags"]) == (200, 1, 1 << 15)


async def test_attachments_get_new_descriptions(playground: Playground, ada: Person) -> None:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", '{"attachments":[{"id":0,"filename":"n.txt","description":"old"}]}')
    form.add_field("files[0]", b"x", filename="o.txt")
    path = f"/channels/{ada.channel}/messages"
    async with RawBot(playground) as bot:
        _, message = await bot.request("POST", path, data=form)
        (kept,) = message["attachments"]
        assert (kept["filename"], kept["description"]) == ("n.txt", "old")
        body = {"attachments": [{"id": int(kept["id"]), "description": "new"}]}
        await bot.request("PATCH", f"{path}/{message['id']}", body)
        assert (await ada.messages())[0]["attachments"][0]["alt"] == "new"
        status, refused = await bot.request("PATCH", f"{path}/{message['id']}", {"attachments": []})
        assert (status, refused["code"]) == (400, 50006)
        kept_still = (await bot.request("GET", f"{path}/{message['id']}"))[1]["attachments"]
        assert len(kept_still) == 1
    playground.violations.clear()


async def test_whom_a_message_mentions(playground: Playground, ada: Person) -> None:
    content = f"<@{ada.id}> and <@1>"
    path = f"/channels/{ada.channel}/messages"
    async with RawBot(playground) as bot:
        cases: list[tuple[dict[str, Any] | None, list[str]]] = [
            (None, [ada.id]),
            ({"parse": []}, []),
            ({"parse": ["users"]}, [ada.id]),
            ({"users": [int(ada.id)]}, [ada.id]),
        ]
        for allowed, mentioned in cases:
            _, message = await bot.request("POST", path, {"content": content, "allowed_mentions": allowed})
            assert [each["id"] for each in message["mentions"]] == mentioned


async def test_somebody_who_no_longer_reads_is_let_go() -> None:
    live = Live()
    slow, quick = live.join("a"), live.join("b")
    for _ in range(5_001):
        live.tell("a", lambda: {"t": "x"})
    live.tell(None, lambda: {"t": "y"})
    assert quick.queue.qsize() == 1
    live.leave(slow)
    live.tell("a", lambda: pytest.fail("nobody is there"))
    texts = [slow.queue.get_nowait() for _ in range(slow.queue.qsize())]
    assert texts[-1] is None


def test_asking_for_no_permission_means_administrators() -> None:
    assert may(ADMINISTRATOR, 0)
    assert not may(1 << 10, 0)
    assert may(0b110, 0b010)
    assert not may(0b110, 0b011)


def test_faults_become_a_tree() -> None:
    faults = [Fault(("a", 0, "b"), "X", "x"), Fault(("a", 0, "c"), "Y", "y"), Fault(("d",), "Z", "z")]
    tree = invalid(faults).body()["errors"]
    assert tree["a"]["0"]["b"] == {"_errors": [{"code": "X", "message": "x"}]}
    assert tree["d"] == {"_errors": [{"code": "Z", "message": "z"}]}
    above = invalid([Fault((), "P", "p"), Fault(("a",), "X", "x")]).body()["errors"]
    assert [each["code"] for each in above["_errors"]] == ["P", "X"]


@pytest.mark.parametrize("raw", [b"{", b"[" * 100_000, b'"\\uDFFF"'])
def test_what_cannot_be_read(raw: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any reason will do
        parse(raw)


def test_what_can_be_read() -> None:
    assert parse(b'"\\ud83d\\ude00"') == "\U0001f600"
    assert whole_number("7", 1, 9) == 7
    for text in ("0", "10", "x", "", "²", "-1", "٣"):
        with pytest.raises(ValueError, match="whole number"):
            whole_number(text, 1, 9)


async def test_without_the_document_it_says_so_and_keeps_its_own_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_OPENAPI", str(tmp_path / "none"))
    assert find_document() is None
    async with Playground() as place, RawBot(place) as bot, Person(place.url, place.secret) as ada:
        assert ada.world["validated"] is False
        assert not place.validated
        path = f"/channels/{ada.channel}/messages"
        assert (await bot.request("POST", path, {"content": "x" * 2001}))[0] == 400
        assert (await bot.request("POST", path, {"content": "x"}))[0] == 200


@pytest.mark.usefixtures("document")
def test_the_document_is_read_once_and_names_an_answer_it_does_not_know() -> None:
    contract = load_contract(find_document())
    assert contract is load_contract(find_document())
    assert contract.answer_faults("GET", "/users/@me", 201, {})[0].code == "STATUS"
    assert contract.answer_faults("GET", "/users/@me", 404, {"message": "x", "code": 0}) == ()
    assert contract.request_faults("GET", "/no/such/route", {}) == ()


async def test_small_routes(playground: Playground) -> None:
    async with RawBot(playground) as bot:
        assert (await bot.request("GET", "/gateway"))[1]["url"] == playground.gateway_url
        assert (await bot.request("GET", "/applications/@me"))[1]["id"] == playground.world.bot_id
        _, audit = await bot.request("GET", f"/guilds/{playground.world.guild_id}/audit-logs?user_id=1")
        assert audit["audit_log_entries"] == []


def test_the_peoples_side_is_documented_whole() -> None:
    rooms = Path(__file__).parents[2] / "bot" / "playground"
    text = (rooms / "PEOPLE.md").read_text("utf-8")
    app = web.Application()
    People(None, None).add_to(app.router)  # type: ignore[arg-type]  # only its routes are looked at
    routes = {resource.canonical for resource in app.router.resources()}
    assert routes == set(re.findall(r"`(?:GET )?(/people/\w+)", text))
    sources = " ".join(path.read_text("utf-8") for path in rooms.glob("*.py"))
    assert set(re.findall(r'"t": "([\w.]+)"', sources)) <= set(re.findall(r"`([\w.]+)`", text)) | {"hello"}


async def test_names_are_looked_up_where_they_stand(playground: Playground) -> None:
    names = names_of(playground.world)
    assert sorted(names.users.values()) == ["Ada", "Ben", "Cy", "Dee", "Holdout"]
    assert (len(names.roles), sorted(names.channels.values())) == (5, ["general", "practice"])


async def test_nobody_is_woken_before_their_moment() -> None:
    clock = WorldClock(frozen=True)
    moment = clock.now() + timedelta(seconds=1, microseconds=1)
    waiting = asyncio.create_task(clock.wait_until(moment))
    await asyncio.sleep(0)
    clock.advance(1)
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.advance(0.001)
    await waiting
    assert clock.now() >= moment
