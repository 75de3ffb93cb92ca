"""The texts of a question that a person chooses among, each with the path to it in the document; nothing is judged."""

from collections.abc import Iterator

from bot.bank.node import Path
from bot.rules.question import Match, MultipleChoice, Numeric, Order, Question, SingleChoice


def options(question: Question) -> Iterator[tuple[Path, str]]:
    """Give every option of a choice or a match."""
    match question.body:
        case SingleChoice(right=right, wrong=wrong):
            yield ("right",), right
            yield from ((("wrong", each.text), each.text) for each in wrong)
        case MultipleChoice(right=rights, wrong=wrong):
            yield from ((("right", place), text) for place, text in enumerate(rights))
            yield from ((("wrong", each.text), each.text) for each in wrong)
        case Match(pairs=pairs, extra=extra):
            yield from ((("match", row), option) for row, option in pairs)
            yield from ((("extra", each.text), each.text) for each in extra)
        case _:
            return


def reasoned(question: Question) -> Iterator[tuple[Path, str, str]]:
    """Give every wrong option, extra and trap with its reason."""
    match question.body:
        case SingleChoice(wrong=wrong) | MultipleChoice(wrong=wrong):
            for distractor in wrong:
                yield ("wrong", distractor.text), distractor.text, distractor.reason
        case Numeric(traps=traps):
            for trap in traps:
                yield ("traps", trap.value), trap.value, trap.message
        case Match(extra=extra):
            for distractor in extra:
                yield ("extra", distractor.text), distractor.text, distractor.reason
        case _:
            return


def parts(question: Question) -> Iterator[tuple[Path, str]]:
    """Give the items to put in order, or the rows to match; no lines of code, whose dollars are no formulas."""
    match question.body:
        case Order(items=items, code=False):
            yield from ((("order", place), text) for place, text in enumerate(items))
        case Match(pairs=pairs):
            yield from ((("match", row), row) for row, _ in pairs)
        case _:
            return
