"""Code as cards: a run and what it wrote, a task to be solved, and what the judge said."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from bot.actions.views import Ended, Failed, Judged, Submission
from bot.render import words
from bot.render.author import authored, fence
from bot.render.card import Card, Part, assemble
from bot.render.output import Shown, block, cut, inline
from bot.rules.code import ArtefactTask, CaseOutcome, CodeTask, Judgement, Task, TestsTask
from bot.rules.grading import Verdict
from bot.rules.practice import ordinal
from bot.rules.run import Ran, RunLimits, RunStatus

STDOUT, STDERR, RESULT = 1500, 1000, 500
"""Characters of each that stand on the card; the rest goes along as a file."""

NOT_STARTED = "The sandbox did not start, through no fault of yours. Nothing counted, and your text is kept."
CANCELLED = "**Cancelled.** Your text is kept."
LOST = "I was restarted while your code ran, and its output is lost. Your text is kept: `/code` opens with it."
AWAY = "I was restarted and could not judge your code again. It is kept and nothing counted: press Submit once more."
WHICH_ONE = "-# I took this as your answer to the question that waits here. To only run code, use `/code`."
_EXAMPLES = 6
_CASES = 6
_REASONS = 5
_HEADLINE = 60
_LEAST = 120
_VISIBLE = 800
_WHY_LIMIT = 1500
_SECOND_MS = 1000
_NAMED = re.compile(r"([A-Za-z_][\w.]{0,59})(?::|$)")
_NAMES = {"python": "Python", "numpy": "NumPy", "scipy": "SciPy", "matplotlib": "Matplotlib", "torch": "PyTorch"}
_ASPECTS = {"scaling": "Scaling", "vectorised": "Vectorised", "stability": "Stability", "inputs": "Inputs"}
_STYLES = {"inputs stay": "inputs unchanged", "stable": "numerically stable"}
_GRADED = {
    "dockerfile": "what the parsed file does, not its wording",
    "yaml": "what the parsed file says, not its wording",
    "sql": "the rows it gives on hidden tables, in order",
    "git": "the history that your commands make",
}


def run(ended: Ended) -> Card:
    """Draw a run: how it ended, what it wrote, what it used."""
    ran = ended.ran
    if ran.status is RunStatus.SETUP_FAILED:
        return assemble([Part(f"### {headline(ran)}\n{NOT_STARTED}")])
    shown = {"": cut(ran.stdout, STDOUT), "Result": cut(ran.result, RESULT), "Errors": cut(ran.stderr, STDERR)}
    parts = [_written(title, text) for title, text in shown.items() if text.text]
    if not parts and not ran.files and ran.status is RunStatus.OK:
        parts = [Part("It wrote nothing. `print(…)`, or a value in the last line, shows something.")]
    return assemble([Part(f"### {headline(ran)}", tight=True), _mended(ended.mended), *parts, Part(_usage(ended))])


def left_over(ran: Ran) -> list[tuple[str, bytes]]:
    """Give what a run wrote and the card had no room for, as named files."""
    streams = (
        ("output.txt", ran.stdout, STDOUT),
        ("result.txt", ran.result, RESULT),
        ("errors.txt", ran.stderr, STDERR),
    )
    return [(name, text.encode("utf-8", "replace")) for name, text, limit in streams if cut(text, limit).cut]


def headline(ran: Ran) -> str:
    """Say how a run ended in a sign and a few words."""
    limits = RunLimits()
    said = {
        RunStatus.OK: f"{words.RIGHT_SIGN} Ran",
        RunStatus.TIMEOUT: f"{words.WRONG_SIGN} Stopped after {limits.wall_s:g} s",
        RunStatus.CPU_LIMIT: f"{words.WRONG_SIGN} Stopped: {limits.cpu_s:g} s of computing used up",
        RunStatus.MEMORY_LIMIT: f"{words.WRONG_SIGN} Stopped: over {limits.memory_mib} MiB of memory",
        RunStatus.OUTPUT_LIMIT: f"{words.WRONG_SIGN} Stopped: too much output",
        RunStatus.SIGNAL: f"{words.WRONG_SIGN} Stopped by the system",
        RunStatus.SETUP_FAILED: f"{words.PARTLY_SIGN} Not run",
    }
    return said.get(ran.status) or f"{words.WRONG_SIGN} {_error(ran)}"


def _error(ran: Ran) -> str:
    """Name what was raised, as the last line of the traceback does."""
    last = ran.stderr.rstrip().rpartition("\n")[2]
    named = _NAMED.match(last) if "Traceback" in ran.stderr or "SyntaxError" in last or "Error" in last else None
    if named:
        return words.safe(named[1], _HEADLINE)
    return f"Ended with exit status {ran.exit_code}"


def _written(title: str, shown: Shown) -> Part:
    named = f"**{title}**\n" if title else ""
    more = "\n-# Cut; all of it is in the file below." if shown.cut else ""
    text = f"{named}{block(shown.text)}{more}"
    return Part(text, len(text))


def _usage(ended: Ended) -> str:
    ran = ended.ran
    memory = f"{ran.peak_mib:.0f} MiB" if ran.peak_mib >= 1 else "under 1 MiB"
    return "-# " + " · ".join((_time(ran.wall_ms), memory, *_versions(ended.versions)))


def _time(ms: float) -> str:
    return f"{max(1, round(ms))} ms" if ms < _SECOND_MS else f"{ms / _SECOND_MS:.1f} s"


def _versions(versions: Mapping[str, str]) -> list[str]:
    return [f"{_NAMES.get(name, words.safe(name, 30))} {words.safe(version, 20)}" for name, version in versions.items()]


def _mended(what: Sequence[tuple[str, int]]) -> Part | None:
    """Say what was mended in what a phone typed."""
    if not what:
        return None
    listed = ", ".join(_counted(kind, count) for kind, count in what)
    return Part(f"-# Mended what the keyboard had changed: {listed}. Strings and comments stay as typed.")


def _counted(kind: str, count: int) -> str:
    many = {"long dash": "long dashes", "ellipsis": "ellipses"}.get(kind, f"{kind}s")
    return f"{count} {kind if count == 1 else many}"


def waiting(what: str, place: int) -> Card:
    """Draw a run that is not done: `Running` or `Judging`, and its place in the line where it has to wait."""
    line = f"You are {ordinal(place)} in the line." if place else "This may take some seconds."
    return assemble([Part(f"**{what}…** {line}")])


def task_parts(task: Task, tries: int, how: str = "") -> list[Part]:
    """Draw what a task asks for besides its statement: starter, examples, what is graded, limits, how to answer.

    Args:
        task: What is asked.
        tries: How many submissions were judged so far.
        how: How to answer, where that is not as in practice.
    """
    shown: list[str] = []
    match task:
        case CodeTask():
            shown.append(fence(task.starter))
            examples = [f"{inline(one.call, 120)} gives {inline(one.gives)}" for one in task.examples[:_EXAMPLES]]
            shown.append("\n".join(examples))
        case TestsTask():
            shown.append(f"**The code to test**\n{fence(task.subject)}")
        case ArtefactTask():
            shown.append(fence(task.starter, task.language) if task.starter.strip() else "")
    shown.append("\n".join((f"-# Graded: {_graded(task)}", f"-# Limits: {_limits(task)}", how or _how(tries))))
    return [Part(text, len(text)) for text in shown if text]


def _graded(task: Task) -> str:
    match task:
        case CodeTask():
            asked = ["the examples and hidden cases" if task.tests.strip() else "the examples"]
            asked += [f"time at most n^{task.grow.exponent:g}"] if task.grow else []
            asked += [_STYLES.get(style, style) for style in task.style]
            return ", ".join(asked)
        case TestsTask():
            faulty = words.plural(len(task.mutants), "faulty version")
            return f"your tests pass on this code and on rewrites that behave the same, and fail on {faulty}"
        case ArtefactTask():
            return _GRADED.get(task.language, "what it does")


def _limits(task: Task) -> str:
    limits = [f"{task.limits.wall_s:g} s", f"{task.limits.memory_mib} MiB"]
    imports = None if isinstance(task, ArtefactTask) else task.imports
    if imports is not None:
        limits.append(f"imports: {', '.join(imports)}" if imports else "no imports")
    return " · ".join(limits)


def _how(tries: int) -> str:
    if tries:
        return f"-# {words.plural(tries, 'submission')} so far; {words.SUBMIT} opens with your last text."
    return f"-# {words.SUBMIT} opens a form. Try as often as you like: only passing counts."


def failed(failed: Failed, *, written: bool = False) -> Card:
    """Draw a submission that did not pass; its question still waits.

    Args:
        failed: The question and the submission.
        written: Whether it came as a plain message, so that it must be said how it was taken.
    """
    submission, judgement = failed.submission, failed.submission.judgement
    if judgement.status is RunStatus.SETUP_FAILED:
        return assemble([Part(f"### {words.PARTLY_SIGN} Not judged\n{NOT_STARTED}")])
    task, cases = failed.asked.variant.task, _told(judgement)
    measured = _measured(submission, task)
    foot = f"-# {ordinal(submission.nth)} submission · trying again is free"
    says = Part(words.safe(judgement.says, 400)) if judgement.says.strip() else None
    asked = f"**The question** {authored(failed.asked.variant.text)}"
    hints = failed.asked.variant.hints[: failed.asked.hints_shown]
    return assemble(
        [
            Part(f"### {_failed(judgement.status, cases)}", tight=True),
            _mended(submission.mended),
            says,
            *_cases(cases, calls=isinstance(task, CodeTask)),
            *_quality(judgement),
            *(Part(f"**Hint** {authored(hint, 500)}", _LEAST) for hint in hints),
            Part(asked, len(asked)),
            Part(fence(task.subject), _LEAST) if isinstance(task, TestsTask) else None,
            Part(WHICH_ONE) if written else None,
            Part(_with_measures(foot, measured)),
        ]
    )


def progress(submission: Submission) -> list[Part]:
    """Draw what may be known of a submission before an interview's end: the shown examples, nothing of hidden cases."""
    judgement = submission.judgement
    if judgement.status is RunStatus.SETUP_FAILED:
        return [Part(NOT_STARTED)]
    shown = [case for case in judgement.cases if not case.hidden]
    says = Part(words.safe(judgement.says, 400)) if judgement.says.strip() and not judgement.cases else None
    return [part for part in (_mended(submission.mended), says, *_cases(shown, calls=True)) if part is not None]


