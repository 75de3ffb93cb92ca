"""The model outside as the environment names it, and that there is none where it names none."""

from pathlib import Path

import pytest

from bot.endpoint.client import Endpoint
from bot.settings import Settings, SettingsFault, read_settings
from bot.wiring.endpoint import outsider_of

URL, KEY = "https://model.example/v1", "key-that-nobody-sees"


@pytest.fixture(autouse=True)
def own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_there_is_none_unless_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert outsider_of(read_settings()) is None
    monkeypatch.setenv("MODEL_NAME", "mark-1")
    monkeypatch.setenv("MODEL_KEY", KEY)
    assert outsider_of(read_settings()) is None


def test_what_is_set_is_asked_and_the_key_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"URL": f"{URL}/", "NAME": " mark-1 ", "KEY": f"{KEY}\n", "TIMEOUT_S": "2.5"}.items():
        monkeypatch.setenv(f"MODEL_{name}", value)
    outsider = outsider_of(read_settings())
    assert outsider is not None
    assert outsider.model == Endpoint(URL, "mark-1", KEY, 2.5)
    assert (outsider.label, outsider.limit) == ("mark-1 at model.example", 200_000)
    assert KEY not in repr(outsider) + repr(read_settings())


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("MODEL_URL", "ftp://model.example", "must begin with https://"),
        ("MODEL_URL", "https://", "must begin with https://"),
        ("MODEL_URL", f"https://me:{KEY}@model.example/v1", "the key goes into MODEL_KEY"),
        ("MODEL_URL", f"https://model.example/v1?key={KEY}", "the key goes into MODEL_KEY"),
        ("MODEL_URL", f"https://model.example/v1#{KEY}", "the key goes into MODEL_KEY"),
        ("MODEL_URL", "https://model.example:99999/v1", "MODEL_URL: "),
        ("MODEL_URL", "http://[::1", "MODEL_URL: "),
        ("MODEL_NAME", "", "set it to the model's name"),
        ("MODEL_NAME", " ", "set it to the model's name"),
        ("MODEL_KEY", f"{KEY}\r\nX: y", "characters that no key has"),
        ("MODEL_KEY", f"{KEY}é", "characters that no key has"),
        ("MODEL_TIMEOUT_S", "0", "greater than 0"),
        ("MODEL_TIMEOUT_S", "61", "less than or equal to 60"),
        ("MODEL_TIMEOUT_S", "nan", "MODEL_TIMEOUT_S: "),
        ("MODEL_DAILY_TOKENS", "0", "greater than 0"),
    ],
)
def test_what_does_not_fit_is_said_and_no_secret(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    for known, good in (("MODEL_URL", URL), ("MODEL_NAME", "mark-1"), (name, value)):
        monkeypatch.setenv(known, good)
    with pytest.raises(SettingsFault) as fault:
        read_settings()
    assert str(fault.value).startswith(f"{name}: ")
    assert says in str(fault.value)
    assert KEY not in str(fault.value)
