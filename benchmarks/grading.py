"""What it costs to grade an answer in one's own words: time of one core, memory of the process, loading the scorer."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from benchmarks.report import Figure, run

ANSWERS, QUICK_ANSWERS = 400, 20
MOST_MS, MOST_MIB, MOST_LOAD_MS = 20.0, 250.0, 100.0
KEPT_OUT = ("sklearn", "scipy", "torch")
ROOT = Path(__file__).parents[1]


def measure(quick: bool) -> Sequence[Figure]:  # noqa: FBT001 (the one thing that a run is told)
    """Grade the project's own answers, and one of the greatest length, in a process of its own."""
    count = QUICK_ANSWERS if quick else ANSWERS
    ran = subprocess.run(  # noqa: S603 (this very program)
        [sys.executable, "-m", "benchmarks.grading", "--worker", str(count)],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env={"OPENBLAS_NUM_THREADS": "1"},
    )
    found = json.loads(ran.stdout)
    return [
        Figure("grading an answer, median", median(found["answers_ms"]), "ms CPU", MOST_MS),
        Figure("grading an answer, 95 of 100", quantiles(found["answers_ms"], n=20)[-1], "ms CPU", MOST_MS),
        Figure("grading 4,000 characters against 8 points", found["longest_ms"], "ms CPU", MOST_MS),
        Figure("memory of the process", found["resident_mib"], "MiB", MOST_MIB),
        Figure("loading the scorer", found["load_ms"], "ms", MOST_LOAD_MS),
        Figure(f"of {', '.join(KEPT_OUT)} loaded there", found["loaded"], "", 0),
    ]


def work(count: int) -> None:
    """Grade in this process and print what it cost."""
    from bot.bank.answers import read_prompts  # noqa: PLC0415 (loaded where it is measured)
    from bot.judge import hearing, model  # noqa: PLC0415
    from bot.rules.heard import Asked  # noqa: PLC0415

    began = time.perf_counter()
    model.scorer()
    load_ms = (time.perf_counter() - began) * 1e3
    prompts = read_prompts(ROOT / "bot" / "judge" / "answers")
    jobs = [(prompt.asked, answer.text) for prompt in prompts for answer in prompt.answers]
    jobs = jobs[:: max(1, len(jobs) // count)]
    points = tuple(dict.fromkeys(point for prompt in prompts[:3] for point in prompt.asked.points))[:8]
    longest = " ".join(answer.text for prompt in prompts for answer in prompt.answers)[-4000:]
    hearing.hear(*jobs[0])
    found = {
        "answers_ms": [_ms(*job) for job in jobs],
        "longest_ms": median(
            _ms(Asked(f"Question {one}?", points, prompts[0].asked.mistakes), longest) for one in range(5)
        ),
        "load_ms": load_ms,
        "loaded": sum(package in sys.modules for package in KEPT_OUT),
        "resident_mib": _resident_mib(),
    }
    print(json.dumps(found))


def _ms(asked: object, answer: str) -> float:
    from bot.judge.hearing import hear  # noqa: PLC0415

    began = time.process_time()
    hear(asked, answer)  # type: ignore[arg-type]
    return (time.process_time() - began) * 1e3


def _resident_mib() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    return run("grading", __doc__ or "", measure, argv)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        work(int(sys.argv[2]))
    else:
        sys.exit(main())
