"""Play quizzes while the bot is killed in them, and tell what does not hold: `python -m tests.whole.quiz_crash`."""

import sys

from tests.whole.crashes import crash_of, run
from tests.whole.quiz_story import Story
from tests.whole.quiz_truth import faults_of

crash = crash_of(Story, faults_of)

if __name__ == "__main__":
    sys.exit(run("quizzes", crash, 200))
