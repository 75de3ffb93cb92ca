"""How typed words are compared: equal forms, slips of spelling, and words that are no slip of others."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.rules.abbreviations import spelled_out
from bot.rules.known_words import KNOWN_WORDS

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n")
_RAISED = re.compile(r"[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ]+")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("−–—‒―‐‑﹣", "-"),
        **dict.fromkeys("×·⋅∙∗✕✖•", "*"),
        **dict.fromkeys("÷⁄∕", "/"),
        **dict.fromkeys("‘’ʼ‛′´", "'"),
        **dict.fromkeys("“”„«»", '"'),
        "٫": ".",
        "٬": ",",
        "٪": "%",
        "≤": "<=",
        "≥": ">=",
        "≠": "!=",
    }
)


CACHED = 4096
"""How many forms of texts are kept: the terms of questions come again and again."""

_STRUCK_THROUGH = "\u0338"  # what makes ∉ of ∈: no accent, but a not


def plain(text: str) -> str:
    """Give a text in plain signs and small letters, with single spaces; what is only seen differently becomes equal.

    Unicode's compatibility forms, digits, minus signs, quotation marks, Greek letters and accents become plain, and
    raised digits a power (`10²` is `10^2`). Backticks, invisible and control signs go.
    """
    text = _RAISED.sub(lambda raised: "^" + raised[0].translate(_SUPERSCRIPTS), text)
    text = "".join(map(_bracketed, text.translate(_SIGNS)))
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()).translate(_SIGNS)
    return " ".join("".join(map(_plain_sign, text)).split())


def _bracketed(sign: str) -> str:
    """Keep `½` and `₂` from running into the digits beside them."""
    kind = unicodedata.decomposition(sign).partition(" ")[0]
    if kind == "<fraction>":
        return f"({unicodedata.normalize('NFKC', sign)})"
    return f"_{sign}" if kind == "<sub>" else sign


def _plain_sign(sign: str) -> str:
    if "α" <= sign <= "ω":
        return unicodedata.name(sign).rpartition(" ")[2].lower().replace("lamda", "lambda")
    match unicodedata.category(sign):
        case "Nd":
            return str(unicodedata.decimal(sign))
        case "Zs" | "Zl" | "Zp" | "Cc" | "Cf" | "Cn" | "Co" | "Cs" | "Mn" if sign != _STRUCK_THROUGH:
            return " " if sign.isspace() else ""
        case _:
            return "" if sign == "`" else sign


_NEGATIONS = """
no non not nor never none neither nothing without except cannot cant dont doesnt didnt isnt arent wasnt werent wont
opposite anything
"""
NEGATIONS = frozenset(_NEGATIONS.split())

# What a term is, said after it: `Adam optimizer`, `sigmoid function`.
_NOUNS = frozenset(
    ("algorithm", "approach", "function", "keyword", "method", "optimiser", "optimizer", "problem", "technique")
)
_WHOLE = frozenset({("distribution", "function"), ("value", "function"), ("kernel", "method")})

# Two of them make two words: `semisupervised` is no slip of `selfsupervised`.
_PREFIX = re.compile(
    r"hetero|homo|hyper|hypo|inter|intra|intro|macro|maxi|micro|mini|mono|multi|over|post|pre|self|semi|sub|super|under|uni"
)

_VOWELS = frozenset("aeiouyh")
_ALIKE = tuple(map(frozenset, ("cksqgxz", "sztc", "mn", "td", "bp", "vwf", "gj", "rl", "rt", "nb")))

# A doer, a deed and what was done are three: `tokenizer`, `tokenization`, `tokenized`.
_ENDING = re.compile(r"(\w{3,}?)(e|er|ed|ing|ion)")
_DOUBLED = re.compile(r"(.)(?=\1)")

_UNUSUAL = {
    "analyses": "analysis",
    "artefact": "artifact",
    "artefacts": "artifact",
    "criteria": "criterion",
    "hypotheses": "hypothesis",
    "indices": "index",
    "matrices": "matrix",
    "phenomena": "phenomenon",
    "squared": "square",
    "vertices": "vertex",
}
_AMERICAN = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"([iy])s(?=(?:es?|ed|ers?|ing|ations?)$)", r"\1z"),
        (r"(?<=[a-z]{3})our(?=s|ed|ing|hood|al|$)", "or"),
        (r"ll(?=ed$|ing$|er$)", "l"),
        (r"(?<=[nt])re(?=s?$)", "er"),
        (r"(?<=[a-z]{6}ion)al$", ""),
    )
)

SHORTEST_PLURAL = 4
SHORTEST_WITH_SLIPS = 5
LONGEST_WITH_ONE_SLIP = 8
MOST_SLIPS = 2

_COUNTS = {
    **dict.fromkeys(("i", "one"), "1"),
    **dict.fromkeys(("ii", "two"), "2"),
    **dict.fromkeys(("iii", "three"), "3"),
    **dict.fromkeys(("iv", "four"), "4"),
}
_LEAD_INS = re.compile(
    r"^(?:(?:(?:it|this|that|(?:the )?answer)(?: is| would be)|its|thats|(?:they|these) are|i think|i would say|id say"
    r"|(?:you|we|i)(?: would| can)? use|by using|using|(?:so )?called|known as|answer|an|a(?= \w[\w-]))\s+)+(?=\S)"
)
_DOTTED = re.compile(r"(?<!\w)(?:[a-z]\.){2,}(?:[a-z](?!\w))?")
_ARTICLES = re.compile(r"\b(?:the|an)\s+(?=\S)")
# Points, commas and hyphens are parts of a number where they stand before its digits.
_GAPS = re.compile(
    r"""[;:?"()\[\]{}_…]|[.,](?!\d)|(?<=[a-z])\.|-(?!\d)|(?<=\w)(?<!\de)-|(?<=[a-z])/(?=[a-z])|(?<=\w\w\w)!+$"""
)
_OPERATOR = re.compile(r"[+*/^=<>|&~%]")
_NEGATIVE = re.compile(r"-\S")
_DECIMAL_COMMA = re.compile(r"(?<![\w.,])0,(?=\d)")
_DOT = re.compile(r"(?<=[a-z_)])\.(?=[a-z_])")
_NUMBERS = re.compile(r"\d\W*\d")
_DIGITS_MEET = re.compile(r"(?<=\d) (?=\d)")
_CODE = re.compile(r"\w[._(]|[._]\w")
_POWER = re.compile(r"(?<=[\w)])\*\*(?=[\w(])")
_ARGUMENT = re.compile(r"(?<=[a-z][a-z])\((\w+)\)")
_GROWTH = re.compile(r"o\((..+)\)")
_SIZES = re.compile(r"(?<=\d)[x*](?=\d)")
_TIMES = re.compile(r"(?<=[\w)])\*(?=[\w(])")


