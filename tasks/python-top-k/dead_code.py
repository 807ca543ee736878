"""Finds what a reviewer would ask to delete: imports, names and statements that nothing needs."""

from __future__ import annotations

import ast

JUMPS = (ast.Return, ast.Raise, ast.Break, ast.Continue)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def unused_imports(tree: ast.Module) -> list[str]:
    used = loaded_names(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and node.module != "__future__"):
            bound = [alias.asname or alias.name.split(".")[0] for alias in node.names]
            found += [f"line {node.lineno}: {name}" for name in bound if name not in used and name != "*"]
    return found


def dead_code(tree: ast.Module, kept: set[str]) -> list[str]:
    found = unreachable(tree) + unused_definitions(tree, kept) + unused_globals(tree, kept)
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS):
            found += unused_locals(node)
    return sorted(set(found))


def loaded_names(root: ast.AST) -> set[str]:
    """Names that are read, also inside quoted annotations and __all__."""
    names = set()
    for node in ast.walk(root):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names |= names_in_text(node.value)
    return names


def names_in_text(text: str) -> set[str]:
    try:
        return {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}
    except (SyntaxError, ValueError):
        return set()


def unreachable(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if not isinstance(block, list):
                continue
            for before, after in zip(block, block[1:]):
                if isinstance(before, JUMPS):
                    found.append(f"line {after.lineno}: never reached")
        if isinstance(node, ast.If) and isinstance(node.test, ast.Constant):
            found.append(f"line {node.lineno}: a condition that is always the same")
    return found


def unused_definitions(tree: ast.Module, kept: set[str]) -> list[str]:
    """A reference from inside a definition to itself keeps nothing alive."""
    found = []
    for index, node in enumerate(tree.body):
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef)) or node.name in kept:
            continue
        others = [other for at, other in enumerate(tree.body) if at != index]
        if not any(node.name in loaded_names(other) for other in others):
            found.append(f"line {node.lineno}: {node.name} is never used")
    return found


def unused_globals(tree: ast.Module, kept: set[str]) -> list[str]:
    """Names that the module gives a value and nothing reads; __all__ and its like are read by others."""
    needed = loaded_names(tree) | kept
    made = [(name, line) for node in tree.body for name, line in assigned(node)]
    return [f"line {line}: {name} is never read" for name, line in made if name not in needed and name[:2] != "__"]


def unused_locals(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Names that a plain assignment makes and nothing reads. Loop variables and unpacking may be idle."""
    outer = {name for node in ast.walk(function) if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
    needed = loaded_names(function) | outer
    made = [(name, line) for node in own_nodes(function) for name, line in assigned(node)]
    return [f"line {line}: {name} is never read" for name, line in made if name not in needed and not name.startswith("_")]


def own_nodes(root: ast.AST):
    """Of this function's scope: what stands in an inner class is an attribute, in an inner function judged there."""
    for child in ast.iter_child_nodes(root):
        if not isinstance(child, (*FUNCTIONS, ast.ClassDef)):
            yield child
            yield from own_nodes(child)


def assigned(node: ast.AST) -> list[tuple[str, int]]:
    if isinstance(node, ast.Assign):
        return [(target.id, node.lineno) for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
        return [(node.target.id, node.lineno)]
    return []
