"""What the terminal's commands need of the other rooms: `bank` of the bank and the sandbox, `db` of storage."""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.cli.bank import Checked
from bot.rules.errors import BankError, EdgeDown
from bot.rules.observed import Given
from bot.rules.proof import Proved
from bot.rules.question import Question
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant
from bot.wiring.places import QUESTIONS, now


@dataclass(frozen=True, slots=True)
class Bank:
    """What `bank` needs of the bank and the sandbox.

    Attributes:
        url: The database with the answers that people gave.
        kept: Where findings are kept, so that only files that changed are checked again.
        tier: Of the sandbox that proves.
    """

    url: str
    kept: Path
    tier: str = "auto"

    def check(self, folder: Path | None, *, observed: bool) -> Checked:
        """Read and check a folder of questions, the built-in one for None.

        Raises:
            EdgeDown: Answers are asked for, and the database does not give them.
        """
        from bot.bank.cache import Cache
        from bot.bank.checking import check_files
        from bot.bank.copies import copy_faults
        from bot.bank.folder import read_folder
        from bot.bank.observing import observed_faults
        from bot.bank.strong import better_faults
        from bot.wiring.hearing import Heard

        place, kept = folder or QUESTIONS, Cache(self.kept)
        answers = self._answers() if observed else {}
        checked = check_files(place, now().date(), kept)
        items = read_folder(place).items
        faults = [*checked.faults, *copy_faults(items, _copies(((item.where, item.question) for item in items), kept))]
        faults += better_faults(items, Heard(kept).hear)
        faults += observed_faults(items, answers)
        return replace(checked, faults=tuple(sorted(faults)))

    def _answers(self) -> Mapping[tuple[str, int], Sequence[Given]]:
        from bot.storage.observed import observed

        return observed(self._read_from())

    def reports(self, days: int) -> Sequence[Mapping[str, Any]]:
        """Give what members said is wrong in so many days and nobody has handled, the newest first.

        Raises:
            EdgeDown: The database does not give them.
        """
        from bot.storage.reported import reported

        return reported(self._read_from(), now() - timedelta(days=days))

    def _read_from(self) -> str:
        """Give the database's address, if it can be read as it is."""
        from bot.storage.revision import at_head

        path = self.url.removeprefix("sqlite:///")
        if (path != self.url and not Path(path).exists()) or not at_head(self.url):
            raise EdgeDown("database", "nothing is kept yet, or `db upgrade` has to bring it up first")
        return self.url

    def stats(self, folder: Path | None) -> Mapping[str, Any]:
        """Count what a folder holds."""
        from bot.bank.cache import Cache
        from bot.bank.checking import check_files
        from bot.bank.folder import read_folder
        from bot.bank.stats import stats
        from bot.wiring.proving import Proving

        place, kept = folder or QUESTIONS, Cache(self.kept)
        checked = replace(read_folder(place), faults=check_files(place, now().date(), kept).faults)
        proving = Proving(kept, self.tier)
        return stats(checked, proving.score(checked), proving.standing(checked))

    def show(self, folder: Path | None, question_id: str, seed: int) -> Variant | None:
        """Draw a question, None where there is none of that id."""
        from bot.bank.catalogue import open_catalogue

        entry = open_catalogue(folder or QUESTIONS).entries.get(question_id)
        return draw_variant(entry.question, seed) if entry else None

    def prove(
        self,
        folder: Path | None,
        question_ids: Sequence[str],
        share: float,
        started: Callable[[int], None],
        told: Callable[[str], None],
    ) -> Proved:
        """Prove these questions (all for none) and say what is at fault.

        Raises:
            EdgeDown: The sandbox does not work here.
        """
        from bot.bank.cache import Cache
        from bot.bank.folder import read_folder
        from bot.bank.proving import chosen
        from bot.wiring.proving import Proving

        wanted = chosen(read_folder(folder or QUESTIONS), question_ids)
        return Proving(Cache(self.kept), self.tier, share).run(wanted, started, told)

    def lock(self, folder: Path | None) -> int:
        """Add the versions that stand in no lock yet."""
        from bot.bank.folder import check_folder
        from bot.bank.lock import LOCK, write_lock

        place = folder or QUESTIONS
        checked = check_folder(place, now().date())
        faults = tuple(fault for fault in checked.faults if fault.refuses)
        if faults:
            raise BankError(faults)
        return write_lock(place / LOCK, checked.items)

    def schema(self) -> Mapping[str, Any]:
        """Give the JSON Schema of a question file."""
        from bot.bank.schema import schema

        return schema()


def _copies(
    placed: Iterable[tuple[str, Question]], kept: MutableMapping[str, bytes]
) -> Iterator[tuple[str, str, float]]:
    """Compare questions, each with its file: those of a file that did not change are not counted again."""
    from bot.judge.duplicates import Bank as Texts
    from bot.judge.duplicates import said

    files: dict[str, dict[str, str]] = {}
    for where, question in placed:
        files.setdefault(where, {})[question.id] = said(question)
    for pair in Texts(files, kept).copies():
        yield pair.one, pair.other, pair.likeness


@dataclass(frozen=True, slots=True)
class Database:
    """What `db` needs of storage, for one database."""

    url: str

    def upgrade(self) -> str:
        """Bring it to the newest revision."""
        from bot.storage import migrate

        return migrate.upgrade(self.url)

    def downgrade(self, revision: str) -> None:
        """Bring it back to a revision."""
        from bot.storage import migrate

        migrate.downgrade(self.url, revision)

    def check(self) -> tuple[str, ...]:
        """Tell what of it differs from what the bot expects."""
        from bot.storage import migrate

        return migrate.check(self.url)

    def revision(self) -> str:
        """Give the revision it is at."""
        from bot.storage import revision

        return revision.revision_of(self.url)

    def backup(self, path: Path) -> int:
        """Write all of it to a file."""
        from bot.storage.backup import backup

        return backup(self.url, path, now())

    def restore(self, path: Path, *, replace: bool) -> Any:
        """Take a backup up."""
        from bot.storage.restore import restore

        return restore(self.url, path, replace=replace)
