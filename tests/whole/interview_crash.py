"""Kill the bot in the middle of interviews and tell what does not hold: `python -m tests.whole.interview_crash`."""

import sys

from tests.whole.crashes import crash_of, run
from tests.whole.interview_story import Story
from tests.whole.interview_truth import faults_of

crash = crash_of(Story, faults_of)

if __name__ == "__main__":
    sys.exit(run("pairs of interviews", crash, 100))
