"""A server's settings as its admins see them, and the one message that offers them."""

from bot.actions.views import SetupCard
from bot.render import words
from bot.render.card import Card, Part, assemble

ROLE_NAMES = {
    "quiz": "Quiz role",
    "host": "May host quizzes",
    "editor": "May edit questions",
}
"""The three roles by what actions call them."""
_ONCE = ", mentioned once when a lobby opens"
_PINGED = "-# Discord pings a role only where its settings let anyone mention it (Server Settings, Roles)."


def card(setup: SetupCard) -> Card:
    """Draw `/setup`."""
    lines = [
        "### Settings of this server",
        f"Time zone: **{words.safe(setup.zone)}**",
        f"{ROLE_NAMES['quiz']}: {_role(setup.quiz_role_id, 'none, nobody is pinged', _ONCE)}",
        f"{ROLE_NAMES['host']}: {_role(setup.host_role_id, 'admins only')}",
        f"{ROLE_NAMES['editor']}: {_role(setup.editor_role_id, 'admins only')}",
        "-# Every change holds at once. Admins may always do everything.",
    ]
    if setup.quiz_role_id is not None:
        lines.append(_PINGED)
    return assemble([Part("\n".join(lines)), Part(_outside(setup)) if setup.outsider else None])


def _outside(setup: SetupCard) -> str:
    """Say what leaves the server where a model outside is allowed, whether it is or not."""
    state = f"{words.RIGHT_SIGN} allowed" if setup.outside else f"{words.WRONG_SIGN} not allowed"
    return (
        f"### A model outside: {state}\n"
        f"Answers in people's own words can be heard by **{words.safe(setup.outsider)}** too. If you allow it here, "
        "the question, its points and the answer are sent there, only for members who let it in `/me`; no name, and "
        "nothing else. Otherwise I grade by myself and nothing is sent."
    )


def _role(role_id: int | None, without: str, more: str = "") -> str:
    return f"<@&{role_id}>{more}" if role_id is not None else f"**{without}**"


def offer(inviter_id: int | None) -> Card:
    """Draw the message on joining a server; it works without any setting."""
    hello = f"Hello <@{inviter_id}>, and thank you for the invitation." if inviter_id is not None else "Hello."
    return assemble(
        [
            Part(
                f"**{hello}**\n"
                "I prepare people for machine-learning-engineer interviews. `/practice` works right now, "
                "for every member, and only the one who asks sees it."
            ),
            Part(
                "If you like: `/setup` sets the time zone, who may host quizzes and who may edit questions; "
                "`/bank add` adds your own."
            ),
            Part("-# I read no messages here, and write only when somebody asks me to."),
        ]
    )
