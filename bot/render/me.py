"""A person's own card: stats, settings and data on a phone's width, without tables."""

from bot.actions.views import AreaTally, MeCard
from bot.render import words
from bot.render.card import Card, Part, assemble

DELETE_ASK = (
    "### Delete everything?\n"
    "Your answers, code, results, reviews and settings go at once and cannot be brought back. "
    "Questions you added to a server stay with that server, without your name."
)
DELETED = "Everything about you is deleted. `/practice` would start anew."
EXPORTED = "Here is everything I keep about you, as JSON."
_WITHHELD = "Left out until the reveal: what would tell of a question that is open in a quiz. Export again after it."
TIMES = {1.0: "normal", 1.25: "a quarter more", 1.5: "half as much again", 2.0: "double"}
"""What a person's time in quizzes is called, by how much longer it is."""
NO_ZONE = "I know no time zone of that name. Try a city, such as `Europe/Athens`."


def card(me: MeCard) -> Card:
    """Draw `/me`."""
    outside = Part(_outside(me)) if me.outsider else None
    return assemble([Part(_stats(me)), Part(_settings(me)), outside, Part(_data())])


def exported(withheld: int) -> str:
    """Say what comes with an export, and that `withheld` rows are left out."""
    return f"{EXPORTED}\n{_WITHHELD}" if withheld else EXPORTED


def _stats(me: MeCard) -> str:
    lines = ["### Your results"]
    if not any(tally.answered for tally in me.tallies):
        return "\n".join([*lines, "Nothing answered yet. `/practice` asks you a first question."])
    answered = sum(tally.answered for tally in me.tallies)
    points = sum(tally.points for tally in me.tallies)
    lines.append(f"**{words.points(points)} of {answered}** over all areas")
    lines += [_tally(tally) for tally in me.tallies if tally.answered]
    if me.due:
        lines.append(f"-# {words.plural(me.due, 'topic')} due again")
    return "\n".join(lines)


def _tally(tally: AreaTally) -> str:
    """Write one area: `· Statistics: 12 of 15, 1 not known`."""
    gave_up = f", {tally.gave_up} not known" if tally.gave_up else ""
    return f"· {words.safe(tally.area)}: {words.points(tally.points)} of {tally.answered}{gave_up}"


def _settings(me: MeCard) -> str:
    level = me.level.value if me.level is not None else "all"
    tracks = words.safe(", ".join(me.tracks)) if me.tracks else "none"
    return (
        f"### Settings\nTime zone: **{words.safe(me.zone)}**\nLevel: **{level}**\nTracks: **{tracks}**\n"
        f"Time in quizzes: **{TIMES[me.extra_time]}**"
    )


def _outside(me: MeCard) -> str:
    """Say what leaves where the person lets a model outside hear them, whether they do or not."""
    state = f"{words.RIGHT_SIGN} hears you" if me.outside else f"{words.WRONG_SIGN} does not hear you"
    return (
        f"### A model outside: {state}\n"
        f"Answers in your own words can be heard by **{words.safe(me.outsider)}** too. If you let it, the question, "
        "its points and your answer are sent there; not your name, and nothing else. In a server its admins have to "
        "allow it as well. Otherwise I grade by myself and nothing is sent."
    )


def _data() -> str:
    return "### My data\nOnly you see this card. You can take all I keep about you with you, or delete it."
