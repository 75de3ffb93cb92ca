"""Questions as their editors see them: drafts with their faults, both sides of a question, its card and history."""

from collections.abc import Sequence

from bot.actions.views import Asked, BankCard, DraftView, VersionLine
from bot.render import practice, words
from bot.render.author import authored
from bot.render.card import Card, Part, Text, assemble
from bot.rules.errors import Fault

FAULTS_LIMIT = 2400
"""Characters that refusing faults take at most."""
BETTER_LIMIT = 900
PUBLISHED = "Published for this server: members can meet it from now on."
DISCARDED = "Discarded. Nothing was added."
FORM_HELP = (
    "`+ right` · `- wrong :: reason` · `= 12 +/- 0.01 [ms]` or `= a term` · `1. first item` · `row => option` · "
    "`* hint` · `? why` · formulas between `$`. The first lines are the question."
)


def draft(view: DraftView) -> Card:
    """Draw what was read from a form or file: what must be mended, what could be better, what can be published."""
    refusing = [fault for fault in view.faults if fault.refuses]
    better = [fault for fault in view.faults if not fault.refuses]
    parts = [Part(_summary(view, len(refusing)))]
    if refusing:
        parts.append(Part("\n".join(["**To mend**", *_lines(refusing, FAULTS_LIMIT)])))
    if better:
        parts.append(Part("\n".join(["**Could be better** (not needed)", *_lines(better, BETTER_LIMIT)])))
    return assemble(parts)


def _summary(view: DraftView, refusing: int) -> str:
    ready = words.plural(len(view.previews), "question")
    if view.refused:
        faults = f"{words.plural(refusing, 'thing')} to mend" if refusing else "No question found"
        and_ready = f"; {ready} would be fine" if view.previews else ""
        return f"### {words.WRONG_SIGN} {faults}{and_ready}\nNothing is added yet. Edit it, or send it again."
    verb = "replaces the live version" if view.replaces else "ready"
    return f"### {words.RIGHT_SIGN} {ready} {verb}\nThis is for this server only. Look at both sides, then publish."


def _lines(faults: Sequence[Fault], limit: int) -> list[str]:
    """Write one line per fault, as many as fit, then how many more there are."""
    lines: list[str] = []
    for place, fault in enumerate(faults):
        line = _line(fault)
        if sum(map(len, lines)) + len(line) > limit:
            return [*lines, f"and {len(faults) - place} more"]
        lines.append(line)
    return lines


def _line(fault: Fault) -> str:
    where = f"line {fault.line}: " if fault.line else ""
    return f"· {where}{words.safe(fault.what, 300)}: {words.safe(fault.mend, 300)}"


def preview(asked: Asked, place: int = 0, of: int = 1) -> Card:
    """Draw both sides of a question: exactly as people will meet it, then the key and every reason.

    Args:
        asked: The question as drawn for the preview.
        place: Which one of several this is, from 0.
        of: How many there are.
    """
    front = practice.question(asked)
    counted = [Part(f"-# {place + 1} of {of}")] if of > 1 else []
    shown = [Part(block.markdown, len(block.markdown)) if isinstance(block, Text) else block for block in front.blocks]
    return assemble([*counted, *shown, Part("-# the other side"), *practice.key_of(asked.variant)])


def card(view: BankCard) -> Card:
    """Draw a question as its editors find it."""
    where = "this server's own" if view.own else "built in"
    head = f"### {words.safe(view.question_id)} · {view.status}"
    small = (
        f"-# {words.safe(view.subarea)} · {words.safe(words.topic(view.topic))} · {view.level.value} · "
        f"{view.type.value} · version {view.version} · {where}"
    )
    return assemble([Part(f"{head}\n{small}"), Part(authored(view.text))])


def history(view: BankCard) -> Card:
    """Draw a question's versions, the newest first."""
    lines = [f"### {words.safe(view.question_id)}: history"]
    newest_first = sorted(view.history, key=lambda line: line.version, reverse=True)
    shown = newest_first[:30]
    lines += [_version(line) for line in shown]
    if len(newest_first) > len(shown):
        lines.append(f"and {len(newest_first) - len(shown)} older")
    return assemble([Part("\n".join(lines))])


def _version(line: VersionLine) -> str:
    when = f" · {words.stamp(line.at, 'f')}" if line.at is not None else ""
    by = f" · {words.member(line.by)}" if line.by is not None else ""
    return f"· version {line.version} · {line.status}{when}{by}"
