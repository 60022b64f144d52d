"""What is changed in a mutant: the slips a person makes in rules, one at a time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from copy import copy

OTHER_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
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
OTHER_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
OTHER_CALLS = {"any": "all", "all": "any", "min": "max", "max": "min"}
FIXED_ANSWERS = {
    "bool": ("True", "False"),
    "str": ("''",),
    "list": ("[]",),
    "tuple": ("()",),
    "set": ("set()",),
}
A_WORD = re.compile("[a-z][a-z ]{0,20}")


def changes(node: ast.AST, parent: ast.AST, field: str) -> Iterator[ast.AST]:
    """What may stand in place of `node`, the field `field` of `parent`."""
    if isinstance(node, ast.stmt):
        yield from _statement(node)
    elif isinstance(node, ast.match_case):
        yield from _case(node)
    elif isinstance(node, ast.MatchOr):
        for place in range(len(node.patterns)):
            rest = _without(node.patterns, place)
            yield rest[0] if len(rest) == 1 else _with(node, patterns=rest)
    elif isinstance(node, ast.comprehension):
        for place in range(len(node.ifs)):
            yield _with(node, ifs=_without(node.ifs, place))
    elif isinstance(node, ast.expr):
        yield from _expression(node)
        if field == "test" and isinstance(parent, ast.If | ast.IfExp):
            yield from (ast.Constant(True), ast.Constant(False))


def _statement(node: ast.stmt) -> Iterator[ast.AST]:
    match node:
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.Raise() | ast.AugAssign():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.FunctionDef(returns=ast.expr() as returns):
            yield from _returning(node, ast.unparse(returns))


def _returning(node: ast.FunctionDef, kind: str) -> Iterator[ast.AST]:
    """A function that gives one answer whatever is asked."""
    fixed = FIXED_ANSWERS.get(kind.partition("[")[0], ())
    if kind.endswith("| None"):
        fixed = ("None",)
    for source in fixed:
        yield _with(node, body=[ast.Return(ast.parse(source, mode="eval").body)])


def _case(node: ast.match_case) -> Iterator[ast.AST]:
    yield _with(node, guard=ast.Constant(False))
    if node.guard is not None:
        yield _with(node, guard=None)


def _expression(node: ast.expr) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                for other in OTHER_COMPARISONS[type(operator)]:
                    yield _with(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])
        case ast.BoolOp():
            yield _with(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())
            for place in range(len(node.values)):
                rest = _without(node.values, place)
                yield rest[0] if len(rest) == 1 else _with(node, values=rest)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield copy(operand)
        case ast.BinOp() if type(node.op) in OTHER_ARITHMETIC:
            yield _with(node, op=OTHER_ARITHMETIC[type(node.op)]())
        case ast.Constant():
            yield from _constant(node.value)
        case ast.Call():
            yield from _call(node)


def _constant(value: object) -> Iterator[ast.AST]:
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
    elif isinstance(value, str) and A_WORD.fullmatch(value):
        yield ast.Constant(value + "X")


def _call(node: ast.Call) -> Iterator[ast.AST]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in OTHER_CALLS:
        yield _with(node, func=ast.Name(OTHER_CALLS[name], ast.Load()))
    if name in ("reversed", "sorted"):
        yield ast.Call(ast.Name("list", ast.Load()), node.args[:1], [])
    for place in range(len(node.keywords)):
        yield _with(node, keywords=_without(node.keywords, place))


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """A copy of `node` with other fields."""
    new = copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def _without(items: list, place: int) -> list:  # type: ignore[type-arg]
    return [*items[:place], *items[place + 1 :]]