def _told(judgement: Judgement) -> Sequence[CaseOutcome]:
    """Give the cases that say more than the judge's one sentence does."""
    return [case for case in judgement.cases if not (case.reason and case.reason == judgement.says)]


def _failed(status: RunStatus, cases: Sequence[CaseOutcome]) -> str:
    passed, total = sum(case.passed for case in cases), len(cases)
    if not total:
        return f"{words.WRONG_SIGN} Not yet: {_unjudged(status)}"
    if passed == total:
        return f"{words.PARTLY_SIGN} Not yet: {_all(total)}, but not as asked"
    sign = words.PARTLY_SIGN if passed else words.WRONG_SIGN
    return f"{sign} Not yet: {passed} of {words.plural(total, 'case')} pass"


def _all(total: int) -> str:
    return f"all {total} cases pass" if total > 1 else "the one case passes"


def _unjudged(status: RunStatus) -> str:
    match status:
        case RunStatus.TIMEOUT | RunStatus.CPU_LIMIT:
            return "it takes too long"
        case RunStatus.MEMORY_LIMIT:
            return "it takes too much memory"
        case _:
            return "it does not run"


def _cases(cases: Sequence[CaseOutcome], *, calls: bool) -> list[Part]:
    """List the visible cases, those that failed first, each with what came of it; of hidden ones count the reasons."""
    seen = sorted((case for case in cases if not case.hidden), key=lambda case: case.passed)
    failing = sum(not case.passed for case in seen)
    most = min(_CASES, failing) if failing and not calls else _CASES  # what a check that holds is about says little
    lines = [_case(case, calls=calls) for case in seen[:most]]
    left = seen[most:]
    held = sum(case.passed for case in left)
    lines += (
        [f"{words.WRONG_SIGN} {len(left) - held} more {'fail' if len(left) - held > 1 else 'fails'}"]
        if len(left) > held
        else []
    )
    lines += [f"{words.RIGHT_SIGN} {held} more {'pass' if held > 1 else 'passes'}"] if held else []
    hidden = [case for case in cases if case.hidden]
    text = "\n".join(lines)
    return [*([Part(text, min(len(text), _VISIBLE))] if text else []), *([_hidden(hidden)] if hidden else [])]


