"""What Holdout is, what its commands do and what it keeps, as one card."""

from bot.render.card import Card, Part, assemble, balanced, clip
from bot.render.words import visible

COMMANDS = (
    ("/practice", "asks you a question, of a topic and level if you like, and shows why"),
    ("/code", "runs your Python: output, pictures, time; a code block in direct messages does the same"),
    ("/quiz start", "opens a quiz for everybody in this channel (hosts); Join, and answer by buttons"),
    ("/quiz plan", "named sets of questions, started by hand or on time, once or every week (hosts)"),
    ("/quiz rejoin", "finds the quiz that you are in"),
    ("/quiz results", "boards of the last quizzes here, your own answers and mistakes; a file for the host"),
    ("/interview start", "a mock interview: a round of your choice, alone with me, with a report at the end"),
    ("/interview reports", "your reports: open one, compare two"),
    ("/interview resume", "finds your interview, days later too"),
    ("/interview pair", "two in a voice channel interview each other: I keep cards, clock and forms"),
    ("/me", "your results, settings and data; export or delete them"),
    ("/help", "this card"),
    ("/setup", "the server's settings (admins)"),
    ("/bank add", "adds questions to this server (editors)"),
    ("/bank find", "finds one, to edit, preview or withdraw it (editors)"),
    ("/bank inbox", "shows what members said is wrong (editors)"),
    ("Run code", "in the menu of any message with a code block, under Apps: runs it for you"),
    ("Submit as answer", "in the same menu: gives it as your answer to a code question"),
    ("Something wrong?", "in the menu of a question, under Apps: tells the admins"),
    ("Make a question of this", "in the menu of any message, under Apps (editors)"),
)
"""Every command with a sentence; a test compares them with what is registered."""

_ABOUT = (
    "### Holdout\n"
    "Practice for machine-learning-engineer interviews. I ask, you answer, I show why. "
    "What you get wrong comes back when you are about to forget it."
)
_KEPT = (
    "### What I keep\n"
    "Your answers (what you write in your own words is graded by me alone and sent nowhere, unless you let a model "
    "outside hear it in `/me`, where there is one) and your code, when a topic comes back, and your settings: until "
    "you press Delete in `/me`, then all goes at once. Of code that answers no question I keep the last 30 texts. "
    "In servers I read no messages; in direct messages only your answers and code. No other member sees any of it, but "
    "the host of a quiz can export its answers, yours by the name you joined with or by a guest name alone, and the "
    "two of a pair interview read each other's forms."
)
_CHANGES_LIMIT = 1200


def card(changes: str) -> Card:
    """Draw `/help`.

    Args:
        changes: The changelog's newest section as Markdown, or empty.
    """
    commands = "\n".join(f"**{name}** {what}" for name, what in COMMANDS)
    newest = balanced(visible(changes).strip().replace("\n## ", "\n### ").removeprefix("## "))
    return assemble(
        [
            Part(_ABOUT, len(_ABOUT)),
            Part(f"### Commands\n{commands}", len(commands) + 13),
            Part(_KEPT, len(_KEPT)),
            Part(f"### What changed\n{clip(newest, _CHANGES_LIMIT)}", 100) if newest else None,
        ]
    )


def newest_section(changelog: str) -> str:
    """Give the top section of a changelog: from its first `## ` to the next."""
    _, mark, rest = f"\n{changelog}".partition("\n## ")
    return f"## {rest.partition(chr(10) + '## ')[0].strip()}" if mark else ""
