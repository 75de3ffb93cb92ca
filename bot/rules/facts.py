"""What a case tells only when asked for it: whether a message asks, and for which of its facts.

A question and the name of a fact are both taken apart into ideas: stems, and groups of words that people use for one
another. An idea that stands in the names of many of a case's facts, such as a number, says little about which is meant.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ENOUGH = 0.35
"""So much of what a fact's name says must be asked for, by weight."""
NEARLY = 0.58
"""Facts that are asked for nearly as plainly as the plainest are told along with it."""
FROM_VALUE = 0.3
"""What a word counts that stands in the value alone: people ask for what they expect."""

CLEAR = 0.25
"""The one fact that comes so near, and no other does, is told too."""
VAGUE = 0.5
"""The weight of ideas that go with nearly everything."""
LIKE = 0.8
"""What another word of the same group counts."""

_SAYS_NOTHING = """
    a about all also am an and any are as at be been before being but by can case cases could did do does done each
    else ever every for from get give given gives go got had happen happens has have having he her here him his how
    i if in into is it its just know let like look make may me might mine more must my need needed needs no not now
    of off okay on one or our ours out over own part play please put role say see shall she should so some something
    still such tell than thank thanks that the their them then there these they thing this those to too up us very
    want wanted was we well were what when where whether which while who whom whose why will with work works would
    yes yet you your yours
"""

# Phrases first, the longer before the shorter, then words. Left: what is read; right: the idea.
_READS_AS = (
    (r"latency (?:budget|limit|target)|(?:time|latency) budget", "wait"),
    (r"how (?:long|late) (?:until|after|before|do|does)|when (?:do|does|will)(?= .* (?:come|arrive))", "delay"),
    (r"how (?:quick(?:ly)?|fast|soon|much time)|response time|(?:by|at) what time|by when|when must", "wait"),
    (r"how long (?:do|does|may|can|will) (?:it|that|we) (?:take|have|wait)", "wait"),
    (r"time (?:limit|allowed|to answer|for|do)|in time|real[- ]?time", "wait"),
    (r"how (?:many|large|big)|size of|number of|amount of|volume of", "number"),
    (r"how (?:often|common|frequent(?:ly)?|rare)|what (?:share|fraction|percentage|part|proportion)", "share"),
    (r"how much (?:is|are|does|do|would|will|can|may)|how (?:bad|expensive)|worse than", "cost"),
    (
        r"how (?:it|this) is done|(?:how|what) (?:is|are|do|does)(?= .* (?:now|today|so far|currently|at the moment))",
        "today",
    ),
    (r"at the moment|so far|up to now|in place|current(?:ly)?|nowadays", "today"),
    (r"sold[- ]out|runs? out(?: of stock)?|out of stock|in stock|too (?:little|few)", "soldout"),
    (r"per (?:day|month|year|week)|(?:each|every|a) (?:day|month|year|week)|daily|monthly|yearly", "per"),
    (r"per second|(?:each|every|a) second|(?:at|the) peak|busiest(?: time)?|qps|rps", "load"),
    (r"left over|thrown away", "waste"),
    (r"(?:what|which facts?) (?:do we know|(?:is|are) known)|at the door|on arrival", "input"),
    (r"in advance|ahead of", "ahead"),
    (r"too high|over-\w+|overrated", "over"),
    (r"too low|under-\w+|underrated", "under"),
    (r"under ?age|how old|how young|kids|children|minors", "age"),
    (r"find out|get to know|come to know|learn (?:of|about|that)|ground truth", "known"),
    (r"(?:large )?language models?|llms?", "model"),
    (r"without (?:a |any )?results?|(?:no|zero) results?|finds? nothing|nothing (?:is )?found", "empty"),
    (r"what can (?:be done|we do)|(?:which|what) (?:actions|options)", "act"),
    (r"train on|training", "past"),
)
_GROUPS: dict[str, str] = {
    "$wait": "latency fast quick slow millisecond ms wait deadline response time",
    "$delay": "delay late arrive",
    "$age": "age old young minor lifetime live",
    "$soldout": "stock",
    "$complain": "complain complaint",
    "$number": "number count amount volume size scale many large",
    "$share": "share rate fraction percentage percent proportion ratio often common frequent rare portion prevalence",
    "$cost": "cost price expensive money pay euro dollar cheap expense spend budget charge worth damage",
    "$today": "present method baseline manual existing currently process",
    "$now": "today now",
    "$keep": "keep kept retention retain store storage delete shelf fresh",
    "$input": "input feature attribute signal field",
    "$query": "query search",
    "$candidate": "candidate compete competition",
    "$empty": "empty",
    "$turnover": "turnover revenue sale sales",
    "$act": "action act option",
    "$per": "day month year week daily monthly",
    "$load": "second peak load traffic throughput busy concurrent",
    "$people": "user customer client shopper visitor reader player patient member buyer person people audience",
    "$past": "past history historical record log archive previous old collected training data dataset example",
    "$wrong": "wrong mistake error mistype typo misrouted incorrect misclassified fail failure break broken fault",
    "$law": "law legal regulation regulatory rule duty compliance obligation law authority certified regulator",
    "$private": "personal private privacy gdpr sensitive confidential pii cloud",
    "$language": "language english german multilingual translate translation speak interpreter",
    "$staff": "staff team moderator technician reviewer analyst people human capacity worker crew agent",
    "$explain": "reason explain explanation explainable justify why interpretable",
    "$known": "known learn feedback truth label confirmed chargeback outcome",
    "$late": "late late early punctual overdue",
    "$weather": "weather forecast rain sun temperature hot season",
    "$promo": "promotion campaign discount offer advertising special",
    "$sensor": "sensor measurement signal telemetry measure instrument",
    "$machine": "computer hardware server machine gpu infrastructure network cloud outage",
    "$product": "product article item sku assortment catalogue range",
    "$mail": "mail email ticket message request enquiry",
    "$loss": "loss lose lost miss missed margin",
    "$waste": "leftover waste wasted unsold thrown spoil spoiled spoilage surplus excess remain",
    "$urgent": "urgent urgency emergency critical priority outage",
    "$attack": "attacker fraudster adversary criminal adversarial attack adapt evade",
    "$kind": "kind type sort segment category variety group",
}

