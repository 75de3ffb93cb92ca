"""Who somebody is in a quiz: a guest's made-up name, a team, and the seed of what they are shown."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import count

from bot.rules.draw import Draws
from bot.rules.quiz import Member, Round

_SEEDS = 2**63 - 1
_MANNERS = (
    "Amber", "Ample", "Azure", "Brave", "Brisk", "Bright", "Calm", "Candid", "Clever", "Copper", "Coral", "Cosy",
    "Curious", "Dapper", "Deft", "Eager", "Early", "Fair", "Frank", "Gentle", "Glad", "Golden", "Hardy", "Humble",
    "Jolly", "Keen", "Kind", "Lively", "Lucid", "Lunar", "Mellow", "Merry", "Mild", "Modest", "Neat", "Nimble",
    "Patient", "Plucky", "Polite", "Proud", "Quick", "Quiet", "Ready", "Rosy", "Sage", "Silver", "Sincere", "Snug",
    "Solar", "Sound", "Steady", "Sturdy", "Subtle", "Sunny", "Swift", "Tidy", "True", "Velvet", "Vivid", "Warm",
    "Wise", "Witty", "Woolly", "Zesty",
)  # fmt: skip
_ANIMALS = (
    "Badger", "Bear", "Beaver", "Bison", "Bittern", "Camel", "Caribou", "Cheetah", "Condor", "Coyote", "Crane", "Deer",
    "Dolphin", "Dormouse", "Eagle", "Egret", "Elk", "Falcon", "Ferret", "Finch", "Fox", "Gannet", "Gecko", "Gibbon",
    "Hare", "Hawk", "Hedgehog", "Heron", "Ibex", "Ibis", "Jackdaw", "Jaguar", "Kestrel", "Kiwi", "Koala", "Lark",
    "Lemur", "Lizard", "Lynx", "Magpie", "Marmot", "Marten", "Mole", "Moose", "Newt", "Ocelot", "Octopus", "Osprey",
    "Otter", "Owl", "Panda", "Pelican", "Penguin", "Puffin", "Quail", "Raven", "Robin", "Salmon", "Seal", "Stork",
    "Swallow", "Tapir", "Turtle", "Wombat",
)  # fmt: skip
_NAMES = len(_MANNERS) * len(_ANIMALS)


def alias(call_id: int, taken: Collection[str]) -> str:
    """Make up a guest's name that nobody has in this quiz, such as `Quiet Otter`; from 4,097 guests on with a number.

    Args:
        call_id: The interaction they joined with: nobody else knows it, so nobody can work the name out.
        taken: The names that are given.
    """
    first = Draws("guest", 1, call_id).choice("name", _NAMES)
    names = (_name((first + place) % _NAMES, lap) for lap in count(1) for place in range(_NAMES))
    return next(name for name in names if name not in taken)


def _name(place: int, lap: int) -> str:
    manner, animal = divmod(place, len(_ANIMALS))
    return f"{_MANNERS[manner]} {_ANIMALS[animal]}{f' {lap}' if lap > 1 else ''}"


def own_seed(round_: Round, person_id: int) -> int:
    """Give the seed of the variant that one member has where each has their own; anybody can work it out again."""
    return Draws("own variant", 1, round_.seed).integer(f"person {person_id}", 0, _SEEDS)


def round_seed(call_id: int, number: int) -> int:
    """Give the seed of a quiz's question, from the call that asked for the quiz."""
    return Draws("quiz", 1, call_id).integer(f"question {number}", 0, _SEEDS)


def smallest(sizes: Mapping[int, int], teams: int) -> int:
    """Give the team with the fewest members, of those the one with the lowest number; 0 without teams.

    Args:
        sizes: How many are in each; who is in none is not there.
        teams: How many teams there are.
    """
    return min(range(1, teams + 1), key=lambda team: (sizes.get(team, 0), team), default=0)


def dealt(members: Iterable[Member], teams: int) -> tuple[Member, ...]:
    """Deal all members to teams anew, in their order; who is in decides which team is the smallest."""
    anew, sizes = list[Member](), Counter[int]()
    for member in members:
        anew.append(replace(member, team=smallest(sizes, teams)))
        sizes[anew[-1].team] += member.is_in
    return tuple(anew)
