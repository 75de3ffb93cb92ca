"""A question and its verdict as cards: the screens that people meet most."""

from collections.abc import Collection, Sequence

from bot.actions.views import Asked, Following, Judged
from bot.render import code, places, spoken, words
from bot.render.author import OPTION_LIMIT, authored, fence, one_line
from bot.render.card import Card, Part, Picture, assemble, clip
from bot.render.formulas import flat, pictures_of
from bot.rules.answer import Answer, Arranged, Chosen, GaveUp, Matched, Typed
from bot.rules.choosing import Because
from bot.rules.grading import Verdict
from bot.rules.practice import ordinal
from bot.rules.question import QuestionType
from bot.rules.variant import Option, Variant

GREETING = (
    "**Hello. I ask, you answer, I show why.**\n"
    "No other member sees this. A wrong answer costs nothing; it tells me what to ask next."
)
_LEAST = 120
"""What is left at least of an explanation on a card that gets too long."""
_OPTION = 60
_REASON_LIMIT = 500
_WHY_LIMIT = 1800
_HEADLINE = 100
_VERBS = ("has ", "is ", "was ", "does ", "would ", "gives ", "ignores ", "forgets ")


def question(asked: Asked) -> Card:
    """Draw a question that waits for its answer; the question itself is never shortened."""
    variant = asked.variant
    level = variant.question.level.value
    about = words.about(variant.question.answer_seconds)
    step = f"{asked.step[0]} of {asked.step[1]} · " if asked.step is not None else ""
    small = f"-# {step}{asked.subarea} · {words.topic(asked.topic)} · {level} · {about}"
    text = authored(variant.text)
    return assemble(
        [
            Part(GREETING, len(GREETING)) if asked.greet else None,
            Part(f"{small}\n{text}", len(small) + len(text) + 1),
            *material(variant, asked.placed),
            *(code.task_parts(variant.task, asked.tries) if variant.task is not None else ()),
            *(Part(f"**Hint** {authored(hint, _REASON_LIMIT)}", _LEAST) for hint in variant.hints[: asked.hints_shown]),
            how(variant, asked.placed),
        ]
    )


def material(variant: Variant, placed: Sequence[int] = ()) -> tuple[Part | Picture | None, ...]:
    """Give what stands below a question's text: its code, formulas, options, items or rows.

    Args:
        variant: The question.
        placed: The places of the items that are in order so far.
    """
    return (code_block(variant), *pictures_of(variant.text), *_options(variant), *_placing(variant, placed))


def code_block(variant: Variant) -> Part | None:
    """Give the code that a question shows, None where it shows none."""
    if not variant.code.strip():
        return None
    shown = fence(variant.code)
    return Part(shown, len(shown))


def _options(variant: Variant) -> list[Part]:
    """List the options under each other; on a full card each may be shortened, none goes."""
    if not variant.options:
        return []
    lines = [f"**{words.letter(i)}**  {one_line(option.text)}" for i, option in enumerate(variant.options)]
    return [Part("\n".join(lines), sum(len(line) + 1 for line in lines))]


def _placing(variant: Variant, placed: Sequence[int]) -> list[Part]:
    """List what is to be put in order or matched."""
    shown: list[str] = []
    if variant.order is not None:
        shown = places.waiting(variant.order, placed)
    elif variant.matching is not None:
        shown = places.rows_and_options(variant.matching)
    return [Part(text, len(text)) for text in shown]


def how(variant: Variant, placed: Sequence[int] = ()) -> Part | None:
    """Say how to answer where the buttons do not say it."""
    line = _how_to_place(variant, placed) or _how_to(variant)
    return Part(line, len(line)) if line else None


def _how_to_place(variant: Variant, placed: Sequence[int]) -> str:
    if variant.order is not None:
        return places.how_to_order(variant.order, placed)
    return places.how_to_match(variant.matching) if variant.matching is not None else ""


