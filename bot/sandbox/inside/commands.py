"""A Git command as it was typed: its words, its options and its paths. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.sandbox.inside.history import Refused


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it was read.

    Attributes:
        words: What is no option, in order.
        options: By option as it was written, its value, or an empty text.
        paths: What follows `--`, None where that does not stand there.
    """

    words: list[str]
    options: Mapping[str, str]
    paths: list[str] | None

    def any(self, *options: str) -> bool:
        """Tell whether one of some options stands there."""
        return any(option in self.options for option in options)

    def value(self, *options: str) -> str | None:
        """Give the value of the first of some options that stands there."""
        return next((self.options[option] for option in options if option in self.options), None)

    def word(self, place: int, otherwise: str | None = None) -> str:
        """Give one of the words.

        Raises:
            Refused: It is missing, and nothing stands for it.
        """
        if place < len(self.words):
            return self.words[place]
        if otherwise is None:
            raise Refused("it names too little")
        return otherwise


def read(words: list[str], alone: str, valued: str) -> Command:
    """Read a command's words.

    Raises:
        Refused: An option is not known here, or lacks its value.
    """
    plain: list[str] = []
    options: dict[str, str] = {}
    paths: list[str] | None = None
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        option, given, value = word.partition("=")
        if word == "--":
            paths, waiting = waiting, []
        elif option in valued.split():
            if not given and not waiting:
                raise Refused(f"{option} lacks its value")
            options[option] = value if given else waiting.pop(0)
        elif word in alone.split():
            options[word] = ""
        elif word.startswith("-") and not word.startswith("--") and len(word) > 2:  # noqa: PLR2004 (such as -am)
            waiting[:0] = [f"-{letter}" for letter in word[1:]]
        elif word.startswith("-") and word != "-":
            raise Refused(f"the option {word[:30]} is not replayed here")
        else:
            plain.append(word)
    return Command(plain, options, paths)
