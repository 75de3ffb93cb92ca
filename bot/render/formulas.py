"""Formulas inside Markdown: found between dollars, shown as readable text, and as pictures where they are tall."""

import hashlib
import re
from collections.abc import Iterator

from bot.render.card import ALT_LIMIT, Formula, Picture
from bot.render.signs import names
from bot.render.tex import plain

TEX_LIMIT = 300
"""Longer formulas are not drawn."""
SHORT = 7
"""A formula that reads this short (`1/n`, `∂L/∂w`) gains nothing from a picture."""

_PARTS = re.compile(
    r"""
      (?P<fence> ```.*?(?:```|\Z) )
    | (?P<code> (?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`) )
    | (?P<dollar> \\\$ )
    | (?P<escape> \\. )
    | \$\$(?P<display> (?:\\.|[^\\$])+ )\$\$
    | \$(?=\S)(?P<inline> (?:\\.|[^\\$\n]|\n(?!\s*\n))+? )(?<=\S)\$(?!\d)
    """,
    re.DOTALL | re.VERBOSE,
)
_TALL = re.compile(
    r"\\[dtc]?frac(?![a-z])|\\[dt]?binom|\\(?:sum|prod|int|lim|max|min|bigcup|bigcap)\s*(?:\\limits)?\s*[_^]"
)
_SPECIAL = re.compile(r"([*_~`|#])")
_DRAWN = names(
    "frac dfrac tfrac binom dbinom tbinom sqrt sum prod int oint lim max min sup inf bigcup bigcap limits left right "
    "big Big "
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho varrho sigma "
    "tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega "
    "le leq ge geq ne neq approx equiv sim simeq cong propto ll gg in notin ni subset subseteq supset supseteq "
    "cup cap setminus emptyset to rightarrow leftarrow Rightarrow Leftarrow leftrightarrow Leftrightarrow mapsto "
    "cdot times div pm mp ast star circ bullet oplus otimes odot wedge vee neg forall exists infty partial nabla ell "
    "mid vert Vert parallel perp top langle rangle lfloor rfloor lceil rceil dots ldots cdots vdots ddots prime "
    "hat widehat bar overline tilde widetilde vec dot ddot "
    "log ln exp sin cos tan sinh cosh tanh det dim arg Pr gcd deg ker "
    "text mathrm mathbf mathit mathbb mathcal mathsf mathtt operatorname quad qquad"
)
"""The macros that the drawing library knows, as far as interview questions need them; a test draws each."""
_NAMES = re.compile(r"\\([A-Za-z]+)")


def readable(markdown: str) -> str:
    r"""Write every formula of a Markdown text as readable Unicode; code and prices stay as they are.

    Args:
        markdown: Text with formulas between dollars; `\$` is a dollar, and so is `$5`.

    Returns:
        Markdown in which what a formula gave is escaped, so that it shows as written.
    """
    return _PARTS.sub(_shown, markdown)


def _shown(found: re.Match[str]) -> str:
    tex = found["display"] or found["inline"]
    if tex is not None:
        line_start = found.start() == 0 or found.string[found.start() - 1] == "\n"
        return _escaped(plain(tex), line_start=line_start)
    return "$" if found["dollar"] else found[0]


def _escaped(text: str, *, line_start: bool) -> str:
    """Keep Markdown from reading signs of a formula as its own."""
    shown = _SPECIAL.sub(r"\\\1", text).replace("](", "]\\(").replace("<@", "<\\@")
    return f"\\{shown}" if line_start and shown[:1] in (">", "-") else shown


def flat(markdown: str) -> str:
    """Write a Markdown text without any markup, on one line: for labels and file names."""
    bare = _PARTS.sub(
        lambda found: plain(tex) if (tex := found["display"] or found["inline"]) else _naked(found), markdown
    )
    return " ".join(bare.replace("**", "").replace("`", "").split())


def _naked(found: re.Match[str]) -> str:
    if tex := found["display"] or found["inline"]:
        return plain(tex)
    return found[0][1:] if found["dollar"] or found["escape"] else found[0]


def pictures_of(markdown: str) -> tuple[Picture, ...]:
    """Name the formulas of a text that are worth a picture: those that need two dimensions and can be drawn."""
    pictures = {tex: None for tex in _formulas(markdown) if _worth_drawing(tex)}
    return tuple(Picture(_name(tex), Formula(tex), plain(tex)[:ALT_LIMIT]) for tex in pictures)


def _formulas(markdown: str) -> Iterator[str]:
    for found in _PARTS.finditer(markdown):
        if tex := found["display"] or found["inline"]:
            yield " ".join(tex.split())


def _name(tex: str) -> str:
    return f"formula-{hashlib.sha256(tex.encode(errors='replace')).hexdigest()[:12]}.png"


def _worth_drawing(tex: str) -> bool:
    return (
        len(tex) <= TEX_LIMIT
        and _TALL.search(tex) is not None
        and tex.count("{") == tex.count("}")
        and all(name in _DRAWN for name in _NAMES.findall(tex))
        and len(plain(tex)) > SHORT
    )
