"""Finds uses of collections.Counter in a syntax tree.

A class, variable or attribute of the answer's own that is called Counter is none, nor is the word in a text.
An import that nothing refers to is an unused import, not a use.
"""

from __future__ import annotations

import ast

MODULES = {"collections"}


def counter_uses(tree: ast.Module) -> list[str]:
    finder = _Finder()
    # Twice: a name may be used in a function that stands above the assignment which taints it.
    finder.visit(tree)
    finder.uses.clear()
    finder.visit(tree)
    return [f"line {line}: {text}" for line, text in sorted(finder.uses)]


class _Finder(ast.NodeVisitor):
    def __init__(self) -> None:
        self.modules: set[str] = set()
        self.counters: set[str] = set()
        self.hints: set[str] = set()
        self.typing: set[str] = set()
        self.uses: set[tuple[int, str]] = set()

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            if alias.name.split(".")[0] in MODULES:
                self.modules.add(alias.asname or alias.name.split(".")[0])
            if alias.name == "typing":
                self.typing.add(alias.asname or alias.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.module in MODULES:
            self.counters |= {alias.asname or "Counter" for alias in node.names if alias.name in ("Counter", "*")}
        if node.module == "typing":
            self.hints |= {alias.asname or "Counter" for alias in node.names if alias.name == "Counter"}

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.generic_visit(node)
        for base in node.bases:
            self.note_made(base)
        self.counters.discard(node.name)

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        for target in node.targets:
            if isinstance(target, ast.Name) and self.is_module(node.value):
                self.modules.add(target.id)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and node.id in self.counters:
            self.note(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.generic_visit(node)
        if node.attr == "Counter" and self.is_module(node.value):
            self.note(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """vars(collections)['Counter'], collections.__dict__['Counter']"""
        self.generic_visit(node)
        value = node.value
        spaces = value.args if _calls(value, "vars") else [value.value] if _is_dict_of(value) else []
        if folded(node.slice) == "Counter" and any(self.is_module(space) for space in spaces):
            self.note(node)

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        self.note_made(node.func)
        if _calls(node, "getattr") and len(node.args) > 1:
            if self.is_module(node.args[0]) and folded(node.args[1]) == "Counter":
                self.note(node)
        if (_calls(node, "eval") or _calls(node, "exec")) and node.args:
            self.visit_text(node)

    def visit_text(self, node: ast.Call) -> None:
        try:
            inner = ast.parse(folded(node.args[0]) or "")
        except (SyntaxError, ValueError):
            return
        for statement in inner.body:
            self.visit(statement)

    def note_made(self, node: ast.expr) -> None:
        """typing.Counter is a hint, and makes a collections.Counter when it is called."""
        made = node.value if isinstance(node, ast.Subscript) else node
        is_name = isinstance(made, ast.Name) and made.id in self.hints
        is_member = isinstance(made, ast.Attribute) and made.attr == "Counter"
        if is_name or (is_member and isinstance(made.value, ast.Name) and made.value.id in self.typing):
            self.note(made)

    def is_module(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Name):
            return node.id in self.modules
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
            return name in ("__import__", "import_module") and bool(node.args) and folded(node.args[0]) in MODULES
        if isinstance(node, ast.Subscript):
            return getattr(node.value, "attr", None) == "modules" and folded(node.slice) in MODULES
        return False

    def note(self, node: ast.expr) -> None:
        self.uses.add((node.lineno, ast.unparse(node)[:80]))


def folded(node: ast.AST) -> str | None:
    """The text that a constant expression stands for: 'Coun' + 'ter' too."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = folded(node.left), folded(node.right)
        return left + right if left is not None and right is not None else None
    return None


def _calls(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _is_dict_of(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "__dict__"
