"""What a case tells only when asked for it: whether a message asks, and for which of its facts."""

from collections.abc import Sequence


def is_question(words: str) -> bool:
    """Tell whether a message asks for something."""
    return words.rstrip().endswith("?")


def asked_for(facts: Sequence[tuple[str, str]], words: str) -> tuple[tuple[str, str], ...]:
    """Give the facts that a question asks for, in the case's order; empty where it asks for none of them.

    Args:
        facts: What there is: (asked for, value).
        words: The question as it was typed.
    """
    wanted = set(words.casefold().split())
    return tuple(fact for fact in facts if set(fact[0].casefold().split()) & wanted)
