"""What every desk and its books keep to: the fake, SQLite and PostgreSQL alike."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

import pytest

from bot.actions.ports import Books, Desk
from bot.actions.records import Person, Seen, Server, TopicTally, VersionKey
from bot.rules.errors import EdgeDown, RuleBroken
from bot.rules.grading import Verdict
from bot.rules.question import Level
from bot.rules.review import Card
from bot.rules.spoken import to_plain
from tests.storage.samples import (
    ADA,
    AT,
    BEN,
    CHANNEL,
    GUILD,
    HEARING,
    KEY,
    SECRET,
    card,
    draft,
    fill,
    new_attempt,
    new_plan,
    opened,
    refused,
    report,
    settled,
    version,
)

HUGE = 2**63 - 1


async def test_a_person_never_met_is_none_and_a_saved_one_comes_back(desk: Desk) -> None:
    assert await desk(lambda books: books.people.get(ADA)) is None

    def save(person: Person) -> Callable[[Books], Person | None]:
        def work(books: Books) -> Person | None:
            books.people.save(person)
            return books.people.get(person.id)

        return work

    for person in (Person(ADA), Person(ADA, "Europe/Berlin", Level.SENIOR, "pytorch", greeted=True), Person(HUGE)):
        assert await desk(save(person)) == person
    assert await desk(lambda books: books.people.get(BEN)) is None


async def test_a_server_never_met_is_none_and_a_saved_one_comes_back(desk: Desk) -> None:
    assert await desk(lambda books: books.servers.get(GUILD)) is None
    await desk(lambda books: books.servers.save(Server(GUILD)))
    assert await desk(lambda books: books.servers.get(GUILD)) == Server(GUILD)
    changed = Server(GUILD, "Asia/Tokyo", 1, 2, HUGE, offered=True)
    await desk(lambda books: books.servers.save(changed))
    assert await desk(lambda books: books.servers.get(GUILD)) == changed


async def test_a_version_is_kept_once_and_never_changes(desk: Desk) -> None:
    first = version(at=AT, by=ADA, document="{“é”}")
    await desk(lambda books: books.versions.keep(first))
    await desk(lambda books: books.versions.keep(first))
    assert await refused(desk, lambda books: books.versions.keep(replace(first, digest="f" * 64))) == "version_clash"
    assert await desk(lambda books: books.versions.get(first.key)) == first
    assert await desk(lambda books: books.versions.get(VersionKey(1, KEY.question_id, 1))) is None
    assert await desk(lambda books: books.versions.history(0, KEY.question_id)) == (first,)


async def test_heads_are_the_newest_of_each_question_in_the_order_of_code_points(desk: Desk) -> None:
    def work(books: Books) -> None:
        for question_id, number, scope in (("b", 1, 0), ("a-b", 10, 0), ("a-b", 9, 0), ("ab", 2, 0), ("é", 1, 0)):
            books.versions.keep(version(question_id, number, scope))
        books.versions.keep(version("b", 7, GUILD, status="retired"))

    assert await desk(lambda books: books.versions.mark(GUILD)) == (0, None)
    await desk(work)
    mark = await desk(lambda books: books.versions.mark(GUILD))
    assert mark == (1, version("b", 7, GUILD).at)
    await desk(lambda books: books.versions.keep(version("b", 8, GUILD)))
    assert await desk(lambda books: books.versions.mark(GUILD)) == (2, mark[1])
    await desk(lambda books: books.versions.keep(replace(version("b", 7, 5), status="retired")))
    heads = await desk(lambda books: books.versions.heads(0))
    assert [(head.key.question_id, head.key.version) for head in heads] == [("a-b", 10), ("ab", 2), ("b", 1), ("é", 1)]
    assert [head.status for head in await desk(lambda books: books.versions.heads(GUILD))] == ["live"]
    assert await desk(lambda books: books.versions.heads(1)) == ()
    history = await desk(lambda books: books.versions.history(0, "a-b"))
    assert [line.key.version for line in history] == [9, 10]


async def test_an_attempt_is_opened_once_per_call_and_once_per_next(desk: Desk) -> None:
    first = await desk(opened(HUGE, level=Level.JUNIOR, within="statistics", greet=True, guild_id=None, seed=HUGE))
    assert await desk(lambda books: books.attempts.get(first.id)) == first
    assert await desk(opened(HUGE, seed=6)) == first
    after = await desk(opened(2, follows=first.id))
    assert after.new.follows == first.id
    assert after.id > first.id
    assert await desk(opened(3, follows=first.id)) == after
    fourth = await desk(opened(4))
    assert fourth.id > after.id
    assert await desk(opened(4)) == fourth
    assert await desk(lambda books: books.attempts.get(999)) is None
    assert await desk(lambda books: books.people.get(ADA)) == Person(ADA)


async def test_an_attempt_comes_with_whose_it_is(desk: Desk) -> None:
    attempt = await desk(opened(1))
    ada = Person(ADA, "Asia/Tokyo", Level.SENIOR, "jax pytorch", greeted=True)
    await desk(lambda books: books.people.save(ada))
    assert await desk(lambda books: books.attempts.with_person(attempt.id)) == (attempt, ada, False)
    assert await desk(lambda books: books.attempts.with_person(999)) is None


async def test_an_attempt_at_what_is_not_kept_is_refused_whole(desk: Desk) -> None:
    assert await refused(desk, lambda books: books.attempts.open(new_attempt(1))) == "lost_race"
    assert await refused(desk, opened(1, follows=12)) == "lost_race"
    assert await desk(lambda books: (books.people.get(ADA), books.versions.get(KEY))) == (None, None)


async def test_an_attempt_is_settled_once(desk: Desk) -> None:
    attempt = await desk(opened(1))
    end = settled(0.1 + 0.2, next_scope=GUILD, next_question_id="own", next_because="due", comes_back=AT)
    assert await desk(lambda books: books.attempts.settle(attempt.id, end))
    assert not await desk(lambda books: books.attempts.settle(attempt.id, settled(0.0)))
    assert not await desk(lambda books: books.attempts.settle(999, end))
    assert await desk(lambda books: books.attempts.get(attempt.id)) == replace(attempt, settled=end)


@pytest.mark.parametrize("answer", [{"chosen": [0, 2]}, {"typed": "\0\ud800“é”🙂"}, {"gave_up": True}])
async def test_every_answer_comes_back_as_it_was(desk: Desk, answer: dict[str, object]) -> None:
    attempt = await desk(opened(1))
    end = settled(verdict=Verdict.PARTLY, answer=MappingProxyType(answer))
    await desk(lambda books: books.attempts.settle(attempt.id, end))
    kept = await desk(lambda books: books.attempts.get(attempt.id))
    assert kept is not None
    assert kept.settled == replace(end, answer=answer)
    assert kept.settled.verdict == "partly"


async def test_hints_only_rise_and_only_while_it_is_open(desk: Desk) -> None:
    attempt = await desk(opened(1))
    risen = await desk(lambda books: [books.attempts.set_hints(attempt.id, hints) for hints in (1, 1, 3, 2)])
    assert risen == [True, False, True, False]
    await desk(lambda books: books.attempts.settle(attempt.id, settled()))
    assert not await desk(lambda books: books.attempts.set_hints(attempt.id, 4))
    assert not await desk(lambda books: books.attempts.set_hints(999, 1))
    kept = await desk(lambda books: books.attempts.get(attempt.id))
    assert kept is not None
    assert kept.hints == 3


async def test_only_the_newest_attempt_of_a_channel_waits_for_a_plain_message(desk: Desk) -> None:
    assert await desk(lambda books: books.attempts.waiting(ADA, CHANNEL)) is None
    await desk(opened(1))
    newest = await desk(opened(2))
    await desk(opened(3, channel_id=5))
    await desk(opened(4, BEN))
    await desk(lambda books: books.attempts.set_message(newest.id, HUGE))
    await desk(lambda books: books.attempts.set_message(999, 1))
    waiting = await desk(lambda books: books.attempts.waiting(ADA, CHANNEL))
    assert waiting == replace(newest, message_id=HUGE)
    await desk(lambda books: books.attempts.settle(newest.id, settled()))
    assert await desk(lambda books: books.attempts.waiting(ADA, CHANNEL)) is None


async def test_what_a_person_has_seen_is_one_line_per_question(desk: Desk) -> None:
    def work(books: Books) -> None:
        books.versions.keep(version())
        books.versions.keep(version(number=2))
        books.versions.keep(version(scope=GUILD))
        asked: tuple[dict[str, Any], ...] = (
            {},
            {"key": VersionKey(0, KEY.question_id, 2), "topic": "curves", "asked_at": AT + timedelta(days=2)},
            {"key": VersionKey(GUILD, KEY.question_id, 1), "asked_at": AT + timedelta(days=1)},
            {"person_id": BEN},
        )
        for call, more in enumerate(asked):
            attempt = books.attempts.open(new_attempt(call + 1, **more))
            if call != 1:
                books.attempts.settle(attempt.id, settled())
        books.cards.put(ADA, 0, KEY.question_id, "curves", Card(AT, "{}"))
        books.cards.put(BEN, GUILD, KEY.question_id, "metrics", Card(AT, "{}"))

    await desk(work)
    assert await desk(lambda books: books.attempts.seen(ADA)) == (
        Seen(0, KEY.question_id, "curves", AT + timedelta(days=2), 1, AT),
        Seen(GUILD, KEY.question_id, "metrics", AT + timedelta(days=1), 1),
    )
    assert await desk(lambda books: books.attempts.seen(BEN)) == (
        Seen(0, KEY.question_id, "metrics", AT, 1),
        Seen(GUILD, KEY.question_id, "metrics", AT, 0, AT),  # in no attempt: a quiz has asked it
    )
    assert await desk(lambda books: books.attempts.seen(3)) == ()


async def test_tallies_count_what_is_settled(desk: Desk) -> None:
    def work(books: Books) -> None:
        books.versions.keep(version())
        ends = [("metrics", settled(1.0)), ("metrics", settled(0.25, "partly")), ("Ärea", settled(0.0, "gave up"))]
        for call, (topic, end) in enumerate(ends):
            books.attempts.settle(books.attempts.open(new_attempt(call + 1, topic=topic)).id, end)
        books.attempts.open(new_attempt(9))
        books.attempts.open(new_attempt(10, BEN))

    await desk(work)
    tallies = await desk(lambda books: books.attempts.tallies(ADA))
    assert tallies == (TopicTally("metrics", 2, 1.25, 0), TopicTally("Ärea", 1, 0.0, 1))
    assert await desk(lambda books: books.attempts.tallies(BEN)) == ()


async def test_a_card_of_somebody_unknown_is_refused(desk: Desk) -> None:
    with pytest.raises(RuleBroken) as lost:
        await desk(lambda books: books.cards.put(ADA, 0, "late", "t", card(AT)))
    assert lost.value.code == "lost_race"


async def test_cards_are_due_the_longest_first(desk: Desk) -> None:
    def work(books: Books) -> None:
        for person_id in (ADA, BEN):
            books.people.save(Person(person_id))
        books.cards.put(ADA, 0, "late", "t", card(AT + timedelta(days=9)))
        books.cards.put(ADA, 0, "late", "t", card(AT + timedelta(seconds=1)))
        books.cards.put(ADA, GUILD, "early", "t", card(AT - timedelta(days=1)))
        books.cards.put(ADA, 0, "now", "t", card(AT))
        books.cards.put(BEN, 0, "now", "t", card(AT))

    await desk(work)
    assert await desk(lambda books: books.cards.due(ADA, AT)) == ((GUILD, "early"), (0, "now"))
    assert await desk(lambda books: books.cards.get(ADA, 0, "late")) == card(AT + timedelta(seconds=1))
    assert await desk(lambda books: books.cards.get(ADA, 1, "late")) is None


async def test_a_draft_lives_until_it_is_removed_and_its_number_never_comes_again(desk: Desk) -> None:
    first = await desk(lambda books: books.drafts.add(draft()))
    assert await desk(lambda books: books.drafts.get(first.id)) == first == replace(draft(), id=first.id)
    changed = replace(first, source="x", documents=(), replaces="roc-auc", base_version=3)
    assert await desk(lambda books: books.drafts.replace(changed))
    assert await desk(lambda books: books.drafts.get(first.id)) == changed
    assert await desk(lambda books: books.drafts.remove(first.id))
    assert not await desk(lambda books: books.drafts.remove(first.id))
    assert not await desk(lambda books: books.drafts.replace(changed))
    assert await desk(lambda books: books.drafts.get(first.id)) is None
    assert (await desk(lambda books: books.drafts.add(draft()))).id > first.id


async def test_a_report_is_kept_once_per_call_and_only_about_an_attempt(desk: Desk) -> None:
    attempt = await desk(opened(1))
    assert await refused(desk, lambda books: books.reports.add(report(7, 999))) == "lost_race"
    await desk(lambda books: books.reports.add(report(7, attempt.id)))
    await desk(lambda books: books.reports.add(report(7, attempt.id, words="again")))
    kept = (await desk(lambda books: books.people.export(ADA)))["reports"]
    assert [row["words"] for row in kept] == [report(7, attempt.id).words]


async def test_what_no_database_holds_in_words_is_replaced(desk: Desk) -> None:
    attempt = await desk(opened(1))
    bad, good = "a\0b\ud800c\udc00🙂", "a\ufffdb\ufffdc\ufffd🙂"
    await desk(lambda books: books.attempts.settle(attempt.id, settled(read_as=bad, reason=bad)))
    await desk(lambda books: books.reports.add(report(7, attempt.id, words=bad)))
    own = await desk(lambda books: books.drafts.add(draft(source=bad, topic=bad, level=bad)))
    kept = await desk(lambda books: (books.people.export(ADA)["reports"], books.attempts.get(attempt.id)))
    assert kept[0][0]["words"] == good
    assert kept[1] is not None
    assert kept[1].settled == settled(read_as=good, reason=good)
    assert await desk(lambda books: books.drafts.get(own.id)) == replace(own, source=good, topic=good, level=good)


async def test_times_keep_their_moment_and_come_back_in_utc(desk: Desk) -> None:
    there = AT.astimezone(timezone(timedelta(hours=5, minutes=45)))
    attempt = await desk(opened(1, asked_at=there))
    kept = await desk(lambda books: books.attempts.get(attempt.id))
    assert kept is not None
    assert kept.new.asked_at == AT
    [seen] = await desk(lambda books: books.attempts.seen(ADA))
    assert seen.last == AT
    assert await desk(lambda books: books.cards.due(ADA, there)) == ()


NAIVE = datetime(2026, 3, 1)  # noqa: DTZ001 (what is refused)


async def test_a_time_without_its_zone_is_refused(desk: Desk) -> None:
    works: tuple[Callable[[Books], object], ...] = (
        opened(1, asked_at=NAIVE),
        lambda books: books.versions.keep(version(at=NAIVE)),
        lambda books: books.attempts.settle(1, settled(answered_at=NAIVE)),
        lambda books: books.attempts.settle(1, settled(comes_back=NAIVE)),
        lambda books: books.cards.put(ADA, 0, "a", "t", card(NAIVE)),
        lambda books: books.cards.due(ADA, NAIVE),
        lambda books: books.drafts.add(replace(draft(), at=NAIVE)),
        lambda books: books.drafts.replace(replace(draft(), at=NAIVE)),
        lambda books: books.reports.add(replace(report(1, 1), at=NAIVE)),
        lambda books: books.audit.note(NAIVE, ADA, None, "act", "subject"),
        lambda books: books.people.forget(ADA, NAIVE),
    )
    for work in works:
        with pytest.raises(ValueError, match="zone"):
            await desk(work)


async def test_an_export_holds_everything_about_one_person_and_nothing_else(desk: Desk) -> None:
    await desk(fill(BEN, 500))
    last = await desk(fill(ADA, 100))
    kept = await desk(lambda books: books.people.export(ADA))
    quiz = {"quizzes", "quiz_rounds", "quiz_members", "quiz_replies", "quiz_showings"}
    plans = {"quiz_plans", "quiz_plan_readers"}
    others = {"people", "question_versions", "attempts", "cards", "drafts", "reports", "runs", "spoken", "audit"}
    held = {
        "interview_loops",
        "interviews",
        *(f"interview_{part}" for part in ("slots", "turns", "words", "marks", "shares")),
    }
    pairs = {"pair_people", "pair_forms", "pair_cards"}
    assert set(kept) - {"spoken_marks"} == others | quiz | plans | held | pairs
    facts = {"zone": "UTC", "level": None, "track": "", "greeted": False, "extra_time": 1.0, "outside": False}
    assert kept["people"] == [{"id": ADA} | facts]
    own = version("own-100", scope=GUILD)
    facts = {"digest": own.digest, "document": own.document, "status": "live", "at": AT.isoformat(), "by": ADA}
    assert kept["question_versions"] == [asdict(own.key) | facts]
    assert [row["call_id"] for row in kept["attempts"]] == [100, 101]
    first, second = kept["attempts"]
    assert (first["answer"], first["level"], first["next_question_id"]) == (settled().answer, "mid", "roc-auc")
    assert first["comes_back"] == first["asked_at"] == AT.isoformat()
    assert (second["id"], second["message_id"], second["answered_at"], second["follows"]) == (
        last,
        4711,
        None,
        last - 1,
    )
    assert kept["cards"][0] | {"due": None} == {
        "person_id": ADA,
        "scope": 0,
        "question_id": "roc-auc",
        "topic": "metrics",
        "due": None,
        "state": card().state,
    }
    assert kept["drafts"][0]["documents"] == list(draft().documents)
    assert [row["source"] for row in kept["runs"]] == [SECRET, "base64:" + b64encode(b"\0" + SECRET.encode()).decode()]
    assert (kept["runs"][0]["judgement"], kept["runs"][1]["ended_at"]) == ({"a": SECRET}, None)
    assert [row["words"] for row in kept["spoken"]] == [SECRET, SECRET]
    assert [row["hearing"] for row in kept["spoken"]] == [None, to_plain(HEARING)]
    (plan,) = kept["quiz_plans"]
    assert kept["quiz_plan_readers"] == [{"plan_id": plan["id"], "person_id": ADA}]
    named = new_plan(107, name="Round 100")
    plain = {"folded": "round 100", "options": asdict(named.options), "questions": [[0, "roc-auc"]]}
    times = {"next_at": AT.isoformat(), "due_at": (AT - timedelta(minutes=5)).isoformat()}
    assert named.schedule is not None
    assert plan == asdict(named) | plain | times | {"id": plan["id"], "schedule": named.schedule.plain()}
    assert (kept["reports"][0]["words"], kept["audit"][0]["act"]) == (report(1, 1).words, "bank.publish")
    [held_one], [said] = kept["interviews"], kept["interview_turns"]
    assert (held_one["call_id"], held_one["kind"], held_one["started_at"]) == (110, "breadth", AT.isoformat())
    assert (said["words"], said["hearing"]) == (f"{SECRET}\n{SECRET}", to_plain(HEARING))
    assert str(BEN) not in repr(kept)


async def test_the_forgotten_leave_nothing_but_a_random_number(desk: Desk) -> None:
    await desk(fill(BEN, 500))
    await desk(fill(ADA, 100))
    others = await desk(lambda books: books.people.export(BEN))
    await desk(lambda books: books.people.forget(ADA, AT))
    await desk(lambda books: books.people.forget(ADA, AT))
    assert not any((await desk(lambda books: books.people.export(ADA))).values())
    assert await desk(lambda books: books.people.export(BEN)) == others
    kept = await desk(lambda books: books.versions.get(VersionKey(GUILD, "own-100", 1)))
    assert kept is not None
    assert kept.by is not None
    assert kept.by < 0
    ghost = kept.by
    [entry] = (await desk(lambda books: books.people.export(ghost)))["audit"]
    assert entry["person_id"] == ghost
    await desk(fill(ADA, 900))  # whoever comes back is met anew
    assert len((await desk(lambda books: books.people.export(ADA)))["audit"]) == 1


async def test_work_that_fails_leaves_nothing(desk: Desk) -> None:
    def work(books: Books) -> None:
        fill(ADA, 100)(books)
        raise RuleBroken("second_thoughts", "No.")

    assert await refused(desk, work) == "second_thoughts"
    with pytest.raises(ZeroDivisionError):
        await desk(lambda books: (fill(ADA, 100)(books), 1 / 0))
    with pytest.raises(RuntimeError):
        await desk(lambda books: (fill(ADA, 100)(books), next(iter(()))))
    assert not any((await desk(lambda books: books.people.export(ADA))).values())


async def test_a_closed_desk_refuses(desk: Desk) -> None:
    await desk(opened(1))
    await desk.close()  # type: ignore[attr-defined]  # whoever uses the port never closes it
    with pytest.raises(EdgeDown):
        await desk(opened(2))
