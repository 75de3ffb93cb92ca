import json
import pickle
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from bot.actions.records import Reading
from bot.bank.lines import lines_of
from bot.bank.load import MAX_FAULTS, MAX_QUESTIONS
from bot.bank.reader import Scope, new_id, read_file, read_lines
from tests.work import steps

TODAY = date(2026, 11, 23)
MOST_STEPS = 4_000_000
GOOD = "What happens to F1?\n+ It falls\n- It rises :: turned round\n? Harmonic."
YAML = "- {q: Which?, topic: roc-pr, level: mid, right: a, wrong: {b: c}, why: d%s}\n"


@pytest.fixture
def scope(folder: Path) -> Scope:
    return Scope(str(folder), frozenset(), TODAY)


def told(reading: Reading) -> list[str]:
    return [str(fault) for fault in reading.faults]


def documents(reading: Reading) -> list[dict[str, object]]:
    return [json.loads(entry.document) for entry in reading.entries]


def taken(scope: Scope, names: Sequence[str]) -> Scope:
    return Scope(scope.folder, frozenset(names), scope.today)


def test_a_form_becomes_a_question_with_an_id_of_its_own(scope: Scope) -> None:
    reading = read_lines(scope, GOOD, "Precision, recall and F1", "Mid")
    assert told(reading) == []
    (document,) = documents(reading)
    name = str(document.pop("id"))
    assert name.startswith("what-happens-to-f1-")
    assert document == {
        "q": "What happens to F1?",
        "right": "It falls",
        "wrong": {"It rises": "turned round"},
        "why": "Harmonic.",
        "topic": "stats.evaluation.confusion",
        "level": "mid",
    }
    again = read_lines(taken(scope, [name]), GOOD, "confusion", "mid")
    assert again.entries[0].question.id != name


def test_only_the_gravest_refuses_a_servers_own_question(scope: Scope) -> None:
    reading = read_lines(scope, "Which is not so?\n+ a\n- none of the above", "Broadcasting", "junior")
    assert len(reading.entries) == 1
    assert told(reading) == [
        "form:1: N05 there is no explanation: add `why: …`",
        "form:1: W03 the question is put in the negative: ask for what is so",
        "form:3: N06 'none of the above' has no reason: say which mistake leads to it",
        "form:3: N07 the option 'none of the above' is about the others: let it stand alone",
        "form:3: W02 only distractors hold an absolute word, `none`: say it without, or use such a word in the key too",
    ]


@pytest.mark.parametrize(
    ("words", "topic", "level", "wanted"),
    [
        ("Q?\n+ a\n- A", "roc-pr", "mid", "form:3: E04 the key 'a' is among the distractors: change one of them"),
        (
            "Q $x?\n= 1",
            "roc-pr",
            "mid",
            "form:1: E08 a dollar has no partner: close the formula, or write \\$ for the sign",
        ),
        ("Q?\n= 1,5", "roc-pr", "mid", "form:2: E08 `1,5` does not parse: a comma only parts the arguments"),
        (GOOD, "", "mid", "form:0: E02 the topic is missing: choose one from the list"),
        (GOOD, "cooking", "mid", "form:0: E02 there is no topic `cooking`: choose one from the list"),
        (GOOD, "a", "mid", "form:0: E02 `a` may be several topics: choose one of stats.evaluation.confusion,"),
        (GOOD, "roc-pr", "expert", "form:0: E01 there is no level `expert`: choose junior, mid or senior"),
        ("Q\u202e?\n= 1", "roc-pr", "mid", "form:1: E18 there is an invisible character, U+202E"),
        ("x" * 8001, "roc-pr", "mid", "form:0: E09 there are 8,001 characters: keep to 8,000"),
    ],
)
def test_what_refuses_a_form(scope: Scope, words: str, topic: str, level: str, wanted: str) -> None:
    reading = read_lines(scope, words, topic, level)
    assert reading.entries == ()
    assert any(each.startswith(wanted) for each in told(reading))


def test_an_edit_keeps_the_id_and_what_the_form_cannot_say(scope: Scope) -> None:
    first = read_lines(scope, GOOD + "\n* h", "confusion", "mid").entries[0]
    kept = {"refs": ["book"], "time": 90, "short": "F1 falls", "version": 3}
    document = json.dumps({**json.loads(first.document), **kept})
    words = lines_of(document).replace("It falls", "It drops").replace("\n* h", "")
    reading = read_lines(taken(scope, [first.question.id]), words, "roc-pr", "senior", document)
    wanted = {**json.loads(document), "right": "It drops", "topic": "stats.evaluation.roc-pr", "level": "senior"}
    del wanted["hint"]
    assert documents(reading) == [wanted]


def test_a_yaml_file_may_leave_ids_out_and_name_topics_by_their_names(scope: Scope) -> None:
    words = YAML % "" + YAML % ", id: mine" + (YAML % "").replace("roc-pr", "Broadcasting")
    reading = read_file(scope, "my questions.YAML", words.encode())
    assert told(reading) == []
    assert [
        entry.question.id.startswith(start)
        for entry, start in zip(reading.entries, ("which-", "mine", "which-"), strict=True)
    ]
    assert len({entry.question.id for entry in reading.entries}) == 3
    assert reading.entries[2].question.topic == "python.numpy.broadcasting"


def test_an_id_that_stands_twice_is_refused_and_one_that_is_known_is_a_new_version(scope: Scope) -> None:
    reading = read_file(
        taken(scope, ["mine"]), "q.yaml", (YAML % ", id: mine" + YAML % ", id: yours" + YAML % ", id: yours").encode()
    )
    assert told(reading) == [
        (
            "q.yaml:1: N03 the id `mine` stands in this server already: "
            "publish to replace that question by a new version, or choose another id to keep both"
        ),
        "q.yaml:3: E03 the id `yours` is taken: remove it, or choose another",
    ]
    assert [entry.question.id for entry in reading.entries] == ["mine", "yours"]


