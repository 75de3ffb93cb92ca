"""The bank from chat: write a question for this server, look at it, publish it, take it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.actions.pool import questions_for
from bot.actions.ports import Bank, Books, Checker, Desk
from bot.actions.records import Draft, Reading, Version, VersionKey
from bot.actions.seal import sealed_for, unsealed
from bot.actions.views import Asked, BankCard, Call, DraftView, VersionLine
from bot.rules.documents import digest_of, restated
from bot.rules.errors import EdgeDown, Fault, RuleBroken
from bot.rules.question import Question, Status
from bot.rules.variants import draw_variant

T = TypeVar("T")
MOST_CHOICES = 25
LABEL = 100


@dataclass(frozen=True, slots=True)
class BankDesk:
    """What an editor can do with a server's own questions.

    Every method raises `RuleBroken` where the call is not made in a server (`not_a_server`) or not by an editor
    (`not_editor`), and `EdgeDown` where the database or the checker is away; those that show a question also `sealed`
    where it is open in a quiz that the editor is in.
    """

    desk: Desk
    bank: Bank
    checker: Checker

    async def admit(self, call: Call) -> None:
        """Refuse whoever is no editor, before anything is typed."""
        await self.desk(lambda books: admit_editor(books, call))

    def topics(self, words: str) -> tuple[tuple[str, str], ...]:
        """Give up to 25 (id, path) of the topics that match what is being typed; every topic can have questions."""
        skills = self.bank.skills
        leaves = [topic.id for area in skills.areas for sub in area.subareas for topic in sub.topics]
        return tuple((found, skills.path(found)) for found in skills.search(words, leaves))

    async def check_lines(self, call: Call, text: str, topic: str, level: str) -> DraftView:
        """Check one question in line form and keep it as a draft, faulty or not; what was typed is kept first."""
        known = await self._known(call)
        new = Draft(0, _guild(call), call.person_id, call.at, text, topic, level)
        draft = await self.desk(lambda books: books.drafts.add(new))
        return await self._keep(draft, await self._checked(draft, known, ""))

    async def check_file(self, call: Call, name: str, data: bytes) -> DraftView:
        """Check a CSV or YAML file of questions and keep what can be published as a draft."""
        reading = await self.checker.file(name, data, await self._known(call))
        return await self._keep(Draft(0, _guild(call), call.person_id, call.at, "", "", ""), reading)

    async def edit_lines(self, call: Call, draft_id: int, text: str, topic: str, level: str) -> DraftView:
        """Check a draft's question again as it is written now.

        Raises:
            RuleBroken: Besides those of all: `draft_gone`.
        """
        known = await self._known(call)

        def work(books: Books) -> tuple[Draft, str]:
            draft = replace(self._draft(books, call, draft_id), source=text, topic=topic, level=level, at=call.at)
            books.drafts.replace(draft)
            return draft, self._edited(books, draft)

        draft, keep = await self.desk(work)
        return await self._keep(draft, await self._checked(draft, known, keep))

    async def draft(self, call: Call, draft_id: int) -> DraftView:
        """Show a draft whose questions were checked before; without the faults.

        Raises:
            RuleBroken: Besides those of all: `draft_gone`.
        """

        def work(books: Books) -> DraftView:
            admit_editor(books, call)
            return self._view(books, self._draft(books, call, draft_id), ())

        return await self.desk(work)

    async def publish(self, call: Call, draft_id: int) -> tuple[BankCard, ...]:
        """Make a draft's questions askable in this server.

        Raises:
            RuleBroken: Besides those of all: `draft_gone`, `not_ready`, or `changed_meanwhile`.
        """

        def work(books: Books) -> tuple[BankCard, ...]:
            admit_editor(books, call)
            draft = self._draft(books, call, draft_id)
            if not draft.documents:
                raise RuleBroken("not_ready", "Mend what is listed first; then it can be published.")
            books.drafts.remove(draft_id)
            return tuple(self._publish(books, call, draft, document) for document in draft.documents)

        return await self.desk(work)

    async def discard(self, call: Call, draft_id: int) -> None:
        """Throw a draft away; one that is gone already stays gone."""

        def work(books: Books) -> None:
            found = books.drafts.get(draft_id)
            if found is not None and found.person_id == call.person_id:
                books.drafts.remove(draft_id)

        await self.desk(work)

    async def find(self, call: Call, words: str) -> tuple[tuple[str, str], ...]:
        """Give up to 25 (id, label of at most 100 characters) of questions that hold all the words."""
        wanted = words.casefold().split()

        def work(books: Books) -> tuple[tuple[str, str], ...]:
            admit_editor(books, call)
            sealed = sealed_for(books, call.person_id)
            questions = [q for q in self._questions(books, call).values() if q.id not in sealed]
            hits = [q for q in questions if all(w in f"{q.id} {q.topic} {q.text}".casefold() for w in wanted)]
            hits.sort(key=lambda question: (question.guild_id is None, question.id))
            return tuple((q.id, _label(q)) for q in hits[:MOST_CHOICES])

        return await self.desk(work)

    async def card(self, call: Call, question_id: str) -> BankCard:
        """Show a question as its editors see it.

        Raises:
            RuleBroken: Besides those of all: `no_such_question`.
        """
        return await self._on(call, question_id, lambda books, question: self._card(books, call, question))

    async def preview(self, call: Call, question_id: str) -> Asked:
        """Show a question exactly as people meet it; nothing is recorded."""
        return await self._on(call, question_id, lambda _, question: self._asked(question, seed=call.id))

    async def edit(self, call: Call, question_id: str) -> DraftView:
        """Open a question for editing in line form; a built-in one becomes this server's own when published.

        Raises:
            RuleBroken: Besides those of all: `not_in_lines`.
        """

        def work(books: Books, question: Question) -> DraftView:
            document = self._document(books, question)
            source = self.bank.lines_of(document)
            if not source:
                raise RuleBroken(
                    "not_in_lines",
                    "This question has more than the form can hold. Change it in a YAML file and use /bank add.",
                )
            base = question.version if question.guild_id is not None else 0
            draft = Draft(
                0,
                _guild(call),
                call.person_id,
                call.at,
                source,
                question.topic,
                question.level.value,
                (),
                question.id,
                base,
            )
            return self._view(books, books.drafts.add(draft), ())

        return await self._on(call, question_id, work)

    async def withdraw(self, call: Call, question_id: str) -> BankCard:
        """Stop asking a question in this server; what was answered stays."""
        return await self._restate(call, question_id, Status.RETIRED)

    async def put_back(self, call: Call, question_id: str) -> BankCard:
        """Ask a withdrawn question again."""
        return await self._restate(call, question_id, Status.LIVE)

    # What the methods above share.

    def _questions(self, books: Books, call: Call) -> dict[str, Question]:
        return {question.id: question for question in questions_for(self.bank, books, call.guild_id).values()}

    async def _known(self, call: Call) -> Sequence[str]:
        def work(books: Books) -> Sequence[str]:
            admit_editor(books, call)
            return sorted(self._questions(books, call))

        return await self.desk(work)

    async def _checked(self, draft: Draft, known: Sequence[str], keep: str) -> Reading:
        try:
            return await self.checker.lines(draft.source, draft.topic, draft.level, known, keep)
        except EdgeDown:
            down = Fault(
                "form", 0, "E00", "I could not check this just now", "press Edit and send it again in a minute"
            )
            return Reading((), (down,))

    async def _keep(self, draft: Draft, reading: Reading) -> DraftView:
        refused = any(fault.refuses for fault in reading.faults)
        documents = () if refused else tuple(entry.document for entry in reading.entries)
        kept = replace(draft, documents=documents)

        def work(books: Books) -> Draft:
            if kept.id == 0:
                return books.drafts.add(kept)
            if not books.drafts.replace(kept):
                raise _draft_gone()
            return kept

        stored = await self.desk(work)  # before anything can refuse to show it
        return await self.desk(lambda books: self._view(books, stored, reading.faults))

    def _draft(self, books: Books, call: Call, draft_id: int) -> Draft:
        found = books.drafts.get(draft_id)
        if found is None or (found.person_id, found.guild_id) != (call.person_id, call.guild_id):
            raise _draft_gone()
        return found

    def _edited(self, books: Books, draft: Draft) -> str:
        if not draft.replaces:
            return ""
        own = books.versions.history(draft.guild_id, draft.replaces)
        return own[-1].document if own else self.bank.entries[draft.replaces].document

    def _view(self, books: Books, draft: Draft, faults: tuple[Fault, ...]) -> DraftView:
        questions = [self.bank.read(document, draft.guild_id) for document in draft.documents]
        unsealed(sealed_for(books, draft.person_id), draft.replaces, *(question.id for question in questions))
        previews = tuple(self._asked(question, seed=draft.id) for question in questions)
        return DraftView(draft.id, draft.source, draft.topic, draft.level, previews, faults, draft.replaces)

    def _asked(self, question: Question, seed: int) -> Asked:
        skills = self.bank.skills
        topic = skills.path(question.topic).rpartition(" › ")[2]
        return Asked(0, draw_variant(question, seed), skills.subarea_of(question.topic).name, topic)

    def _publish(self, books: Books, call: Call, draft: Draft, document: str) -> BankCard:
        guild_id = draft.guild_id
        question = self.bank.read(document, guild_id)
        unsealed(sealed_for(books, call.person_id), question.id)
        history = books.versions.history(guild_id, question.id)
        newest = history[-1].key.version if history else 0
        if draft.replaces and newest != draft.base_version:
            raise RuleBroken("changed_meanwhile", "Somebody changed this question meanwhile. Open it again to edit it.")
        built_in = self.bank.entries.get(question.id)
        number = max(newest, built_in.question.version if built_in else 0) + 1
        return self._store(books, call, "bank.publish", restated(document, version=number, status=Status.LIVE.value))

    async def _restate(self, call: Call, question_id: str, status: Status) -> BankCard:
        def work(books: Books, question: Question) -> BankCard:
            if question.status is status:
                return self._card(books, call, question)
            document = restated(self._document(books, question), version=question.version + 1, status=status.value)
            return self._store(books, call, f"bank.{status.value}", document)

        return await self._on(call, question_id, work)

    def _store(self, books: Books, call: Call, act: str, document: str) -> BankCard:
        guild_id = _guild(call)
        question = self.bank.read(document, guild_id)
        key = VersionKey(guild_id, question.id, question.version)
        stored = Version(key, digest_of(document), document, question.status.value, call.at, call.person_id)
        books.versions.keep(stored)
        books.audit.note(call.at, call.person_id, guild_id, act, f"{question.id} {question.version}")
        return self._card(books, call, question)

    def _document(self, books: Books, question: Question) -> str:
        if question.guild_id is None:
            return self.bank.entries[question.id].document
        return books.versions.history(question.guild_id, question.id)[-1].document

    def _card(self, books: Books, call: Call, question: Question) -> BankCard:
        history = books.versions.history(_guild(call), question.id)
        lines = tuple(VersionLine(line.key.version, line.at, line.by, line.status) for line in history)
        skills = self.bank.skills
        return BankCard(
            question_id=question.id,
            text=question.text,
            topic=skills.path(question.topic).rpartition(" › ")[2],
            subarea=skills.subarea_of(question.topic).name,
            type=question.type,
            level=question.level,
            version=question.version,
            status=question.status.value,
            own=question.guild_id is not None,
            history=lines or (VersionLine(question.version, None, None, question.status.value),),
        )

    async def _on(self, call: Call, question_id: str, work: Callable[[Books, Question], T]) -> T:
        def checked(books: Books) -> T:
            admit_editor(books, call)
            question = self._questions(books, call).get(question_id)
            if question is None:
                raise RuleBroken(
                    "no_such_question", "I don't find that question here. Pick one from the list as you type."
                )
            unsealed(sealed_for(books, call.person_id), question.id)
            return work(books, question)

        return await self.desk(checked)


def admit_editor(books: Books, call: Call) -> None:
    """See that a call comes from an editor of its server, or from somebody who manages it.

    Raises:
        RuleBroken: `not_a_server` or `not_editor`.
    """
    server = books.servers.get(_guild(call))
    role = server.editor_role_id if server else None
    if not call.admin and role not in call.role_ids:
        who = f"admins and members with <@&{role}>" if role else "admins"
        raise RuleBroken("not_editor", f"Only {who} may work on this server's questions.")


def _guild(call: Call) -> int:
    if call.guild_id is None:
        raise RuleBroken("not_a_server", "Questions are added in a server. Use /bank there.")
    return call.guild_id


def _draft_gone() -> RuleBroken:
    return RuleBroken("draft_gone", "That draft is published or thrown away already. /bank add begins a new one.")


def _label(question: Question) -> str:
    text = " ".join(question.text.split())
    label = f"{'' if question.guild_id is None else '★ '}{question.id}: {text}"
    return label if len(label) <= LABEL else f"{label[: LABEL - 1]}…"
