"""What `measure` needs of the other rooms: the marked answers of the bank, and the judge."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


class Measuring:
    """Measures on the project's own data.

    Attributes:
        page: Where the table of the grader stands; it is there only beside the source.
    """

    page = Path(__file__).parents[2] / "docs" / "grading.md"

    def grading(self, say: Callable[[str], None], embeddings: str = "") -> Mapping[str, Any]:
        """Measure the grader, with the embeddings of a folder where one is named.

        Raises:
            RuleBroken: They cannot be used.
        """
        from bot.bank.answers import read_prompts
        from bot.judge.hearing import learned_with
        from bot.judge.measuring import measure, told
        from bot.wiring.scorer import ANSWERS, own_texts

        return told(measure(read_prompts(ANSWERS), own_texts(), say, learned_with(embeddings)))
