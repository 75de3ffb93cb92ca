"""Decides whether a person must look at an answer."""

from bot.rules.heard import Asked


def look(asked: Asked, answer: str) -> str:  # noqa: ARG001
    """Give the reason, or nothing."""
    return ""
