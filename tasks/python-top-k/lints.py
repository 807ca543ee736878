"""Finds what a linter's default rules mind beyond idle code, less what is a matter of taste.

Left out on purpose: line lengths, one-line statements, a lambda with a name, short names, `except Exception`.
"""

from __future__ import annotations

import ast

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MUTABLE_CALLS = {"list", "dict", "set", "defaultdict", "deque", "OrderedDict"}
# Whoever hides one of these surprises the next reader.
BUILTINS = {"dict", "filter", "int", "len", "list", "map", "max", "min", "range", "set", "sorted", "str", "sum", "tuple"}
# As statements of their own these do nothing.
WITHOUT_EFFECT = (ast.Name, ast.Compare, ast.BinOp, ast.BoolOp, ast.List, ast.Tuple, ast.Dict)


def lints(tree: ast.Module) -> list[str]:
    spared = {id(node) for parent in ast.walk(tree) for node in spared_by(parent)}
    found = [(node.lineno, text) for node in ast.walk(tree) if id(node) not in spared for text in minded(node)]
    return [f"line {line}: {text}" for line, text in sorted(set(found))]


def spared_by(parent: ast.AST):
    """A format such as the 3d of {x:3d} is an f-string to the parser; a field hides nothing outside its class."""
    if isinstance(parent, ast.FormattedValue) and parent.format_spec:
        yield parent.format_spec
    elif isinstance(parent, ast.ClassDef):
        for statement in parent.body:
            if isinstance(statement, (ast.Assign, ast.AnnAssign)):
                yield from getattr(statement, "targets", None) or [statement.target]


def minded(node: ast.AST):
    if isinstance(node, ast.ExceptHandler):
        yield from of_handler(node)
    elif isinstance(node, FUNCTIONS):
        yield from of_function(node)
    elif isinstance(node, ast.Compare):
        yield from of_comparison(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and isinstance(node.operand, ast.Compare):
        yield from of_negation(node.operand)
    elif isinstance(node, ast.JoinedStr) and not any(isinstance(part, ast.FormattedValue) for part in node.values):
        yield "an f-string without a placeholder"
    elif isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
        yield f"everything is imported from {node.module}"
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in BUILTINS:
        yield f"{node.id} hides the built-in"
    elif isinstance(node, ast.Expr) and isinstance(node.value, WITHOUT_EFFECT):
        yield "an expression without effect"


def of_handler(node: ast.ExceptHandler):
    if node.type is None:
        yield "a bare except"
    read = {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}
    if node.name and node.name not in read:
        yield f"{node.name} is caught and never read"


def of_function(node):
    args = node.args
    for default in [*args.defaults, *args.kw_defaults]:
        called = default.func if isinstance(default, ast.Call) else None
        if isinstance(default, MUTABLE) or getattr(called, "id", getattr(called, "attr", None)) in MUTABLE_CALLS:
            yield "a mutable default"
    for arg in [*args.posonlyargs, *args.args, *args.kwonlyargs]:
        if arg.arg in BUILTINS:
            yield f"{arg.arg} hides the built-in"


def of_comparison(node: ast.Compare):
    operands = [node.left, *node.comparators]
    for op, left, right in zip(node.ops, operands, operands[1:]):
        constants = [side for side in (left, right) if isinstance(side, ast.Constant)]
        if isinstance(op, (ast.Eq, ast.NotEq)):
            for side in constants:
                if side.value is None or isinstance(side.value, bool):
                    yield f"compared with {side.value} by value"
        elif isinstance(op, (ast.Is, ast.IsNot)):
            if any(isinstance(side.value, (int, str, float)) and not isinstance(side.value, bool) for side in constants):
                yield "compared with a literal by identity"


def of_negation(comparison: ast.Compare):
    if len(comparison.ops) == 1 and isinstance(comparison.ops[0], (ast.In, ast.Is)):
        yield "`not x in y` or `not x is y`"