_PHRASES = tuple((re.compile(rf"\b(?:{pattern})\b"), f" ${group} ") for pattern, group in _READS_AS)
_ENDINGS = (
    *(("ies", "y"), ("ations", ""), ("ation", ""), ("sses", "ss")),
    *((ending, "") for ending in ("ing", "ed", "ly", "es", "s")),
)
_VAGUE = frozenset({"$number", "$per", "$now"})
_STOP = frozenset(_SAYS_NOTHING.split())
_WORD = re.compile(r"\$[a-z]+|[a-z]+(?:'[a-z]+)?")


def is_question(words: str) -> bool:
    """Tell whether a message asks for something."""
    return words.rstrip(' "”)*_').endswith("?")


def asked_for(facts: Sequence[tuple[str, str]], words: str) -> tuple[tuple[str, str], ...]:
    """Give the facts that a question asks for, in the case's order; empty where it asks for none of them.

    Args:
        facts: What there is: (asked for, value).
        words: The question as it was typed.
    """
    wanted, names = _Wanted.of(ideas(words)), [ideas(name) for name, _ in facts]
    often = Counter(key for name in names for key in {key for idea in name for key in (idea.stem, *idea.groups)})
    scores = [wanted.score(name, ideas(value), often) for name, (_, value) in zip(names, facts, strict=True)]
    best = max(scores, default=0.0)
    near = tuple(fact for fact, score in zip(facts, scores, strict=True) if score >= max(CLEAR, NEARLY * best))
    return near if best >= ENOUGH or len(near) == 1 else ()


@dataclass(frozen=True, slots=True)
class Idea:
    """A word: what is left of it without its ending, and the groups of words that it stands in."""

    stem: str
    groups: frozenset[str]


def ideas(words: str) -> tuple[Idea, ...]:
    """Take words apart into what they are about, each once."""
    text = words.casefold().replace("’", "'")
    for pattern, group in _PHRASES:
        text = pattern.sub(group, text)
    found = (word.removesuffix("'s") for word in _WORD.findall(text))
    return tuple(dict.fromkeys(_idea(word) for word in found if word not in _STOP and "'" not in word))


def _idea(word: str) -> Idea:
    if word.startswith("$"):
        return Idea(word, frozenset({word}))
    stem = _stem(word)
    return Idea(stem, _BY_STEM.get(stem, frozenset()))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a question is about."""

    stems: frozenset[str]
    groups: frozenset[str]

    @classmethod
    def of(cls, asked: Iterable[Idea]) -> "_Wanted":
        asked = tuple(asked)
        return cls(frozenset(one.stem for one in asked), frozenset(group for one in asked for group in one.groups))

    def score(self, name: Sequence[Idea], value: Sequence[Idea], often: Counter[str]) -> float:
        """Say how much of a fact's name is asked for, 0 to 1 and a little more."""
        weights = [_weight(idea, often) for idea in name]
        asked = sum(weight * self._about(idea) for weight, idea in zip(weights, name, strict=True))
        named = {idea.stem for idea in name}
        hits = sum(idea.stem in self.stems and idea.stem not in named and not idea.groups for idea in value)
        told = FROM_VALUE * hits if asked or hits > 1 else 0.0  # one word alone may stand in any value
        return min(1.0, asked / (sum(weights) or 1.0) + told)

    def _about(self, idea: Idea) -> float:
        if idea.stem in self.stems:
            return 1.0
        return LIKE if self.groups & idea.groups else 0.0


def _weight(idea: Idea, often: Counter[str]) -> float:
    rare = 1 / max(often[key] for key in (idea.stem, *idea.groups))
    return rare * VAGUE if idea.groups & _VAGUE else rare


def _stem(word: str) -> str:
    """Cut what English hangs on to a word."""
    for ending, rest in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and not word.endswith(("ss", "us")):  # noqa: PLR2004 (a word has three letters)
            return _bare(stem + rest)
    return _bare(word)


def _bare(stem: str) -> str:
    return stem[:-1] if len(stem) > 3 and (stem.endswith("e") or stem[-1] == stem[-2]) else stem  # noqa: PLR2004


def _grouped(groups: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for idea, words in groups:
        for word in words.split():
            found[_stem(word)] = found.get(_stem(word), frozenset()) | {idea}
    return found


_BY_STEM = _grouped(_GROUPS.items())