def words(text: str) -> tuple[str, ...]:
    """Give the words of a text in plain form, without articles, lead-in (`it is …`) and separating signs.

    Signs that mean something (`C++`, `-1`, `0.5`, `<=`) stay. Beside other words, `I` and `one` become `1`, up to four.
    """
    found = _plain_words(text)
    return tuple(_COUNTS.get(word, word) for word in found) if len(found) > 1 else found


@lru_cache(CACHED)
def _plain_words(text: str) -> tuple[str, ...]:
    line = plain(text).replace("'", "").replace(" & ", " and ").replace("^2", " squared")
    line = _DOTTED.sub(lambda found: found[0].replace(".", ""), _DECIMAL_COMMA.sub("0.", line))
    line = _LEAD_INS.sub("", line.lstrip('"( '), count=1)
    return tuple(_ARTICLES.sub("", " ".join(_GAPS.sub(" ", line).split())).split())


def same(text: str, term: str) -> bool:
    """Tell whether two texts say the same in other signs: case, spaces, hyphens, articles, `O(n log n)` = `O(nlogn)`.

    Where signs of arithmetic and brackets stand together, only the spaces and the sign of multiplication are free.
    """
    if _compact(text) == _compact(term):
        return True
    if _is_formula(text) or _is_formula(term):
        return False
    if _is_negative(text) != _is_negative(term) or _is_dotted(text) != _is_dotted(term):
        return False
    if (
        (spelled := "".join(_plain_words(text)))
        and spelled == "".join(_plain_words(term))
        and not _NUMBERS.search(text)
    ):
        return True
    given = _joined(_spelled(text))
    return bool(given) and given == _joined(_spelled(term))


def slip(text: str, term: str, rivals: Iterable[str] = ()) -> bool:
    """Tell whether a text is a term with slips of spelling, plurals, British endings, and nothing else.

    Word by word: none in a word under five letters or with a digit, one up to eight, two above, two in all; the first
    letter stands (`supervised` is no slip of `unsupervised`), as do
    consonants but for others like them. A word that a rival or the field itself uses is no slip
    of another, nor is one nearer to such a word; negations must agree, and no rival may be as near (optimal string
    alignment distance). A noun such as `algorithm` may follow one of the two. A word may be parted, with one slip.

    Args:
        text: As typed.
        term: What is accepted.
        rivals: Terms that mean something else.
    """
    given, key = _spelled(text), _spelled(term)
    if _CODE.search(term) or _is_formula(term) or _is_negative(text) != _is_negative(term) or not (given and key):
        return False
    if NEGATIONS & set(given) != NEGATIONS & set(key):
        return False
    given, key = _without_noun(given, key), _without_noun(key, given)
    rival_words = [_spelled(rival) for rival in rivals]
    known = {_stem(word) for rival in rival_words for word in rival}
    if len(given) != len(key):
        one, other = "".join(given), "".join(key)
        parted = 1 in (len(given), len(key)) and one.isalpha() and other.isalpha()
        return parted and _slips(one, other, known) in (0, 1)
    slips = [_slips(one, other, known) for one, other in zip(given, key, strict=True)]
    if None in slips or sum(filter(None, slips)) > MOST_SLIPS:
        return False
    own = _distance(given, key)
    return all(own < _distance(given, rival) for rival in rival_words)


@lru_cache(CACHED)
def _is_negative(text: str) -> bool:
    return bool(_NEGATIVE.match(plain(text)))


