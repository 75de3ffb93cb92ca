"""An operator's own model of meaning: trained with, refused, in use, and away without a trace."""

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.bank.answers import read_prompts
from bot.cli.doctor import Finding
from bot.judge import model
from bot.judge.embedding import embedder_of
from bot.judge.features import names_with
from bot.judge.hearing import hear, learned_with
from bot.judge.model import DIGEST, SCORER, ScorerFault, scorer_of
from bot.rules.errors import RuleBroken
from bot.rules.heard import Asked
from bot.settings import Settings, read_settings
from bot.wiring import examining
from bot.wiring import scorer as training
from bot.wiring.app import open_app
from bot.wiring.clock import SystemClock
from bot.wiring.command import main
from bot.wiring.hearing import Hearer
from bot.wiring.measuring import Measuring
from bot.wiring.scorer import ANSWERS, make_with
from bot.workers.pool import Pool
from tests.cli.test_sandbox import standard_input
from tests.fake_sandbox import FakeSandbox
from tests.small_model import write_model
from tests.whole.house import FEW

SLICE = 3
PROMPT = read_prompts(ANSWERS)[0]
ASKED, ANSWER = PROMPT.asked, PROMPT.answers[0].text


@pytest.fixture(scope="module", autouse=True)
def _few_texts() -> Iterator[None]:
    """Words get their weights from the small bank: nothing shown here hangs on them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "QUESTIONS", FEW)
        yield


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with some of the marked answers."""
    folder = tmp_path_factory.mktemp("answers")
    for path in sorted(ANSWERS.glob("*.yaml"))[:SLICE]:
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def texts(few: Path) -> list[str]:
    return [answer.text for prompt in read_prompts(few) for answer in prompt.answers]


