"""Which Unicode sign stands for which piece of TeX, and how each sort of sign is spaced. Data only."""

from enum import Enum, auto

from pylatexenc.latex2text import get_default_latex_context_db


def names(text: str) -> frozenset[str]:
    """Split a list of macro names."""
    return frozenset(text.split())


class Sort(Enum):
    """What a piece of a formula is to its neighbours."""

    ATOM = auto()
    ROOT = auto()
    WORD = auto()
    BIG = auto()
    FRACTION = auto()
    OPERATION = auto()
    RELATION = auto()
    OPEN = auto()
    CLOSE = auto()
    COMMA = auto()
    SLASH = auto()
    GAP = auto()


LOWERED = dict(zip("0123456789+−-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
RAISED = dict(
    zip(
        "0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW⊤*′″‴∘",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ*′″‴°",
        strict=True,
    )
)

ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "bar": "\u0304",
    "overline": "\u0304",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "underline": "\u0332",
}
"""Macros that put one combining mark on their argument."""

ALPHABETS = {"mathbb": "DOUBLE-STRUCK", "mathcal": "SCRIPT", "mathscr": "SCRIPT"}
"""Macros whose letters have signs of their own in Unicode."""

PLAIN_STYLES = names("mathbf boldsymbol bm mathit mathsf mathtt boxed overbrace underbrace substack ensuremath")
"""Macros whose argument is shown as it is."""

WORDS = names("text textbf textit textrm textsf texttt mbox mathrm operatorname operatorname* mathop")
"""Macros whose argument is words."""

FRACTIONS = names("frac dfrac tfrac cfrac")
SILENT = names(
    "displaystyle textstyle scriptstyle limits nolimits left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl "
    "biggr Biggl Biggr nonumber notag ! / @"
)
DROPPED = names("phantom hphantom vphantom label tag hspace vspace color")
"""Macros that go together with their argument."""

GAPS = frozenset([",", ";", ":", ">", " ", "quad", "qquad", "enspace", "thinspace", "\n", "\t"])

_OWN = {
    "mid": "|",
    "vert": "|",
    "lvert": "|",
    "rvert": "|",
    "Vert": "‖",
    "|": "‖",
    "lVert": "‖",
    "rVert": "‖",
    "implies": "⇒",
    "iff": "⇔",
    "coloneqq": "≔",
    "colon": ":",
    "argmax": "arg max",
    "argmin": "arg min",
    "limsup": "lim sup",
    "liminf": "lim inf",
    "bmod": "mod",
    "ast": "*",
    "star": "*",
    "ldots": "…",
    "dots": "…",
    "dotsc": "…",
    "dotsb": "⋯",
    "prime": "′",
    "{": "{",
    "}": "}",
    "lbrace": "{",
    "rbrace": "}",
    "lbrack": "[",
    "rbrack": "]",
    "gets": "←",
    "land": "∧",
    "lor": "∨",
    "lnot": "¬",
    "neg": "¬",
    "varnothing": "∅",
    "emptyset": "∅",
    "indep": "⊥",
    "triangleq": "≜",
    "cdotp": "·",
    "intercal": "⊤",
    "dagger": "†",
    "bigcup": "⋃",
    "bigcap": "⋂",
    "backslash": "∖",
    "setminus": "∖",
}

_SORTS = {
    **dict.fromkeys("+−±∓×÷·*∘•⊙⊗⊕∪∩∧∨∖", Sort.OPERATION),
    **dict.fromkeys("([{⟨⌊⌈", Sort.OPEN),
    **dict.fromkeys(")]}⟩⌋⌉", Sort.CLOSE),
    **dict.fromkeys("∑∏∫∬∭∮⋃⋂", Sort.BIG),
    **dict.fromkeys(",;:", Sort.COMMA),
    **dict.fromkeys("∞∂∇∅∀∃¬…⋯⋮⋱ℓ°†|‖!?.⊤√", Sort.ATOM),
    **dict.fromkeys("=<>≤≥≈≠∼≡∝∈∉∋⊂⊆⊃⊇⊥∥≪≫≜≔→←↔⇒⇐⇔↦⟶⟹⊢⊨≺≻≃≅", Sort.RELATION),
    "/": Sort.SLASH,
}
_ARROWS = range(0x2190, 0x2200)
_DB = get_default_latex_context_db()


def sign(macro: str) -> str:
    """Give what a macro without arguments stands for; a name that nobody knows stands for itself."""
    if macro in _OWN:
        return _OWN[macro]
    known = getattr(_DB.get_macro_spec(macro), "simplify_repl", None)
    return known if isinstance(known, str) and known and "%" not in known else macro


def sort_of(text: str) -> Sort:
    """Say how a sign is spaced."""
    if text in _SORTS:
        return _SORTS[text]
    if len(text) == 1 and ord(text) in _ARROWS:
        return Sort.RELATION
    return Sort.WORD if len(text) > 1 and text[0].isalpha() else Sort.ATOM
