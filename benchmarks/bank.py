"""What ten thousand questions cost: read, checked, checked again, compared, drawn; and what hostile files cost."""

import gc
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from operator import itemgetter
from pathlib import Path
from statistics import median

import yaml

from benchmarks.hostile import FILES
from benchmarks.made import make_bank
from benchmarks.report import Figure, run, say
from bot.bank.cache import Cache
from bot.bank.checking import check_files
from bot.bank.folder import read_folder
from bot.bank.reader import Scope, read_file
from bot.judge.duplicates import Bank, said
from bot.rules.choosing import Shelf, Wish, choose, longest_due, shelf_of
from bot.rules.question import Question
from bot.rules.variants import draw_variant

SIZE, QUICK_SIZE = 10_000, 150
ROUNDS, QUICK_ROUNDS = 3, 1
DRAWS, QUICK_DRAWS = 2_000, 50
MET = 100
MIB = 1024 * 1024
TODAY = date(2026, 1, 31)
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def measure(quick: bool) -> Sequence[Figure]:  # noqa: FBT001 (the one thing that a run is told)
    """Make a bank and measure on it."""
    size, rounds, draws = (QUICK_SIZE, QUICK_ROUNDS, QUICK_DRAWS) if quick else (SIZE, ROUNDS, DRAWS)
    with tempfile.TemporaryDirectory(prefix="holdout-") as folder:
        questions = Path(folder) / "questions"
        make_bank(questions, size)
        say(f"{size:,} questions are made")
        checking = _checking(questions, Path(folder), rounds)
        items = read_folder(questions).items
        assert len(items) == size  # noqa: S101 (what cannot be read would be checked in no time)
        files: dict[str, dict[str, str]] = {}
        for item in items:
            files.setdefault(item.where, {})[item.question.id] = said(item.question)
        drawing = _drawing([item.question for item in items], draws)
        return [*checking, _refusing(questions), *_comparing(files), *drawing]


def _checking(questions: Path, folder: Path, rounds: int) -> list[Figure]:
    """Check from cold and from kept findings, each time next to PyYAML's own fastest loader."""
    files = [path.read_bytes() for path in sorted(questions.rglob("*.yaml"))]
    cold, warm = [], []
    for number in range(rounds):
        cache = Cache(folder / f"cache-{number}")
        bare = _seconds(lambda: [yaml.load(data, yaml.CSafeLoader) for data in files])
        check = partial(check_files, questions, TODAY, cache)
        first, again = _seconds(check), _seconds(check)
        say(f"loaded bare {bare:.2f} s, checked {first:.2f} s, again {again:.3f} s")
        cold.append(first / bare)
        warm.append(again / bare)
    return [
        Figure("read and check from cold, against CSafeLoader", median(cold), "x", 4.0),
        Figure("check again from kept findings, against CSafeLoader", median(warm), "x", 0.1),
    ]


def _refusing(questions: Path) -> Figure:
    """Refuse the files that mean harm, the dearest of them next to PyYAML's fastest loader on an honest one."""
    honest = b"".join(path.read_bytes() for path in sorted(questions.rglob("*.yaml")) if path.name != "skills.yaml")
    honest = honest[: honest.rfind(b"\n- id:", 0, MIB)]
    bare = _seconds(lambda: yaml.load(honest, yaml.CSafeLoader)) * MIB / len(honest)
    scope = Scope(str(questions), frozenset(), TODAY)
    read_file(scope, "first.yaml", b"- q: a")
    took = {name: _seconds(partial(read_file, scope, "sent.yaml", data)) for name, data in FILES.items()}
    name, most = max(took.items(), key=itemgetter(1))
    say(f"an honest MiB loaded bare {bare:.2f} s, the dearest hostile file refused {most:.2f} s ({name})")
    return Figure("refuse the dearest hostile file, against CSafeLoader on an honest MiB", most / bare, "x", 3.0)


def _comparing(files: Mapping[str, Mapping[str, str]]) -> list[Figure]:
    """Look for near-duplicates in all, then in one file that changed."""
    kept: dict[str, bytes] = {}
    cold = _seconds(lambda: Bank(files, kept).copies())
    changed = next(iter(files.values()))
    again = _seconds(lambda: Bank(files, kept).copies(list(changed)))
    say(f"compared {cold:.2f} s, one file again {again:.2f} s")
    return [
        Figure("near-duplicates from cold", cold, "s", 60.0),
        Figure("near-duplicates of one changed file", again, "s", 5.0),
    ]


def _drawing(questions: Sequence[Question], draws: int) -> list[Figure]:
    """Choose and draw from the whole bank and from its tenth part by turns."""
    whole, tenth = shelf_of(questions), shelf_of(questions[::10])
    took: dict[str, list[float]] = {"whole": [], "tenth": []}
    for seed in range(draws):
        for name, shelf in (("whole", whole), ("tenth", tenth)):
            took[name].append(_seconds(partial(_draw, shelf, seed), collect=False))
    ms = median(took["whole"]) * 1000
    return [
        Figure("a draw (choose and make the variant)", ms, "ms", 0.2),
        Figure("a draw, against one from a tenth of the bank", ms / (median(took["tenth"]) * 1000), "x", 1.5),
    ]


def _draw(shelf: Shelf, seed: int) -> None:
    """Do what Next does for somebody who has met a hundred questions."""
    fits = shelf.fits(Wish())
    met = {key: NOON for _, key in zip(range(MET), fits.by_key, strict=False)}
    topics = {fits.by_key[key].topic for key in met}
    assert longest_due(fits, ()) is None  # noqa: S101 (so that it must choose)
    chosen = choose(fits, met, topics, seed, just=next(iter(met)))
    assert chosen is not None  # noqa: S101
    draw_variant(chosen[0], seed)


def _seconds(work: Callable[[], object], *, collect: bool = True) -> float:
    """Give the CPU time of a piece of work."""
    if collect:
        gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    return run("bank", __doc__, measure, argv)


if __name__ == "__main__":
    sys.exit(main())
