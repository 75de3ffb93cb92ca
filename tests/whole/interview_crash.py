"""Kill the bot in the middle of interviews and tell what does not hold: `python -m tests.whole.interview_crash`."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from traceback import format_exception

from tests.whole.interview_story import Story
from tests.whole.interview_truth import faults_of
from tests.whole.quiz_crash import both, play_all


async def crash(seed: int, url: str, folder: Path) -> tuple[str, list[str]]:
    """Hold two interviews; say when the bot was killed, and what does not hold."""
    story = Story(seed, url, folder)
    try:
        await story.play()
        return story.killed, await faults_of(story)
    except Exception as fault:  # noqa: BLE001 (whatever it is, the others are held)
        return story.killed, ["".join(format_exception(fault))]


def main(argv: Sequence[str] | None = None) -> int:
    """Hold and tell; 0 where all holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.whole.interview_crash", description=__doc__)
    parser.add_argument("--runs", type=int, default=100, help="how many, half on each database")
    parser.add_argument("--seed", type=int, default=1, help="the first one's")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="holdout-") as name, both(Path(name)) as databases:
        seeds = range(asked.seed, asked.seed + asked.runs)
        return play_all("pairs of interviews", crash, seeds, databases, Path(name))


if __name__ == "__main__":
    sys.exit(main())