def _how_to(variant: Variant) -> str:
    match variant.question.type:
        case QuestionType.OPEN | QuestionType.STORY as kind:
            return spoken.how(kind)
        case QuestionType.MULTIPLE:
            return "-# Several may be right. A wrong one takes off what a right one gives."
        case QuestionType.NUMERIC:
            unit = f" in {words.safe(variant.number.unit, 20)}" if variant.number and variant.number.unit else ""
            return f"-# Answer with a number{unit}: {words.NUMBER_HELP}"
        case QuestionType.SHORT:
            return f"-# Answer with {words.TERM_HELP[0].lower()}{words.TERM_HELP[1:]}"
        case _:
            return ""


def verdict(judged: Judged) -> Card:
    """Draw what an answer was worth and why: the same message, edited."""
    variant = judged.variant
    if variant.task is not None:
        return code.verdict(judged, footer(judged))
    if variant.spoken is not None:
        return spoken.verdict(judged, variant.spoken, footer(judged))
    why = Part(authored(variant.why, _WHY_LIMIT), _LEAST) if variant.why.strip() else None
    headline = f"### {_headline(judged)}"
    shown = [Part(line, min(len(line), _LEAST)) for line in _remarks(judged)]
    foot = footer(judged)
    return assemble(
        [
            Part(headline, len(headline), tight=True),
            *shown,
            *_placed(judged),
            code_block(variant),
            *_with_key(judged, why),
            *pictures_of(variant.why),
            *_aloud(variant),
            Part(foot, len(foot)),
        ]
    )


def _headline(judged: Judged) -> str:
    """Say the result in a sign and a few words: `✗ Not A. F1 falls to 0.72`."""
    variant, key = judged.variant, words.key(judged.variant)
    short = clip(authored(" ".join(variant.short.split())), _HEADLINE)
    if variant.order is not None or variant.matching is not None:
        return _headline_of_places(judged, short)
    right = f"{key}. {short or _says(variant)}".removesuffix(". ") if variant.options else short or key
    match judged.grade.verdict:
        case Verdict.RIGHT:
            return f"{words.RIGHT_SIGN} {right}"
        case Verdict.PARTLY:
            return f"{words.PARTLY_SIGN} {'Partly' if variant.options else 'Almost'}. {_is(variant, key, short)}"
        case Verdict.WRONG:
            return f"{words.WRONG_SIGN} Not {words.given(judged)}. {_is(variant, key, short)}"
        case Verdict.GAVE_UP:
            return right


def _headline_of_places(judged: Judged, short: str) -> str:
    """Say the result of an order or a match, in part as numbers: `◐ Partly. 3 of 4 rows are right`."""
    order, matching = judged.variant.order, judged.variant.matching
    right, count = "", ""
    match judged.answer:
        case Arranged(given) if order is not None:
            right, count = "In order", f"{places.pairs(order, given)} in order"
        case Matched(choices) if matching is not None:
            right, count = f"All {words.plural(len(choices), 'row')} right", f"{places.rows(matching, choices)} right"
        case _:
            return short or ("The right order" if order is not None else "The right options")
    match judged.grade.verdict:
        case Verdict.RIGHT:
            return f"{words.RIGHT_SIGN} {short or right}"
        case Verdict.PARTLY:
            return f"{words.PARTLY_SIGN} Partly: {count}"
        case _:
            return f"{words.WRONG_SIGN} Not yet: {count}"


def _placed(judged: Judged) -> list[Part]:
    """List the right order or the rows with what was made of each; these stay whole."""
    shown: list[str] = []
    if judged.variant.order is not None:
        shown = places.in_order(judged.variant.order, judged.answer)
        if judged.grade.verdict in (Verdict.PARTLY, Verdict.WRONG):
            shown.append(places.BY_CHANCE)
    elif judged.variant.matching is not None:
        shown = places.in_rows(judged.variant.matching, judged.answer)
    return [Part(text, len(text)) for text in shown]


def _is(variant: Variant, key: str, short: str) -> str:
    """Name the right answer behind a wrong one."""
    if short or not variant.options:
        return short or key
    return f"{key} {'is' if len(key) == 1 else 'are'} right"


def _says(variant: Variant) -> str:
    """Give the one right option's text where it is short enough for a headline."""
    right = [one_line(option.text) for option in variant.options if option.right]
    return right[0] if len(right) == 1 and len(right[0]) <= _HEADLINE else ""


