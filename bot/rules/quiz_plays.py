"""What the boards are made of: how each member did on each question that counts."""

from collections.abc import Iterable, Mapping

from bot.rules.quiz import Member, Options, Reply, own_time
from bot.rules.standings import Play


def gather(
    options: Options, difficulty: Mapping[int, int], members: Iterable[Member], replies: Iterable[Reply]
) -> tuple[Play, ...]:
    """Give the plays of all who answered a question that counts, in the order of the members.

    From their first question on a member could play each; what they did not answer is worth nothing, also after they
    left. Whoever plays off the boards is left out.

    Args:
        options: The quiz's.
        difficulty: Of the questions that count, by number.
        members: Whose plays.
        replies: Theirs; others are passed over.
    """
    given: dict[int, dict[int, Reply]] = {}
    for reply in replies:
        given.setdefault(reply.person_id, {})[reply.number] = reply
    plays: list[Play] = []
    for member in members:
        own = given.get(member.person_id, {})
        if member.off_board or own.keys().isdisjoint(difficulty):
            continue
        first = min(member.first_round, *own)
        allowed = own_time(options, member)
        for number, weight in difficulty.items():
            if number >= first:
                answered = own.get(number)
                score, took = (answered.score, answered.took) if answered else (0.0, None)
                plays.append(Play(member.person_id, number, weight, score, took, allowed))
    return tuple(plays)
