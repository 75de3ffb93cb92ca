"""Replies that are not what was asked for, one by one, and whatever bytes come."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.outside_ports import Tokens
from bot.endpoint.prompt import most, request
from bot.endpoint.reading import DECLINED, UNREADABLE, read
from bot.rules.heard import Asked
from bot.rules.rubric import Point
from tests.endpoint.model_server import USED, claims, completion, point

ASKED = Asked("Why?", (Point("a"), Point("b")), ("m", "n"))
BOTH = [point(1, "one two"), point(2, heard="no")]


def body(content: object, **more: Any) -> bytes:
    return json.dumps(completion(content, **({"usage": USED} | more))).encode()


def test_points_in_any_order_and_mistakes_with_their_quotes() -> None:
    reply = read(body(claims(BOTH[::-1], [{"number": 2, "quote": "x y"}, {"number": 1, "quote": ""}])), ASKED)
    assert reply.claims is not None
    assert [claim.quote for claim in reply.claims.points] == ["one two", ""]
    assert reply.claims.mistakes == ((0, ""), (1, "x y"))
    whole = read(body(claims([point(1, sure=1), point(2, sure=0)])), ASKED)
    assert whole.claims is not None


@pytest.mark.parametrize(
    "content",
    [
        {},
        [],
        claims([]),
        claims(BOTH[:1]),
        claims([*BOTH, point(3)]),
        claims([BOTH[0], BOTH[0]]),
        claims([*BOTH, BOTH[0]]),
        claims([point(0), point(1)]),
        claims([point(1), {**point(2), "more": 1}]),
        claims([point(1), {"number": 2, "heard": "no", "sure": 1}]),
        claims([point(1), {**point(2), "heard": "maybe"}]),
        claims([point(1), {**point(2), "heard": True}]),
        claims([point(1), {**point(2), "sure": 1.01}]),
        claims([point(1), {**point(2), "sure": -0.1}]),
        claims([point(1), {**point(2), "sure": "1"}]),
        claims([point(1), {**point(2), "sure": True}]),
        claims([point(1), {**point(2), "quote": None}]),
        claims([point(1), {**point(2), "number": 2.0}]),
        claims([point(True), point(2)]),
        claims([point(1), {**point(2), "number": "2"}]),
        claims(BOTH, [{"number": 3, "quote": ""}]),
        claims(BOTH, [{"number": 1, "quote": ""}, {"number": 1, "quote": ""}]),
        claims(BOTH, [{"number": 1}]),
        claims(BOTH, [{"number": True, "quote": ""}]),
        {**claims(BOTH), "note": ""},
        {"points": BOTH},
        {"points": {"1": BOTH}, "mistakes": []},
        "[1, 2",
        "```json\n{}\n```",
        '{"points": NaN, "mistakes": []}',
        "[" * 100_000,
    ],
    ids=lambda content: str(content)[:60],
)
def test_what_does_not_meet_the_schema_is_unreadable(content: object) -> None:
    reply = read(body(content), ASKED)
    assert (reply.claims, reply.why, reply.used) == (None, UNREADABLE, Tokens(300, 60))


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"\xff\xfe",
        b"<html>",
        b"null",
        b"[]",
        b'{"choices": []}',
        b'{"choices": [{"message": {}}]}',
        b'{"choices": [{"message": {"content": [1]}}]}',
        b"[" * 200_000,
        b"9" * 9999,
    ],
    ids=lambda told: str(told)[:40],
)
def test_what_is_no_completion_is_unreadable(told: bytes) -> None:
    assert read(told, ASKED).why == UNREADABLE


@pytest.mark.parametrize(
    "usage",
    [None, [], {}, {"prompt_tokens": 3}, *({"prompt_tokens": 3, "completion_tokens": n} for n in (-1, "4", True, 1e3))],
)
def test_use_that_cannot_be_is_not_known(usage: object) -> None:
    reply = read(body(claims(BOTH), usage=usage), ASKED)
    assert reply.claims is not None
    assert reply.used is None


def test_words_where_json_was_asked_for_are_a_refusal() -> None:
    assert read(body("No."), ASKED).why == DECLINED
    assert read(body(claims(BOTH), refusal="No."), ASKED).why == DECLINED
    assert read(body(claims(BOTH), refusal=""), ASKED).claims is not None


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*point(1), "points"]), inner),
    max_leaves=12,
)


@given(plain, st.binary(max_size=40))
def test_whatever_comes_is_read_or_told(content: object, noise: bytes) -> None:
    for told in (body(json.dumps(content)), json.dumps(content).encode(), noise):
        reply = read(told, ASKED)
        assert (reply.claims is None) == bool(reply.why)


def test_what_a_request_may_use_is_reckoned_from_its_size() -> None:
    few, many = most("m", ASKED, "x"), most("m", ASKED, "x" * 3000)
    assert few.read < many.read <= few.read + 1001
    assert few.written == many.written == json.loads(request("m", ASKED, "x"))["max_tokens"]