def _remarks(judged: Judged) -> list[str]:
    """Say what the answer calls for: its own mistake, how it was read, or that not knowing is no guess."""
    grade = judged.grade
    remarks = []
    if grade.verdict is Verdict.GAVE_UP:
        remarks.append("You said you don't know. That is kept apart from a wrong guess.")
    if _read_differently(judged):
        remarks.append(f"I read {words.given(judged)} as {words.safe(grade.read_as, _OPTION)}.")
    if grade.reason.strip() and grade.verdict is not Verdict.RIGHT and judged.variant.matching is None:
        remarks.append(_yours(words.given(judged), authored(grade.reason, _REASON_LIMIT)))
    if judged.variant.question.type is QuestionType.MULTIPLE:
        remarks.append(_each(judged.variant, judged.answer))
    return remarks


def _yours(given: str, reason: str) -> str:
    """Join an answer and its mistake; a reason that names a value first (`**0.75** is …`) goes on in one sentence."""
    named, bold, rest = reason.removeprefix("**").partition("**")
    if reason.startswith("**") and bold and len(named) <= _OPTION:
        return f"**Your {given}, {named}**,{rest}"
    return f"**Your {given}**: {reason}"


def _read_differently(judged: Judged) -> bool:
    """Say whether an answer was understood as something that does not look like it."""
    read, number = judged.grade.read_as, judged.variant.number
    if not read or not isinstance(judged.answer, Typed):
        return False
    shown, typed = ("".join(text.casefold().split()) for text in (read, judged.answer.text))
    unit = "".join(number.unit.casefold().split()) if number is not None else ""
    return shown not in (typed, typed.removesuffix(unit), typed.removeprefix(unit))