@pytest.fixture(scope="module")
def trained(few: Path, texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a model and a scorer trained with it."""
    folder = write_model(tmp_path_factory.mktemp("trained"), texts)
    make_with(folder, few)
    return folder


@pytest.fixture
def folder(trained: Path, tmp_path: Path) -> Path:
    """Give a folder like that, of which a test may change what it likes."""
    return Path(shutil.copytree(trained, tmp_path / "model"))


def test_training_writes_into_the_folder_alone_and_the_same_bytes_again(folder: Path, few: Path) -> None:
    own = {path: path.read_bytes() for path in training.ROOM.iterdir() if path.is_file()}
    before = (folder / SCORER).read_bytes(), (folder / DIGEST).read_bytes()
    assert make_with(folder, few) == before[0]
    assert ((folder / SCORER).read_bytes(), (folder / DIGEST).read_bytes()) == before
    assert {path.name for path in folder.iterdir()} == {"model.onnx", "tokenizer.json", SCORER, DIGEST}
    assert {path: path.read_bytes() for path in training.ROOM.iterdir() if path.is_file()} == own


def test_the_file_says_which_model_and_features_it_was_trained_with(trained: Path) -> None:
    kept, embedder = json.loads((trained / SCORER).read_bytes()), embedder_of(trained)
    assert kept["embeddings"] == embedder.digest
    assert tuple(kept["features"]) == names_with(embedder)
    assert any(head["weights"][place] for head in kept["heads"].values() for place in (-1, -2, -3))


def test_a_worker_hears_with_it_what_this_process_would(trained: Path) -> None:
    async def heard() -> object:
        async with Pool() as pool:
            return await Hearer(pool.run, str(trained)).hear(ASKED, ANSWER)

    expected = hear(ASKED, ANSWER, str(trained))
    assert asyncio.run(heard()) == expected == hear(ASKED, ANSWER, str(trained))
    assert expected != hear(ASKED, ANSWER)


def test_graded_answers_correct_it_too(trained: Path) -> None:
    strict = Asked(ASKED.text, ASKED.points, ASKED.mistakes, ASKED.better, ((ANSWER, 0.0),))
    assert hear(strict, ANSWER, str(trained)).score < hear(ASKED, ANSWER, str(trained)).score


def own_scorer(folder: Path) -> None:
    for name in (SCORER, DIGEST):
        shutil.copy(training.ROOM / name, folder)


def other_model(folder: Path) -> None:
    write_model(folder, ["other words"])


def changed(folder: Path) -> None:
    (folder / SCORER).write_bytes(b"{}")


def none_yet(folder: Path) -> None:
    (folder / SCORER).unlink()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (changed, "scorer.json is not the file .*; `{run}` makes both anew"),
        (own_scorer, "scorer.json was made for other features; `{run}` makes it anew"),
        (other_model, "scorer.json was trained with another model; `{run}` makes it anew"),
        (none_yet, "holds no scorer for its model yet; `{run}` makes it"),
        (shutil.rmtree, "holds no model.onnx: EMBEDDINGS names a folder with model.onnx and tokenizer.json"),
    ],
)
def test_a_folder_that_does_not_fit_is_refused_with_what_to_run(
    folder: Path, change: Callable[[Path], None], says: str
) -> None:
    change(folder)
    says = says.format(run=f"make scorer EMBEDDINGS={folder}")
    with pytest.raises(ScorerFault, match=says):
        scorer_of(str(folder))
    with pytest.raises(RuleBroken, match=rf"{says}\.$"):
        learned_with(str(folder))


async def test_the_bot_does_not_start_with_a_folder_that_does_not_fit(folder: Path, tmp_path: Path) -> None:
    database, sandbox, clock = f"sqlite:///{tmp_path / 'bot.sqlite3'}", FakeSandbox(), SystemClock()
    async with open_app(database, sandbox, clock, embeddings=str(folder)) as app:
        assert app.speaking
    none_yet(folder)
    with pytest.raises(RuleBroken, match="holds no scorer for its model yet"):
        async with open_app(database, sandbox, clock, embeddings=str(folder)):
            pass


@pytest.mark.usefixtures("own_environment")
def test_the_doctor_says_what_is_in_use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def finding() -> Finding:
        return examining._looked("embeddings", lambda: examining._embeddings(read_settings().meaning))

    monkeypatch.setenv("EMBEDDINGS", "")
    assert finding() == Finding("embeddings", well=True, says="none; answers are heard by their words alone")
    monkeypatch.setenv("EMBEDDINGS", str(folder))
    says = f"in use from {folder}, model {embedder_of(folder).digest[:12]}"
    assert finding() == Finding("embeddings", well=True, says=says)
    other_model(folder)
    assert not finding().well
    assert "was trained with another model" in finding().says


@pytest.fixture
def own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


QUESTION = """
- q: Why a held-out set?
  points:
    - say: It estimates how the model does on data it has not seen
    - say: The training error is too optimistic
"""


@pytest.mark.usefixtures("own_environment")
def test_the_terminal_grades_with_it_and_refuses_what_does_not_fit(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "q.yaml").write_text(QUESTION, encoding="utf-8")

    def graded() -> int:
        with standard_input(b'{"id": 1, "answer": "It tells how we do on new data."}', tmp_path / "in", piped=False):
            return main(["grade", "--question", str(tmp_path / "q.yaml")])

    assert graded() == 0
    plain = json.loads(capsys.readouterr().out)
    monkeypatch.setenv("EMBEDDINGS", str(folder))
    assert graded() == 0
    told = json.loads(capsys.readouterr().out)
    assert told.keys() == plain.keys()
    assert told["score"] != plain["score"]
    none_yet(folder)
    model.scorer_in.cache_clear()
    assert graded() == 1
    assert f"`make scorer EMBEDDINGS={folder}` makes it." in capsys.readouterr().err


def test_it_is_measured_by_the_same_folds(folder: Path, few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "ANSWERS", few)
    with_it = {each["name"]: each["value"] for each in Measuring().grading(lambda _: None, str(folder))["figures"]}
    without = {each["name"]: each["value"] for each in Measuring().grading(lambda _: None)["figures"]}
    assert with_it.keys() == without.keys()
    assert with_it["questions"] == SLICE
    assert with_it["r of scores"] != without["r of scores"]


def test_the_command_that_trains_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert training.main(str(tmp_path)) == 1
    assert capsys.readouterr().err.startswith(f"{tmp_path} holds no model.onnx: ")
    assert list(tmp_path.iterdir()) == []


LOADED = """
import sys
from bot.judge.hearing import hear
from bot.rules.heard import Asked
from bot.rules.rubric import Point
hear(Asked("Why?", (Point("Says that the model overfits"),)), "The model overfits.")
print([name for name in ("onnxruntime", "tokenizers") if name in sys.modules])
"""


def test_without_a_folder_nothing_of_it_is_loaded() -> None:
    ran = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)  # noqa: S603
    assert ran.stdout == "[]\n"
