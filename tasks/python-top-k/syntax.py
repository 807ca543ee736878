"""Runs inside the sandbox: reads the answer's syntax tree, never executes it. Facts on fd 3, no verdicts."""

from __future__ import annotations

import ast
import json
import os

from counter_use import counter_uses
from dead_code import dead_code, loaded_names, unused_imports
from lints import lints

NAME = "top_k_frequent"
# What is written by hand takes more code than what is called.
LIBRARIES = {"heapq", "bisect", "queue"}


def main() -> None:
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "solution.py"), encoding="utf-8") as file:
        text = file.read()
    lines = [{"id": 0, "out": facts(text)}, {"end": True}]
    os.write(3, "".join(json.dumps(line) + "\n" for line in lines).encode())


def facts(text: str) -> dict:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return {"parses": False, "error": f"{type(error).__name__}: {error}"[:200]}
    return {
        "parses": True,
        "untyped": untyped_parts(tree),
        "counterUses": counter_uses(tree),
        "unusedImports": unused_imports(tree),
        "deadCode": dead_code(tree, kept={NAME}),
        "lints": lints(tree),
        "libraries": libraries(tree),
        "nodes": sum(count_nodes(statement) for statement in tree.body if not is_main_guard(statement)),
    }


def libraries(tree: ast.Module) -> list[str]:
    used = loaded_names(tree)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                module = getattr(node, "module", None) or alias.name
                if module in LIBRARIES and (alias.asname or alias.name) in used | {"*"}:
                    found.add(module)
    return sorted(found)


def untyped_parts(tree: ast.Module) -> list[str]:
    """What of the signature has no annotation. An alias is followed to the function that it names."""
    name = NAME
    for _ in range(3):
        definition = last_binding(tree, name)
        if isinstance(definition, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return untyped_of(definition)
        if isinstance(definition, ast.AnnAssign):
            return []
        value = getattr(definition, "value", None)
        name = getattr(value, "id", None) or getattr(value, "attr", None) or ""
    return [f"{NAME} is not a function with a signature of its own"]


def last_binding(tree: ast.Module, name: str) -> ast.AST | None:
    found = None
    for node in ast.walk(tree):
        if name in bound_names(node):
            found = node
    return found


def bound_names(node: ast.AST) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def untyped_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    args = function.args
    every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    parameters = [arg for arg in every if arg and arg.arg not in ("self", "cls")]
    missing = [f"parameter {arg.arg}" for arg in parameters if arg.annotation is None]
    no_return = function.returns is None or getattr(function.returns, "value", "") is None
    return missing + (["the return value"] if no_return else [])


def is_main_guard(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and "__name__" in ast.dump(statement.test)


def count_nodes(root: ast.AST) -> int:
    """The size of code, whatever its line breaks; docstrings, annotations and contexts are free."""
    total = 1
    for field, value in ast.iter_fields(root):
        if field in ("annotation", "returns", "ctx"):
            continue
        children = value if isinstance(value, list) else [value]
        total += sum(count_nodes(child) for child in children if isinstance(child, ast.AST) and not is_docstring(child))
    return total


def is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


main()