def _each(variant: Variant, answer: Answer) -> str:
    """List every option of a multiple choice with what it is and what was made of it."""
    chosen = answer.places if isinstance(answer, Chosen) else frozenset()
    limit = max(_OPTION, _WHY_LIMIT // (2 * len(variant.options)))
    lines = []
    for place, option in enumerate(variant.options):
        sign = words.RIGHT_SIGN if option.right else words.WRONG_SIGN
        said = "right" if option.right else "wrong"
        did = "chosen" if place in chosen else "not chosen"
        reason = f": {authored(option.reason, limit)}" if place in chosen and option.reason.strip() else ""
        lines.append(f"{sign} **{words.letter(place)}**  {one_line(option.text, limit)} · {said}, {did}{reason}")
    return "\n".join(lines)


def _with_key(judged: Judged, why: Part | None) -> list[Part]:
    """Put the right answer in full above the explanation, unless the headline has just confirmed it."""
    variant = judged.variant
    listed = variant.question.type is QuestionType.MULTIPLE or variant.order is not None or variant.matching is not None
    told = judged.grade.verdict is Verdict.RIGHT or listed
    parts = [why] if why is not None else []
    if told:
        return parts
    if variant.options:
        place, option = next((i, o) for i, o in enumerate(variant.options) if o.right)
        key = f"**{words.RIGHT_SIGN} {words.letter(place)}  {one_line(option.text)}**"
    elif judged.variant.short.strip():
        key = f"**{words.RIGHT_SIGN} {words.key(variant)}**"
    else:
        return parts
    text = f"{key}\n{why.markdown}" if why is not None else key
    return [Part(text, len(key) + 1 + min(_LEAST, len(why.markdown) if why is not None else 0))]


def _aloud(variant: Variant) -> list[Part]:
    if not variant.aloud.strip():
        return []
    return [Part(f'**Say it in the room:** "{authored(variant.aloud, _REASON_LIMIT)}"', _LEAST)]


def footer(judged: Judged) -> str:
    """Write the last small line: the score, the time taken, and what comes."""
    score = f"{words.points(judged.grade.score)} of 1"
    if judged.hints_shown:
        score += f" · {words.in_words(judged.hints_shown)} hint{'s' if judged.hints_shown > 1 else ''}"
    if judged.submission is not None:
        score += f" · {ordinal(judged.submission.nth)} submission"
    comes = "this topic comes back " + words.stamp(judged.comes_back) if judged.comes_back is not None else ""
    follows = "" if judged.following is None else _next(judged.following)
    best = (follows or comes) if judged.grade.verdict is Verdict.RIGHT else (comes or follows)
    return "-# " + " · ".join(filter(None, (score, words.took(judged.took), best)))


def _next(following: Following) -> str:
    name = words.topic(following.topic)
    match following.because:
        case Because.DUE:
            return f"next: {name}, due again"
        case Because.NEW:
            return f"next: {name}, you have not met it yet"
        case Because.AGAIN:
            return f"next: {name}, once more"
        case Because.SET:
            return f"next in this set: {name}"


def has_other_options(judged: Judged) -> bool:
    """Say whether `Other options` has anything to show."""
    return bool(_others(judged))


def other_options(judged: Judged) -> Card:
    """Draw why each wrong option that was not chosen is wrong: shown privately."""
    lines = _others(judged) or ["There is nothing more to say about the other options."]
    return assemble([Part("\n".join(lines))])


def _others(judged: Judged) -> list[str]:
    chosen: Collection[int] = judged.answer.places if isinstance(judged.answer, Chosen) else ()
    options, named = judged.variant.options, words.letter
    if judged.variant.matching is not None:
        # The letters are gone from the verdict of a match; its options are named by what they say.
        options = judged.variant.matching.options
        chosen = judged.answer.choices if isinstance(judged.answer, Matched) else ()
        named = lambda place: one_line(options[place].text, _OPTION)  # noqa: E731
    return [
        _of(named(place), authored(option.reason, OPTION_LIMIT))
        for place, option in enumerate(options)
        if not option.right and place not in chosen and option.reason.strip()
    ]


def _of(letter: str, reason: str) -> str:
    """Join a letter and a reason; one that begins with a small verb (`has …`) goes on from it."""
    return f"{letter} {reason}" if reason.startswith(_VERBS) else f"{letter}: {reason}"


def label(option: Option, place: int, limit: int = 100) -> str:
    """Write an option for a list's row: `A  text`, without markup, at most `limit` characters."""
    return f"{words.letter(place)}  {field(option.text, limit - 3)}"


def field(text: str, limit: int = 100) -> str:
    """Write a text for a form's field: without markup, on one line, at most `limit` characters."""
    bare = flat(words.visible(text))
    return bare if len(bare) <= limit else f"{bare[: limit - 1].rstrip()}…"


def key_of(variant: Variant) -> tuple[Part | Picture, ...]:
    """Give a question's other side, as its author checks it: the key, every reason, the explanation."""
    lines = [f"**Key** {words.key(variant)}"]
    lines += [
        f"{words.WRONG_SIGN} **{words.letter(place)}**: {authored(option.reason, OPTION_LIMIT)}"
        for place, option in enumerate(variant.options)
        if not option.right and option.reason.strip()
    ]
    if variant.number is not None:
        tolerance, unit = variant.number.tolerance, variant.number.unit
        lines += [
            f"{words.WRONG_SIGN} {words.number(value, tolerance, unit)}: {authored(message, OPTION_LIMIT)}"
            for value, message in variant.number.traps
        ]
    for name, terms in (("Also accepted", variant.accepted[1:]), ("Almost", variant.near), ("Not", variant.reject)):
        if terms:
            lines.append(f"**{name}** {', '.join(words.safe(term, _OPTION) for term in terms[:10])}")
    lines += spoken.key(variant.spoken) if variant.spoken is not None else _places_of(variant)
    hints = [f"**Hint** {authored(hint, OPTION_LIMIT)}" for hint in variant.hints]
    why = [Part(f"**Why** {authored(variant.why, _WHY_LIMIT)}", _LEAST)] if variant.why.strip() else []
    return (Part("\n".join(lines + hints), _LEAST), *why, *pictures_of(variant.why), *_aloud(variant))


def _places_of(variant: Variant) -> list[str]:
    """Give the right order or the rows with their options, and why each extra one fits none."""
    if variant.order is not None:
        return [*places.in_order(variant.order, GaveUp()), *filter(None, [places.other_orders(variant.order)])]
    if variant.matching is None:
        return []
    extra = [option for option in variant.matching.options if not option.right]
    return [
        *places.in_rows(variant.matching, GaveUp()),
        *(f"{words.WRONG_SIGN} {one_line(o.text, _OPTION)}: {authored(o.reason, OPTION_LIMIT)}" for o in extra),
    ]
