"""How typed words are compared: equal forms, slips of spelling, and words that are no slip of others."""

import re
import unicodedata

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


def plain(text: str) -> str:
    """Give a text in plain signs and small letters, with single spaces; what is only seen differently becomes equal.

    Unicode's compatibility forms, digits, minus signs, quotation marks, Greek letters and accents become plain, and
    raised digits a power (`10²` is `10^2`). Backticks, invisible and control signs go.
    """
    text = _RAISED.sub(lambda raised: "^" + raised[0].translate(_SUPERSCRIPTS), text)
    text = "".join(map(_bracketed, text))
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
        case "Zs" | "Zl" | "Zp":
            return " "
        case "Cc":
            return " " if sign.isspace() else ""
        case "Cf" | "Mn" | "Cs" | "Co" | "Cn":
            return ""
        case _:
            return "" if sign == "`" else sign