def _case(case: CaseOutcome, *, calls: bool) -> str:
    name = inline(case.name, 120) if calls else words.safe(case.name, 120)
    if case.passed:
        return f"{words.RIGHT_SIGN} {name}"
    reason = words.safe(case.reason, 200)
    lines = [f"{words.WRONG_SIGN} {name}{f': {reason}' if reason and not calls else ''}"]
    if case.expected or case.got:
        lines += [f"expected {inline(case.expected, 120)}", f"got {inline(case.got, 120)}"]
    elif reason and calls:
        lines.append(reason)
    if case.printed.strip():
        lines.append(f"printed {inline(case.printed, 120)}")
    return "\n".join(lines)


def _hidden(hidden: Sequence[CaseOutcome]) -> Part:
    """Group hidden cases: `✓ 9 of 12 hidden cases pass`, `✗ 3 of 12 hidden cases: wrong value`."""
    total = words.plural(len(hidden), "hidden case")
    passed = sum(case.passed for case in hidden)
    reasons = Counter(case.reason or "failed" for case in hidden if not case.passed)
    lines = [f"{words.RIGHT_SIGN} {passed} of {total} pass"] if passed else []
    for reason, count in reasons.most_common(_REASONS):
        lines.append(f"{words.WRONG_SIGN} {count} of {total}: {words.safe(reason, 80)}")
    text = "\n".join(lines)
    return Part(text, len(text))


