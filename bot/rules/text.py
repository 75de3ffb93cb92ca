"""How typed words are compared: equal forms, slips of spelling, and words that are no slip of others."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from rapidfuzz.distance import OSA

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_RAISED = re.compile(r"[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
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

# Words of the field that a slip or two turns into one another: each is right by itself and never a slip of its twin.
_FIELD_WORDS = """
competition composition covariance covariant covariate endogenous exogenous explanation exploitation exploration
interclass intercluster interquantile interquartile intraclass intracluster macro memoization memorization micro
perception perceptron polling pooling prediction production quantile quartile
"""
FIELD_WORDS = frozenset(_FIELD_WORDS.split())

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
    r"(?:(?:(?:it|this|that) is|its|thats|(?:they|these) are|i think|called|an|a(?= \w\w))\s+)+(?=\S)"
)
_ARTICLES = re.compile(r"\b(?:the|an)\s+(?=\S)")
# Points, commas and hyphens are parts of a number where they stand before its digits.
_GAPS = re.compile(r"""[;:?"()\[\]{}_…]|[.,](?!\d)|(?<=[a-z])\.|-(?!\d)|(?<=\w)-|(?<=[a-z])/(?=[a-z])|(?<=\w\w\w)!+$""")
_OPERATOR = re.compile(r"[+*/^=<>|&~%]")
_POWER = re.compile(r"(?<=[\w)])\*\*(?=[\w(])")
_ARGUMENT = re.compile(r"(?<=[a-z][a-z])\((\w+)\)")
_TIMES = re.compile(r"(?<=[\w)])\*(?=[\w(])")


def words(text: str) -> tuple[str, ...]:
    """Give the words of a text in plain form, without articles, lead-in (`it is …`) and separating signs.

    Signs that mean something (`C++`, `-1`, `0.5`, `<=`) stay. Beside other words, `I` and `one` become `1`, up to four.
    """
    line = plain(text).replace("'", "").replace(" & ", " and ")
    line = " ".join(_GAPS.sub(" ", line).split())
    found = _ARTICLES.sub("", _LEAD_INS.sub("", line, count=1)).split()
    return tuple(_COUNTS.get(word, word) for word in found) if len(found) > 1 else tuple(found)


def same(text: str, term: str) -> bool:
    """Tell whether two texts say the same in other signs: case, spaces, hyphens, articles, `O(n log n)` = `O(nlogn)`.

    Where signs of arithmetic and brackets stand together, only the spaces and the sign of multiplication are free.
    """
    if _compact(text) == _compact(term):
        return True
    if _is_formula(text) or _is_formula(term):
        return False
    spelled = "".join(words(text))
    return bool(spelled) and spelled == "".join(words(term))


def slip(text: str, term: str, rivals: Iterable[str] = ()) -> bool:
    """Tell whether a text is a term with slips of spelling, plurals and -ise/-ize, and nothing else.

    Word by word: none in a word under five letters or with a digit, one up to eight, two above, two in all; the first
    letter stands (`supervised` is no slip of `unsupervised`). A word that a rival or the field itself uses is no slip
    of another, negations must agree, and no rival may be as near (optimal string alignment distance).

    Args:
        text: As typed.
        term: What is accepted.
        rivals: Terms that mean something else.
    """
    given, key = words(text), words(term)
    if len(given) != len(key) or _is_formula(term) or NEGATIONS & set(given) != NEGATIONS & set(key):
        return False
    rival_words = [words(rival) for rival in rivals]
    known = {_stem(word) for rival in (*rival_words, FIELD_WORDS) for word in rival}
    slips = [_slips(one, other, known) for one, other in zip(given, key, strict=True)]
    if None in slips or sum(filter(None, slips)) > MOST_SLIPS:
        return False
    own = _distance(given, key)
    return all(own < _distance(given, rival) for rival in rival_words)


def _compact(text: str) -> str:
    """Give the form of a formula: no spaces, one sign for powers, none for products, `log n` for `log(n)`."""
    line = _POWER.sub("^", plain(text).replace(" ", ""))
    return _ARGUMENT.sub(r"\1", _TIMES.sub("", line))


def _is_formula(text: str) -> bool:
    line = plain(text)
    return "(" in line and bool(_OPERATOR.search(line))


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    return OSA.distance(" ".join(map(_stem, one)), " ".join(map(_stem, other)))


def _slips(given: str, key: str, known: Collection[str]) -> int | None:
    """Count the slips between two words, or None if they are two words."""
    if _stem(given) == _stem(key):
        return 0
    if not (given.isalpha() and key.isalpha()) or given[0] != key[0] or _stem(given) in known:
        return None
    shorter = min(len(given), len(key))
    if shorter < SHORTEST_WITH_SLIPS:
        return None
    most = 1 if shorter <= LONGEST_WITH_ONE_SLIP else MOST_SLIPS
    slips = OSA.distance(given, key)
    return slips if slips <= most else None


def _stem(word: str) -> str:
    """Give a word without its plural ending and with -ize for -ise."""
    if word.endswith(("sses", "ases", "xes", "ches", "shes")):
        word = word.removesuffix("es")
    elif len(word) >= SHORTEST_WITH_SLIPS and word.endswith("ies"):
        word = word.removesuffix("ies") + "y"
    elif len(word) >= SHORTEST_WITH_SLIPS and word.endswith("s") and not word.endswith(("ss", "us", "is", "as")):
        word = word.removesuffix("s")
    return re.sub(r"is(?=(?:e|ed|er|ing|ation)$)", "iz", word)
