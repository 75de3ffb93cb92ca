"""The words that more than one card or button uses. One word for one thing."""

import math
import re
import unicodedata
from datetime import datetime, timedelta

from bot.actions.views import Judged
from bot.render.card import clip
from bot.rules.answer import Arranged, Chosen, GaveUp, Matched, Said, Submitted, Typed
from bot.rules.practice import lettered, numbered, ordinal
from bot.rules.question import Tolerance
from bot.rules.variant import Variant

HINT = "Hint (−25%)"
GIVE_UP = "I don't know"
WRONG = "Something wrong?"
MAKE_QUESTION = "Make a question of this"
RUN_CODE = "Run code"
SUBMIT_ANSWER = "Submit as answer"
SUBMIT = "Submit"
TRY_AGAIN = "Try again"
EDIT_RUN = "Edit and run again"
RUN_AGAIN = "Run again"
CANCEL = "Cancel"
NEXT = "Next"
OTHERS = "Other options"
ANSWER = "Answer"
LOOK_AGAIN = "Look again"
ASK_EDITOR = "Ask an editor"
MARK_IT = "Mark it"
MARK = "Mark {}"
"""Label of the button that opens the form for points that were unsure."""
SETTINGS = "Settings"
EXPORT = "Export my data"
DELETE = "Delete everything"
DELETE_SURE = "Yes, delete everything"
KEEP = "Keep it"
PUBLISH = "Publish"
EDIT = "Edit"
DISCARD = "Discard"
PREVIEW = "Preview"
WITHDRAW = "Withdraw"
PUT_BACK = "Put back"
HISTORY = "History"
ITS_QUESTION = "Show question"
SHOW_HANDLED = "Show done"
SHOW_WAITING = "Show open"
REOPEN = "Not done yet"
PREVIOUS = "Previous"
TIME_ZONE = "Time zone"
LET_MODEL = "Let the model hear me"
KEEP_WORDS = "Keep my words here"
ALLOW_MODEL = "Allow the model here"
FORBID_MODEL = "Forbid the model here"
UNDO = "Undo"
DONE = "Done"
JOIN = "Join"
JOIN_AS_GUEST = "Join as a guest"
LEAVE = "Leave"
HOST = "Host…"
START_NOW = "Start now"
ADD_FIVE = "Add 5 minutes"
PREVIEW_QUESTIONS = "Preview questions"
PREVIEW_SURE = "Show me the questions"
BACK = "Back"
WAIT = "Wait"
VOID = "Void this question"
COUNT_AGAIN = "Count it again"
STOP = "Stop"
STOP_SURE = "Yes, stop the quiz"
MY_ANSWER = "My answer"
READY = "Ready"
MY_QUESTION = "Show my question"
PUT_IN_ORDER = "Put in order"
MY_RESULTS = "My results"
MY_MISTAKES = "My mistakes"
TRY_IT = "Try it"
BEGIN = "Begin"
BEGIN_AS_GUEST = "Begin as a guest"
SHOW_QUESTION = "Show question {}"
NEXT_QUESTION = "Next question"
SKIP = "Skip it"
FINISH = "Finish"
GO_ON = "Go on"
START = "Start"
START_DIRECT = "Start in direct message"
CHANGE_ROUND = "Change round"
NOT_NOW = "Not now"
PAUSE = "Pause"
ASK = "Ask"
NOTHING_TO_ADD = "Nothing to add"
GO_ON_DIRECT = "Go on in direct message"
END_IT = "End it"
END_SURE = "Yes, end it"
BY_QUESTION = "Question by question"
PRACTISE_ONE = "Practise this one"
PRACTISE = "Practise these {}"
PDF = "PDF"
SHARE = "Share…"
SHARE_SURE = "Share it here"
WITH_WORDS = "With my words"
WITHOUT_WORDS = "Without my words"
DELETE_REPORT = "Delete"
DELETE_REPORT_SURE = "Yes, delete it"
MARK_AS_PEER = "Mark as a peer"
WHOLE_LOOP = "The whole loop"
ALL_REPORTS = "All reports"
OPEN_REPORT = "Open a report"
COMPARE = "Compare two"
"""Placeholders of the lists of one's own reports."""
A_QUESTION = "Void a question"
"""Placeholder of the list that opens the host's panel on a question of an open quiz."""
SKIP_LAST = "Skip it and finish"
MY_ANSWERS = "My answers"
BOARDS = "Boards"
EXPORT_CSV = "Export (CSV)"
ANOTHER_QUIZ = "Another quiz"
"""Placeholder of the list that opens the results of another quiz."""
CHOOSE = "Choose all that fit"
"""Placeholder of the list that answers a multiple choice."""

