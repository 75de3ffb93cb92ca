"""The model outside as the environment names it, and that there is none where it names none."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.endpoint.client import Endpoint
from bot.rules.errors import EdgeDown
from bot.settings import Settings, SettingsFault, read_settings
from bot.storage.desk import Desk
from bot.wiring import examining
from bot.wiring.command import main
from bot.wiring.endpoint import outsider_of
from bot.wiring.places import now
from tests.cli.test_sandbox import standard_input
from tests.endpoint.model_server import ModelServer, claims, point, says

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


QUESTIONS = """
- q: Why a held-out set?
  points:
    - say: It estimates how the model does on data it has not seen
    - say: The training error is too optimistic
- id: term
  q: What is the mean squared error of probabilities called?
  answer: [Brier score]
"""
WORDS = "It tells how we do on new data, and training error is too optimistic."
GOOD = claims([point(1, "how we do on new data", sure=1), point(2, "TRAINING error is too optimistic", sure=1)])


def set_up(monkeypatch: pytest.MonkeyPatch, url: str, tokens: int = 9000) -> None:
    for name, value in {"URL": url, "NAME": "mark-1", "KEY": KEY, "DAILY_TOKENS": tokens, "TIMEOUT_S": 30}.items():
        monkeypatch.setenv(f"MODEL_{name}", str(value))


async def graded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], question: str, *answers: str
) -> list[dict[str, object]]:
    """Grade answers by the whole command."""
    (tmp_path / "q.yaml").write_text(QUESTIONS, encoding="utf-8")
    lines = "\n".join(json.dumps({"id": 1, "answer": answer}) for answer in answers)
    with standard_input(lines.encode(), tmp_path / "in", piped=False):
        command = ["grade", "--question", str(tmp_path / "q.yaml"), "--id", question, "--endpoint"]
        assert await asyncio.to_thread(main, command) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


async def test_the_terminal_grades_by_the_model_and_counts_what_it_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with ModelServer([says(GOOD), says("no")]) as server:
        set_up(monkeypatch, server.url)
        first, second = await graded(tmp_path, capsys, "question", WORDS, WORDS)
    assert (first["by"], first["remark"], first["score"]) == ("mark-1", "", 1.0)
    assert [each["evidence"] for each in first["points"]] == [  # type: ignore[attr-defined]  # a list by contract
        "how we do on new data",
        "training error is too optimistic",
    ]
    assert (second["by"], second["remark"]) == (
        "holdout",
        "The model would not judge this, so I graded this on my own.",
    )
    async with Desk(read_settings().database()) as desk:
        used = await desk(lambda books: books.model_use.of(now().date()))
    assert (used.calls, used.tokens.read, used.tokens.written) == (2, 600, 120)


async def test_a_short_text_is_never_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with ModelServer([says(GOOD)]) as server:
        set_up(monkeypatch, server.url)
        [line] = await graded(tmp_path, capsys, "term", "Brier score")
        assert server.asked == []
    assert (line["by"], line["remark"], line["score"]) == ("holdout", "", 1.0)


def test_to_ask_a_model_that_is_not_set_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "q.yaml").write_text(QUESTIONS, encoding="utf-8")
    assert main(["grade", "--question", str(tmp_path / "q.yaml"), "--id", "question", "--endpoint"]) == 2
    assert capsys.readouterr().err.startswith("MODEL_URL: set it")


async def test_the_doctor_says_whether_there_is_one_and_asks_it_only_when_told_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert examining._model(read_settings(), reach=True).startswith("none outside")
    async with ModelServer([says(GOOD)]) as server:
        set_up(monkeypatch, server.url)
        assert "asks whether it is there" in examining._model(read_settings(), reach=False)
        assert server.looked == []
        seen = await asyncio.to_thread(examining._model, read_settings(), reach=True)
        assert seen == f"mark-1 at {server.url[7:-3]} answers"
        assert (len(server.looked), server.asked) == (1, [])
        server.models = 401
        with pytest.raises(EdgeDown, match="MODEL_KEY"):
            await asyncio.to_thread(examining._model, read_settings(), reach=True)
