import pytest

from bot.rules.documents import canonical, digest_of, restated


def test_one_document_has_one_text() -> None:
    assert canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}' == canonical({"a": "é", "b": 1})


def test_a_digest_names_a_text() -> None:
    assert digest_of("{}") == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_some_keys_are_set_anew_and_the_rest_stays() -> None:
    assert restated('{"id":"x","version":1}', version=2, status="live") == '{"id":"x","status":"live","version":2}'


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"x": float("nan")})
