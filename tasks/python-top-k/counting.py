"""Makes the comparisons and shifts of Python code countable, without changing what the code does."""

from __future__ import annotations

import ast
import builtins
import math
import sys
from collections import deque

COUNTED = "counted comparison"
COUNTED_IN = "counted membership"
COUNTED_METHOD = "counted method"
COUNTED_DEL = "counted deletion"
# Methods of list and tuple that compare or shift elements in C.
COUNTED_METHODS = {"sort", "count", "index", "remove", "insert", "pop"}
# Whoever sorts one of these gives it an order that it had not.
UNORDERED = (set, frozenset, dict, type({}.keys()), type({}.values()), type({}.items()))


class TooMuchWork(BaseException):
    """Ends an answer whose work is told well enough; not an Exception, so that an answer does not catch it."""


class Work:
    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.comparisons = 0.0
        self.most = math.inf
        self.sorts: dict[int, list[int]] = {}

    def start(self, most: int) -> None:
        self.comparisons = 0.0
        self.most = most
        self.sorts = {}

    def add(self, comparisons: float) -> None:
        self.comparisons += comparisons
        if self.comparisons > self.most:
            raise TooMuchWork(f"more than {self.most} comparisons")

    def add_sort(self, size: int) -> None:
        """A sort counts by its size: an input that happens to be in order must not hide it."""
        self.add(size * math.log2(size) if size > 1 else 0)

    def note_sort(self, frame, before: list, after: list) -> None:
        """By line of the answer: how often two or more elements were sorted there, and how often that moved one."""
        if frame.f_code.co_filename == self.answer and len(before) > 1:
            noted = self.sorts.setdefault(frame.f_lineno, [0, 0])
            noted[0] += 1
            noted[1] += any(one is not other for one, other in zip(before, after))


def rewrite(tree: ast.Module) -> ast.Module:
    return ast.fix_missing_locations(_Rewriter().visit(tree))


class _Rewriter(ast.NodeTransformer):
    """The helpers' names hold a space, so that no name in the code can be the same."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if len(node.ops) == 1 and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            found = _call(COUNTED_IN, node.left, node.comparators[0])
            return found if isinstance(node.ops[0], ast.In) else ast.UnaryOp(op=ast.Not(), operand=found)
        return _call(COUNTED, node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if node.attr not in COUNTED_METHODS or not isinstance(node.ctx, ast.Load):
            return node
        return _call(COUNTED_METHOD, node.value, ast.Constant(node.attr))

    def visit_Delete(self, node: ast.Delete) -> list[ast.stmt]:
        self.generic_visit(node)
        return [_deletion(target) for target in node.targets]


def _deletion(target: ast.expr) -> ast.stmt:
    if not isinstance(target, ast.Subscript) or isinstance(target.slice, ast.Slice):
        return ast.Delete(targets=[target])
    return ast.Expr(_call(COUNTED_DEL, target.value, target.slice))


def _call(name: str, *args: ast.expr) -> ast.Call:
    return ast.Call(func=ast.Name(id=name, ctx=ast.Load()), args=list(args), keywords=[])


def counting_names(work: Work) -> dict:
    def counted(result):
        work.add(1)
        return result

    def counted_in(left, right):
        work.add(len(right) if isinstance(right, (list, tuple, deque)) else 1)
        return left in right

    def counted_method(owner, name):
        method = getattr(owner, name)
        if not isinstance(owner, (list, tuple)) and owner is not list:
            return method

        def call(*args, **named):
            size = len(args[0] if owner is list else owner)
            if name in ("insert", "pop"):
                work.add(shifted(size, args[1:] if owner is list else args))
                return method(*args, **named)
            if name != "sort":
                work.add(size)
                return method(*args, **named)
            work.add_sort(size)
            sorted_list = args[0] if owner is list else owner
            before = list(sorted_list)
            result = method(*args, **named)
            work.note_sort(sys._getframe(1), before, sorted_list)
            return result

        return call

    def counted_del(owner, index):
        if isinstance(owner, list):
            work.add(shifted(len(owner), (index,)))
        del owner[index]

    return {
        COUNTED: counted,
        COUNTED_IN: counted_in,
        COUNTED_METHOD: counted_method,
        COUNTED_DEL: counted_del,
    }


def shifted(size: int, args: tuple) -> int:
    """How many elements behind the place move when an element comes to it or leaves it. No place: none."""
    if not args or not isinstance(args[0], int):
        return 0
    place = args[0] if args[0] >= 0 else args[0] + size
    return min(size, max(0, size - place - 1))


def count_builtins(work: Work) -> None:
    real_sorted = builtins.sorted

    def counted_sorted(iterable, /, *, key=None, reverse=False):
        items = list(iterable)
        work.add_sort(len(items))
        result = real_sorted(items, key=key, reverse=reverse)
        if not isinstance(iterable, UNORDERED):
            work.note_sort(sys._getframe(1), items, result)
        return result

    def counted_extreme(real):
        def extreme(*args, **named):
            candidates = args if len(args) != 1 else list(args[0])
            work.add(len(candidates))
            return real(candidates, **named)

        return extreme

    builtins.sorted = counted_sorted
    builtins.min = counted_extreme(builtins.min)
    builtins.max = counted_extreme(builtins.max)