def _quality(judgement: Judgement) -> list[Part]:
    if not judgement.quality:
        return []
    lines = [
        f"{words.RIGHT_SIGN if one.held else words.WRONG_SIGN} "
        f"{_ASPECTS.get(one.aspect, one.aspect.capitalize())}: {words.safe(one.says, 160)}"
        for one in judgement.quality
    ]
    return [Part("\n".join(["**Beyond right or wrong**", *lines]), _LEAST)]


def _measured(submission: Submission | None, task: Task | None) -> list[str]:
    """Say how long the cases took, and with which versions; of a Dockerfile or a history there is no such thing."""
    if submission is None or isinstance(task, ArtefactTask):
        return []
    wall_ms = submission.judgement.wall_ms
    return [*([_time(wall_ms)] if wall_ms else []), *_versions(submission.versions)]


def _with_measures(foot: str, measured: Sequence[str]) -> str:
    return f"{foot}\n-# {' · '.join(measured)}" if measured else foot


def verdict(judged: Judged, foot: str) -> Card:
    """Draw a question that code answered, or that was given up: the solution and why.

    Args:
        judged: Of a variant with a task.
        foot: The last small line.
    """
    variant, submission = judged.variant, judged.submission
    task = variant.task
    solution = "" if task is None else task.solution
    measured = _measured(submission, task)
    language = task.language if isinstance(task, ArtefactTask) else "python"
    gave_up = judged.grade.verdict is Verdict.GAVE_UP
    remark = "You said you don't know. That is kept apart from a wrong guess." if gave_up else ""
    aloud = authored(variant.aloud, 500)
    shown = f"**One way to write it**\n{fence(solution, language)}"
    return assemble(
        [
            Part(f"### {_verdict(judged)}", tight=True),
            Part(remark) if remark else None,
            _mended(submission.mended) if submission else None,
            *(_quality(submission.judgement) if submission else ()),
            Part(shown, min(len(shown), 1200)),
            Part(authored(variant.why, _WHY_LIMIT), _LEAST) if variant.why.strip() else None,
            Part(f'**Say it in the room:** "{aloud}"', _LEAST) if aloud else None,
            Part(_with_measures(foot, measured), len(foot)),
        ]
    )


def _verdict(judged: Judged) -> str:
    if judged.grade.verdict is Verdict.GAVE_UP:
        return authored(judged.variant.short, 100) or "This is one way"
    total = len(judged.submission.judgement.cases) if judged.submission else 0
    said = _all(total) if total else "it passes"
    return f"{words.RIGHT_SIGN} {said[0].upper()}{said[1:]}"
