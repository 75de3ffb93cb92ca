"""What was said in somebody's own words, as front ends show it."""

from dataclasses import dataclass

from bot.rules.heard import Hearing, Status
from bot.rules.spoken import unsure


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said in their own words, and what was heard.

    Attributes:
        marked: The 0-based places of the unsure points that they say they made; None where nothing was marked.
        made: The places of all points that they made, by an editor's word, which counts before every other; None where
            no editor has marked it.
        in_server: Whether it was said in a server, so that its editors can be asked.
        asked: Whether they were asked.
    """

    words: str
    hearing: Hearing
    marked: tuple[int, ...] | None = None
    made: tuple[int, ...] | None = None
    in_server: bool = False
    asked: bool = False

    @property
    def unsure(self) -> tuple[int, ...]:
        """The places of the points that are left to mark."""
        return unsure(self.hearing) if self.marked is None and self.made is None else ()

    @property
    def in_doubt(self) -> bool:
        """Whether an editor can be asked to mark it: the grader was not sure, and none has marked it yet."""
        return self.in_server and self.made is None and self.hearing.status is not Status.GRADED


@dataclass(frozen=True, slots=True)
class ToMark:
    """An answer that an editor is asked to mark. Whose it is is told to nobody.

    Attributes:
        points: What each point of the rubric says.
        made: As of `Told`.
    """

    words: str
    points: tuple[str, ...]
    hearing: Hearing
    made: tuple[int, ...] | None = None
