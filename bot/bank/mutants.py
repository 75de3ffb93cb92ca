"""Mutants: copies of a solution with one small fault each, as a person might make it; tests that bite refuse them.

Pure syntax: nothing is run here. The same source gives the same mutants with the same names, on every machine.
"""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.bank.node import brief

LONGEST = 60

_COMPARED: Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_REACHED: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_PAIRS = (
    ("min", "max"),
    ("any", "all"),
    ("argmin", "argmax"),
    ("minimum", "maximum"),
    ("floor", "ceil"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("left", "right"),
)
_TURNED = dict(_PAIRS) | {second: first for first, second in _PAIRS}
_EVEN = frozenset(["add", "gcd", "hypot", "logaddexp", "max", "maximum", "min", "minimum", "multiply"])
"""Functions to which the order of their arguments says nothing."""
_ASIDE = frozenset(["annotation", "returns", "decorator_list", "names"])
"""Fields that say nothing about what is computed, or break everything at once."""

_Place = tuple[ast.AST, str, int | None]


@dataclass(frozen=True, slots=True)
class Mutation:
    """A mutant.

    Attributes:
        name: What was done, such as ``line 3: `x < 0` → `x <= 0` ``; no two of a source have the same.
        code: The whole source with that done to it; its comments are lost.
    """

    name: str
    code: str


def mutations(source: str) -> tuple[Mutation, ...]:
    """Give every mutant of a source, in the order of its lines.

    Raises:
        SyntaxError: It is no Python.
    """
    tree = ast.parse(source)
    seen, told = {ast.unparse(tree)}, Counter[str]()
    made: list[Mutation] = []
    for place, node in _walk(tree):
        for what, other in _variants(node):
            code = _with(tree, place, other)
            if code in seen:
                continue
            seen.add(code)
            name = f"line {getattr(node, 'lineno', 0)}: {what}"
            told[name] += 1
            made.append(Mutation(name if told[name] == 1 else f"{name} ({told[name]})", code))
    return tuple(made)


def _walk(tree: ast.AST) -> Iterator[tuple[_Place, ast.AST]]:
    """Give every node that may be changed, with its place: parent, field, and index where that is a list."""
    for field, value in ast.iter_fields(tree):
        if field in _ASIDE:
            continue
        for index, node in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(node, ast.AST) and not _is_told(node):
                yield (tree, field, index if isinstance(value, list) else None), node
                yield from _walk(node)


def _is_told(node: ast.AST) -> bool:
    """Whether it is a docstring, or another text that stands for itself."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _with(tree: ast.AST, place: _Place, other: ast.AST) -> str:
    """Write the tree with a node in that place, and leave the tree as it was."""
    parent, field, index = place
    before = getattr(parent, field)
    setattr(parent, field, other if index is None else [*before[:index], other, *before[index + 1 :]])
    try:
        return ast.unparse(ast.fix_missing_locations(tree))
    finally:
        setattr(parent, field, before)


def _variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Give what may stand in a node's place, each with what was done."""
    if isinstance(node, ast.stmt):
        for other in _statements(node):
            yield f"without `{_brief(node)}`" if isinstance(other, ast.Pass) else _told(node, other), other
    elif isinstance(node, ast.expr):
        for each in _expressions(node):
            yield _told(node, each), each


def _told(node: ast.AST, other: ast.AST) -> str:
    return f"`{_brief(node)}` → `{_brief(other)}`"


def _brief(node: ast.AST) -> str:
    """Write a node in one line; of a compound statement its first."""
    return brief(ast.unparse(ast.fix_missing_locations(node)).partition("\n")[0], LONGEST)


def _statements(node: ast.stmt) -> Iterator[ast.stmt]:
    match node:
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.AugAssign(target=target, op=op, value=value):
            yield ast.Pass()
            if type(op) in _REACHED:
                yield ast.AugAssign(target, _REACHED[type(op)](), value)
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
        case ast.Expr() | ast.Raise() | ast.Delete() | ast.Continue():
            yield ast.Pass()
        case ast.Break():
            yield ast.Continue()
            yield ast.Pass()
        case ast.If(test=test, body=body, orelse=orelse):
            yield ast.If(_negated(test), body, orelse)
        case ast.While(test=test, body=body, orelse=orelse):
            yield ast.While(_negated(test), body, orelse)


def _expressions(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Constant():
            yield from _constants(node)
        case ast.BinOp(left=left, op=op, right=right):
            yield from _operations(left, op, right)
        case ast.Subscript(value=value, slice=ast.Slice() as cut, ctx=ctx):
            yield from (ast.Subscript(value, other, ctx) for other in _slices(cut))
        case ast.Call(func=func, args=args, keywords=keywords):
            yield from _calls(func, args, keywords)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            yield from _filters(node)
        case _:
            yield from _conditions(node)


def _conditions(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            for place, op in enumerate(ops):
                for other in _COMPARED[type(op)]:
                    yield ast.Compare(left, [*ops[:place], other(), *ops[place + 1 :]], comparators)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield operand
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield ast.IfExp(test, orelse, body)


def _constants(node: ast.Constant) -> Iterator[ast.expr]:
    match node.value:
        case bool(value):
            yield ast.Constant(not value)
        case int(value):
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1) if value else ast.UnaryOp(ast.USub(), ast.Constant(1))
        case float(value):
            yield ast.Constant(value + 1.0)
        case str(value) if value in _TURNED:
            yield ast.Constant(_TURNED[value])


def _operations(left: ast.expr, op: ast.operator, right: ast.expr) -> Iterator[ast.expr]:
    if type(op) in _REACHED:
        yield ast.BinOp(left, _REACHED[type(op)](), right)
    if isinstance(op, ast.Sub | ast.Div | ast.MatMult) and ast.dump(left) != ast.dump(right):
        yield ast.BinOp(right, op, left)


def _slices(cut: ast.Slice) -> Iterator[ast.Slice]:
    """Move a bound by one where it is no plain number (that is a constant's affair), and drop each that stands."""
    for bound in (cut.lower, cut.upper):
        if bound is not None and not isinstance(bound, ast.Constant):
            moved = ast.BinOp(bound, ast.Add(), ast.Constant(1))
            first, last = (moved, cut.upper) if bound is cut.lower else (cut.lower, moved)
            yield ast.Slice(first, last, cut.step)
    if cut.step is not None:
        yield ast.Slice(cut.lower, cut.upper, None)


def _calls(func: ast.expr, args: Sequence[ast.expr], keywords: Sequence[ast.keyword]) -> Iterator[ast.expr]:
    """Swap the first two arguments, turn an axis, and call the function's counterpart."""
    called = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
    if len(args) > 1 and called not in _EVEN and not any(isinstance(each, ast.Starred) for each in args[:2]):
        yield ast.Call(func, [args[1], args[0], *args[2:]], list(keywords))
    for place, keyword in enumerate(keywords):
        if keyword.arg == "axis":
            across = ast.Constant(1 if ast.unparse(keyword.value) in {"0", "None"} else 0)
            turned = [*keywords[:place], ast.keyword("axis", across), *keywords[place + 1 :]]
            yield ast.Call(func, list(args), turned)
    if called in _TURNED:
        other = _TURNED[called]
        counterpart = ast.Attribute(func.value, other) if isinstance(func, ast.Attribute) else ast.Name(other)
        yield ast.Call(counterpart, list(args), list(keywords))


def _filters(node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> Iterator[ast.expr]:
    """Turn round what a comprehension lets pass."""
    for place, part in enumerate(node.generators):
        if part.ifs:
            turned = ast.comprehension(part.target, part.iter, [_negated(part.ifs[0]), *part.ifs[1:]], part.is_async)
            generators = [*node.generators[:place], turned, *node.generators[place + 1 :]]
            match node:
                case ast.DictComp(key=key, value=value):
                    yield ast.DictComp(key, value, generators)
                case _:
                    yield type(node)(node.elt, generators)


def _negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    return ast.UnaryOp(ast.Not(), test)