@lru_cache(CACHED)
def _is_dotted(text: str) -> bool:
    return bool(_DOT.search(_DOTTED.sub("", plain(text))))


def _joined(line: tuple[str, ...]) -> str:
    """Run words together, but never two numbers into one."""
    return _DIGITS_MEET.sub("_", " ".join(line)).replace(" ", "")


def initials(text: str) -> str:
    """Give the first letters of the words of a text: `fpr` of `false positive rate`."""
    return "".join(word[0] for word in words(text))


@lru_cache(CACHED)
def _spelled(text: str) -> tuple[str, ...]:
    return spelled_out(words(text))


def _without_noun(given: tuple[str, ...], key: tuple[str, ...]) -> tuple[str, ...]:
    """Drop the noun that says what kind of thing a term is, where the other text does without."""
    if len(given) == len(key) + 1 and given[-1] in _NOUNS and given[-2:] not in _WHOLE:
        return given[:-1]
    return given


@lru_cache(CACHED)
def _compact(text: str) -> str:
    """Give the form of a formula: no spaces, one sign for powers, none for products, `log n` for `log(n)`, no `O()`."""
    line = _DIGITS_MEET.sub(";", plain(text).replace("_", "")).replace(" ", "")
    line = _POWER.sub("^", line.replace("squared", "^2").replace("cubed", "^3"))
    line = _ARGUMENT.sub(r"\1", _TIMES.sub("", _SIZES.sub(";", line)))
    if growth := _GROWTH.fullmatch(line):
        inner = growth[1]
        return "+".join(sorted(inner.split("+"))) if re.fullmatch(r"[\w^+]+", inner) else inner
    return line


@lru_cache(CACHED)
def _is_formula(text: str) -> bool:
    line = plain(text)
    return "(" in line and bool(_OPERATOR.search(line))


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    return OSA.distance(" ".join(map(_stem, one)), " ".join(map(_stem, other)))


def _slips(given: str, key: str, rivals: Collection[str]) -> int | None:
    """Count the slips between two words, or None if they are two words."""
    one, other = _stem(given), _stem(key)
    if one == other:
        return 0
    if not (given.isalpha() and key.isalpha()) or given[0] != key[0] or one in rivals or one in KNOWN:
        return None
    if _are_related(given, key):
        return None
    doubled = _DOUBLED.sub("", one) == _DOUBLED.sub("", other)
    slips = 1 if doubled else min(OSA.distance(given, key), OSA.distance(one, other))
    if slips > _most_slips(min(len(given), len(key)), doubled=doubled):
        return None
    if _sounds_otherwise(given, key) or (slips > 1 and _is_nearer_to_another(one, other)):
        return None
    return slips


def _sounds_otherwise(given: str, key: str) -> bool:
    """Tell whether a consonant stands for one that is not easily taken for it: words differ so, slips seldom do."""
    if len(given) != len(key):
        return False
    pairs = [{one, other} for one, other in zip(given, key, strict=True) if one != other]
    moved = len(pairs) > 1 and pairs[0] == pairs[1]
    return not moved and any(not (pair & _VOWELS or any(pair <= alike for alike in _ALIKE)) for pair in pairs)


def _are_related(given: str, key: str) -> bool:
    """Tell whether two words are two on purpose: other prefixes, or other endings of one trunk."""
    prefixes = {found[0] for word in (given, key) if (found := _PREFIX.match(word))}
    one, other = _ENDING.fullmatch(given), _ENDING.fullmatch(key)
    return len(prefixes) > 1 or bool(one and other and one[1] == other[1] and one[2] != other[2])


def _most_slips(length: int, *, doubled: bool) -> int:
    """Give how many slips a word of a length may have; a letter doubled or not (`eror`) is one in any."""
    if length < SHORTEST_WITH_SLIPS:
        return int(doubled)
    return 1 if length <= LONGEST_WITH_ONE_SLIP else MOST_SLIPS


def _is_nearer_to_another(given: str, key: str) -> bool:
    """Tell whether one slip makes a stem that of another word."""
    found = process.extract(given, _BY_LETTER.get(given[0], ()), scorer=OSA.distance, score_cutoff=1, limit=2)
    return any(word != key for word, _, _ in found)


@lru_cache(CACHED)
def _stem(word: str) -> str:
    """Give a word without its plural ending and in American spelling."""
    word = _UNUSUAL.get(word, word)
    if len(word) >= SHORTEST_WITH_SLIPS:
        for british, american in _AMERICAN:
            word = british.sub(american, word)
    if word.endswith(("ses", "xes", "ches", "shes")):
        return word.removesuffix("es")
    if word.endswith(("se", "xe", "che", "she")):
        return word.removesuffix("e")
    if len(word) >= SHORTEST_WITH_SLIPS and word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    if len(word) >= SHORTEST_PLURAL and word.endswith("s") and not word.endswith(("ss", "us", "is", "as")):
        return word.removesuffix("s")
    return word


KNOWN = frozenset(map(_stem, KNOWN_WORDS))
_BY_LETTER = {letter: [word for word in KNOWN if word[0] == letter] for letter in {word[0] for word in KNOWN}}