TEXT_LIMIT = 3600
"""What one stretch of an author's text may take of a card."""

LETTERS = "ABCDEFGHIJ"
NUMBER_HELP = "0.16, 16 %, or a sum: 9/(9+20)"
TERM_HELP = "One term; capitals do not matter"
RIGHT_SIGN, PARTLY_SIGN, WRONG_SIGN = "✓", "◐", "✗"

THANKS = "Thank you. It is in the admins' inbox, with this question and your numbers, but without your name."
THANKS_DIRECT = "Thank you. Whoever runs this bot gets it, with this question and your numbers, but without your name."
OLD_BUTTON = "That button is from another time and leads nowhere now. `/practice` asks you something new."
NO_QUESTION_THERE = (
    "I see no question or run of mine on that message. Use this on one that I showed you; "
    "for anything else, tell an admin of this server."
)
NO_WORDS_THERE = "That message has no words that could become a question. Choose one with text, or use `/bank add`."
NO_CODE_THERE = "I see no code on that message. Put it between two lines of three backticks, or attach a .py file."
NO_CODE_WAITS = "No question of yours waits for code here. `/practice topic:code` asks one; **Run code** only runs it."
THANKS_RUN = "Thank you. It is in the admins' inbox, with this run, but without your name."
THANKS_RUN_DIRECT = "Thank you. Whoever runs this bot gets it, with this run's number, but without your name."
NOTHING_RUNS = "That run is over. Nothing was cancelled."
NOTHING_WAITS = "No question is waiting for an answer here. `/practice` asks you one."
NOTHING_FITS = "No question fits that yet. `/practice` without a topic asks you anything."

_NUMBER_WORDS = ("no", "one", "two", "three", "four", "five")
_PROPER = frozenset({"Bayesian", "Bayes", "Git", "Kubernetes", "Markov", "Python", "Docker", "Keras", "Poisson"})
_MARKDOWN = re.compile(r"([\\*_~`|\[\]#<>@])")
_BIDI = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
_UNSEEN = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
_DIGITS = 15
_PLACES = 12
_EXACT = 6
_RELATIVE = 4
_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def visible(text: str) -> str:
    """Leave out what nobody sees: control characters (but line ends) and marks that turn the reading direction."""
    if text.replace("\n", "").isprintable():  # nearly always; it has none of what is looked for below
        return text
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in unix if c in "\n\t" or (c not in _BIDI and unicodedata.category(c) not in _UNSEEN))


def safe(text: str, limit: int = 200) -> str:
    """Show a person's own words again: on one line, without markup, mentions or hidden characters.

    Args:
        text: Anything.
        limit: At most so many characters before escapes.
    """
    line = " ".join(visible(text).split())
    if len(line) > limit:
        line = f"{line[: max(0, limit - 1)]}…"
    return _MARKDOWN.sub(r"\\\1", line).replace("://", "\\://")


def letter(place: int) -> str:
    """Give the letter of an option by its 0-based place."""
    return LETTERS[place] if place < len(LETTERS) else str(place + 1)


def quote(text: str, limit: int) -> str:
    """Show a person's own words as a quotation: as `safe`, but cut between words where that is possible."""
    line = " ".join(visible(text).split())
    if len(line) > limit:
        cut = line[: max(0, limit - 1)]
        line = f"{(cut.rpartition(' ')[0] or cut).rstrip()}…"
    return safe(line, limit)


