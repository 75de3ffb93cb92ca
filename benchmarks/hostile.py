"""Files that mean harm: each must be refused, and quickly, whether it lies in a folder or is sent in chat."""

from collections.abc import Iterator

HEAD = "- id: a\n  topic: stats.evaluation.confusion\n  level: mid\n"
Q = "  q: What is it?\n"
PROOF = "  why: Because.\n  proof: pass\n"
DIGITS = "9" * 14


def number(answer: str, vars_: str = "", more: str = "") -> str:
    """Write a numeric question."""
    drawn = f"  vars: {vars_}\n" if vars_ else ""
    return f"{HEAD}{Q}{drawn}{more}  answer: {answer!r}\n{PROOF}"


def choice(q: str, right: str = "x", wrong: str = "y") -> str:
    """Write a question with one right option."""
    return f"{HEAD}  q: {q!r}\n  right: {right!r}\n  wrong: {{{wrong!r}: a reason}}\n  why: Because.\n"


def laughs(depth: int = 9, width: int = 9) -> str:
    """Write the aliases that grow by the power of nine at each step."""
    lines = ["a0: &a0 [ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, depth)]
    return "\n".join(lines)


def layered(size: int) -> str:
    """Write an order in which the last items are bound by all others, so that there are 2**size ways through it."""
    items = [f"i{n}" for n in range(size)]
    pairs = [f"[{one}, {two}]" for at, one in enumerate(items) for two in items[at + 1 :]][::-1]
    return f"{HEAD}{Q}  order: [{', '.join(items)}]\n  before: [{', '.join(pairs)}]\n  why: Because.\n"


def drawn(require: str, derive: int = 30) -> str:
    """Write a template whose draws are dear: derived names of 200 parts each, and conditions that hold seldom."""
    sum_ = "+".join(["n"] * 99)
    derived = "".join(f"    d{number}: {sum_}\n" for number in range(derive))
    return number("n", "{n: {int: [1, 1000000]}}", f"  derive:\n{derived}  require: [{require!r}]\n")


def _yaml() -> Iterator[tuple[str, str]]:
    yield "laughs", laughs()
    yield "an alias of itself", "- &a [*a, *a]"
    yield "merge keys", "- &a {x: 1}\n- <<: *a\n  y: 2"
    yield "depth of lists", "[" * 400_000
    yield "depth of mappings", "{a: " * 200_000
    yield "depth by indentation", "\n".join(" " * n + "- a:" for n in range(1_000))
    yield "depth of keys", "? " * 300_000
    yield "many nodes", "- [" + "a, " * 300_000 + "a]"
    yield "many keys", HEAD + "".join(f"  k{n}: 1\n" for n in range(30_000))
    yield "keys that nobody knows", HEAD + Q + "  answer: 1\n" + "".join(f"  k{n}: 1\n" for n in range(15_000))
    yield "one key many times", HEAD + "  q: x\n" * 20_000
    yield "many documents", "---\n" * 200_000
    yield "many anchors", "".join(f"- &a{n} 1\n" for n in range(60_000))
    yield "tags", "- !!python/object/apply:os.system ['true']\n" * 20_000
    yield "directives", "%TAG ! tag:x,2000:\n" * 40_000 + "--- a"
    yield "a long number", f"{HEAD}{Q}  answer: {'9' * 900_000}\n"
    yield "a long key", f"{HEAD}  {'k' * 900_000}: 1\n"
    yield "no end of a text", '- "' + "x\\\n" * 250_000
    yield "signs nobody sees", "- a\u202e\n" * 50_000
    yield "escapes", '- "' + "\\u202e" * 150_000 + '"'
    yield "comments cut a text", "- a b #c\n" * 15_000


def _formulas() -> Iterator[tuple[str, str]]:
    yield "braces", choice("$" + "{" * 1_400 + "$")
    yield "dollars", choice("$" * 1_401)
    yield "dollars and backslashes", choice("$\\" * 700)
    yield "a dollar and no end", choice("$x" + "\\\\" * 600)
    yield "backticks", choice("`" * 701 + "$x")
    yield "exponents", choice("$" + "x^{" * 400 + "}" * 400 + "^$")
    yield "fractions", choice("$" + "\\frac" * 250 + "$")
    yield "macros", choice("$" + "\\x" * 600 + "$")
    yield "long formulas", choice("$x^{$" * 4_000)
    yield "spaces in a formula", choice("$\\frac" + " " * 1_300 + "$")
    yield "spaces after signs", choice("$" + "_ " * 600 + "$")
    yield "marks of a stem", choice("an" + " " * 19_000 + "x")


def _expressions() -> Iterator[tuple[str, str]]:
    yield "a tower of powers", number("9**9**9**9")
    yield "a long power", number(f"{DIGITS}**64")
    yield "a factorial", number(f"factorial({DIGITS})")
    yield "ways to choose", number(f"comb({DIGITS}, {DIGITS} // 2)")
    yield "nested calls", number("factorial(" * 100 + "9" + ")" * 100)
    yield "nested brackets", number("(" * 490 + "1" + ")" * 490)
    yield "many signs", number("-" * 999 + "1")
    yield "a long sum", number("1" + "+1" * 490)
    yield "a very long sum", number("1" + "+1" * 9_000)
    yield "attributes", number("().__class__.__mro__")
    yield "a comprehension", number("[x for x in (1, 2)]")
    yield "text times number", number("'x' * 999999999")
    yield "text that is drawn", number("n * n", "{n: {pick: [aaaa, bbbb]}}")
    yield "a range without end", number("n / (n - n)", "{n: {int: [-1000000000000, 1000000000000]}}")
    yield "a condition that never holds", drawn("n < 0")
    yield "a condition that seldom holds", drawn("n < 1500")
    yield "a condition that does not bite", drawn("n > 0")
    yield "a template that draws nothing", drawn("n > 0", 0).replace("1000000", "1")
    yield "a circle of names", number("a", "{n: {int: [1, 99]}}", "  derive: {a: b, b: a}\n")


def _orders() -> Iterator[tuple[str, str]]:
    yield "ways through an order", layered(20)
    yield "a long order", f"{HEAD}{Q}  order: [{', '.join(f'i{n}' for n in range(20_000))}]\n  why: x\n"
    yield "many options", choice("What?").replace("{", "{" + "".join(f"o{n}: r{n}, " for n in range(9_000)))
    pairs = ", ".join(f"[i{a}, i{b}]" for a in range(30) for b in range(a + 1, min(a + 7, 30)))
    items = ", ".join(f"i{n}" for n in range(30))
    for name, some in (("a bound order of a template", pairs), ("an order of a template", "[i0, i1]")):
        written = f"  vars: {{n: {{int: [1, 99]}}}}\n  order: [{items}]\n  before: [{some}]\n"
        yield name, f"{HEAD}{Q}{written}{PROOF}"


KINDS = {"yaml: ": _yaml, "formula: ": _formulas, "expression: ": _expressions, "": _orders}
FILES = {kind + name: words.encode() for kind, written in KINDS.items() for name, words in written()}