@pytest.mark.parametrize("key", ["proof: assert True", "requires: torch"])
def test_code_that_would_be_run_is_refused(scope: Scope, key: str) -> None:
    reading = read_file(scope, "q.yaml", (YAML % f", {key}").encode())
    name = key.split(":", maxsplit=1)[0]
    assert told(reading) == [
        (
            f"q.yaml:1: E01 `{name}` holds code, which a server's own question cannot: "
            "remove it; code runs for the built-in bank only"
        )
    ]
    assert reading.entries == ()


def test_types_that_are_not_offered_yet_are_refused(scope: Scope) -> None:
    words = (
        b"{q: How?, topic: roc-pr, level: mid, facts: {load: high}, better: b, "
        b"stages: [{name: All, minutes: 5, points: [{say: this}]}]}"
    )
    assert told(read_file(scope, "q.yaml", words)) == [
        (
            "q.yaml:1: E01 case questions are not offered yet: single choice, multiple choice, numeric, short text, "
            "order, match, open answers and stories can be added"
        )
    ]
    words = b"{q: How?, topic: roc-pr, level: mid, points: [{say: this}], better: b}"
    assert told(read_file(scope, "q.yaml", words)) == []


def test_templates_come_by_file(scope: Scope) -> None:
    words = b"- {q: 'Twice {n}?', topic: roc-pr, level: mid, vars: {n: {int: [1, 99]}}, answer: 2 * n, why: d}"
    reading = read_file(scope, "q.yml", words)
    assert told(reading) == []
    assert reading.entries[0].question.template is not None


def test_a_csv_file_is_read_row_by_row(scope: Scope) -> None:
    words = b"topic,level,question,right,wrong 1,reason 1,why\nroc-pr,mid,Q?,a,b,c,d\nroc-pr,mid,Q?,a,,,\n"
    reading = read_file(scope, "q.csv", words)
    assert len(reading.entries) == 1
    assert told(reading) == ["q.csv:3: E01 no option is wrong: add `- text :: why it is wrong`"]


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("q.exe", b"", "q.exe:0: E01 `.exe` files are not read: send a file that ends in .yaml or .csv"),
        ("q.yaml", b"", "q.yaml:1: E01 there is no question: start each with `- q: …`"),
        ("q.yaml", b"text", "q.yaml:1: E01 there is no question: start each with `- q: …`"),
        ("../../q.yaml", b"- 1", ".._.._q.yaml:1: E01 a question is a list of keys: start with `- id: …`"),
        ("q.yaml", b"- {q: Q?}", "q.yaml:1: E01 there is no answer key: give `right` and `wrong`, or `answer`;"),
        (
            "q.yaml",
            b"- 1\n" * (MAX_QUESTIONS + 1),
            "q.yaml:0: E09 there are 201 questions: send at most 200 in one file",
        ),
        ("q.yaml", b"- {a: 1, a: 2}", "q.yaml:1: E01 there is no answer key"),
    ],
)
def test_what_refuses_a_file(scope: Scope, name: str, data: bytes, wanted: str) -> None:
    reading = read_file(scope, name, data)
    assert reading.entries == ()
    assert told(reading)[0].startswith(wanted)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("q.csv", "topic,level,question\n" + "roc-pr,mid,Q?\n" * 70_000),
        (
            "q.yaml",
            "- {q: Q?, topic: roc-pr, level: mid, right: a" + "".join(f", k{n}: 1" for n in range(20_000)) + "}",
        ),
        ("q.yaml", "{q: Q?, topic: roc-pr, level: mid, right: a, wrong: {" + ", ".join(map(str, range(20_000))) + "}}"),
        ("q.yaml", "{q: Q?, topic: roc-pr, level: mid, right: a, wrong: [" + ", ".join(map(str, range(20_000))) + "]}"),
    ],
)
def test_a_file_made_to_keep_the_checker_busy_is_refused_soon(scope: Scope, name: str, words: str) -> None:
    readings: list[Reading] = []
    assert steps(lambda: readings.append(read_file(scope, name, words.encode()))) < MOST_STEPS
    assert readings[0].entries == ()
    assert 0 < len(readings[0].faults) <= MAX_FAULTS


def test_a_file_that_yaml_misreads_gives_nothing(scope: Scope) -> None:
    reading = read_file(scope, "q.yaml", (YAML % "" + YAML % ", why: again").encode())
    assert reading.entries == ()
    assert told(reading) == ["q.yaml:2: E18 `why` stands twice, first in line 2: keep one of them"]


def test_a_flood_of_faults_is_cut_the_gravest_first(scope: Scope) -> None:
    words = "- {q: Q?, topic: roc-pr, level: mid, right: a, wrong: [b, c, d]}\n" * 150 + "- 1\n"
    reading = read_file(scope, "q.yaml", words.encode())
    assert len(reading.faults) == MAX_FAULTS
    assert reading.faults[-1].refuses


def test_what_goes_to_another_process_and_back_can_be_sent(scope: Scope) -> None:
    reading = read_lines(pickle.loads(pickle.dumps(scope)), GOOD, "confusion", "mid")  # noqa: S301 (our own values)
    assert pickle.loads(pickle.dumps(reading)) == reading  # noqa: S301


def test_an_id_is_made_even_of_words_without_letters() -> None:
    assert new_id("???", ()).startswith("question-")
    assert new_id("Ünïcode wörds", ()).startswith("unicode-words-")
    assert len(new_id("very " * 100, ())) <= 60