def listed(words: list[str]) -> str:
    """Join words as people do: `A, C and D`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "nothing"


def given(judged: Judged) -> str:
    """Say in a few words what was answered: `A`, `A and C`, `0.9`, or `I don't know`."""
    match judged.answer:
        case Chosen(places):
            return listed([letter(place) for place in sorted(places)])
        case Typed(text):
            return safe(text, 60)
        case Arranged(order):
            return lettered(order)
        case Matched(choices):
            return numbered(choices)
        case Submitted(nth=nth):
            return f"{ordinal(nth)} submission"
        case Said() | GaveUp() as other:
            return GIVE_UP if isinstance(other, GaveUp) else "your own words"


def stamp(at: datetime, style: str = "R") -> str:
    """Give a time that Discord shows in each reader's own zone; `R` counts down, `t` is the time of day."""
    return f"<t:{int(at.timestamp())}:{style}>"


def member(person_id: int | None) -> str:
    """Name a member, who may have had everything about them deleted: then None, or the number of a tombstone."""
    return f"<@{person_id}>" if person_id is not None and person_id > 0 else "somebody who left"


def host(person_id: int) -> str:
    """Name a quiz's host; where everything about them was deleted, whoever can still do what they did."""
    return member(person_id) if person_id > 0 else "a moderator"


def topic(name: str) -> str:
    """Give a topic's name for the middle of a sentence: `precision, recall, F1`, but `ROC AUC`."""
    first = name.split(" ", 1)[0].rstrip(",:")
    if first in _PROPER or not re.fullmatch(r"[A-Z][a-z'-]+", first):
        return name
    return name[0].lower() + name[1:]


def about(seconds: int) -> str:
    """Say how long a question takes: `about 1 minute`."""
    return f"about {plural(max(1, round(seconds / _MINUTE)), 'minute')}"


def took(span: timedelta) -> str:
    """Say how long an answer took: `48 s`, `2 min 5 s`, `1 h 3 min`, `2 days`."""
    seconds = max(0, round(span.total_seconds()))
    if seconds < _MINUTE:
        return f"{seconds} s"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min" + (f" {seconds % _MINUTE} s" if seconds % _MINUTE else "")
    if seconds < _DAY:
        minutes = seconds % _HOUR // _MINUTE
        return f"{seconds // _HOUR} h" + (f" {minutes} min" if minutes else "")
    return plural(seconds // _DAY, "day")


def plural(count: int, word: str) -> str:
    """Count something: `1 day`, `3 days`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def in_words(count: int) -> str:
    """Write a small number as a word."""
    return _NUMBER_WORDS[count] if 0 <= count < len(_NUMBER_WORDS) else str(count)


def points(score: float) -> str:
    """Write a score: `1`, `0.75`, `0.33`."""
    return f"{score:.2f}".rstrip("0").rstrip(".") if score else "0"


def percent(share: float) -> str:
    """Write a share: `83 %`."""
    return f"{round(100 * share)} %"


def number(value: float, tolerance: Tolerance, unit: str = "") -> str:
    """Print a key as exactly as its tolerance asks: 0.3684 within 0.005 is `0.37`.

    A relative tolerance gives four significant digits, none gives six; never an exponent below 1e15.
    """
    if tolerance.abs > 0 and math.isfinite(value):
        places = min(_PLACES, max(0, math.ceil(-math.log10(2 * tolerance.abs) - 1e-9)))
        shown = f"{value:.{places}f}"
    else:
        shown = _significant(value, _RELATIVE if tolerance.rel > 0 else _EXACT)
    if "." in shown and not tolerance.abs:
        shown = shown.rstrip("0").rstrip(".")
    shown = shown.replace("-", "−") if float(shown) else shown.lstrip("-")
    return shown + ("" if not unit else f" {clip(visible(unit), 20)}")


def _significant(value: float, digits: int) -> str:
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    if float(value).is_integer() and abs(value) < 10**_DIGITS:
        return str(int(value))
    places = digits - 1 - math.floor(math.log10(abs(value)))
    return f"{value:.{min(max(places, 0), 300)}f}" if abs(value) < 10**_DIGITS else f"{value:.{digits}g}"


def key(variant: Variant) -> str:
    """Give the right answer in a few words: letters, the number, or the term; of an order one that is right."""
    if variant.options:
        return listed([letter(place) for place, option in enumerate(variant.options) if option.right])
    if variant.number is not None:
        return number(variant.number.value, variant.number.tolerance, variant.number.unit)
    if variant.order is not None:
        return lettered(variant.order.right)
    if variant.matching is not None:
        return numbered(variant.matching.right)
    return safe(variant.accepted[0]) if variant.accepted else ""
