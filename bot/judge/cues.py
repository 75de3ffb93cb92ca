"""How people tell a story from their own work: the turns by which a part of it can be known, whatever it is about."""

import re
from collections.abc import Mapping

from bot.judge.speech import Speech

PARTS = ("situation", "task", "action", "result", "learning")
CUES = ("me", "we", "past", "number", "turn", "since", "end", "told", "vague")

_WORDS = {
    "me": "i my me mine myself id ive",
    "we": "we our us",
    "turn": "so then because but decided instead asked proposed suggested offered",
    "since": "since now today learned learnt lesson nowadays next afterwards taught ever differently habit",
    "end": "result end finally went fell dropped rose saved back down up within ended shipped live turned outcome",
    "told": "told said wrote called asked showed met talked explained agreed posted messaged sat",
    "vague": "always believe important key usually generally try culture communication everyone values often tend",
}
_SETS = {cue: frozenset(words.split()) for cue, words in _WORDS.items()}
_PAST = re.compile(
    r"[a-z]{2,}ed|was|were|had|did|went|took|got|made|told|wrote|found|ran|gave|came|knew|said|built|kept"
)
_ENOUGH = {"me": 5, "we": 5, "past": 10, "number": 4, "turn": 5, "since": 3, "end": 4, "told": 4, "vague": 4}


def cue_shares(said: Speech) -> Mapping[str, float]:
    """Tell for each cue how often it is there, from 0 to 1, where 1 is often enough."""
    counts = dict.fromkeys(CUES, 0)
    for word in said.words:
        counts["number"] += word[0].isdigit()
        counts["past"] += bool(_PAST.fullmatch(word))
        for cue, some in _SETS.items():
            counts[cue] += word in some
    return {cue: min(1.0, count / _ENOUGH[cue]) for cue, count in counts.items()}
