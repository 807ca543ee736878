"""Runs inside the sandbox: counts the comparisons that the answer makes, for growing inputs.

stdin: {"seed", "calls", "cases": [{"id", "nums", "k", "most", "small"}]}. fd 3: line 0 tells of the import, then a line a
case with the comparisons of each call, the sorts and what came back, then the end. Whether they grow too fast is judged
outside. An answer that makes more than `most` comparisons is stopped: no clock decides what it is told.

Counted are the comparisons written in the answer (its tree is rewritten) and in heapq and bisect (their Python
versions are rewritten alike), m log2 m for each sort of m elements, and the length for each scan or shift done in C.

A small case is called twice. When the counts differ, the answer draws at random, and each case is called `calls` times.
"""

from __future__ import annotations

import ast
import collections
import importlib.util
import json
import math
import os
import sys
import types

from counting import Work, count_builtins, counting_names, rewrite

FOLDER = os.path.dirname(os.path.abspath(__file__))
ANSWER = os.path.join(FOLDER, "solution.py")


def main() -> None:
    results = os.dup(3)
    os.close(3)
    request = json.load(sys.stdin)
    # What it prints is judged by the other run.
    sys.stdout = sys.stderr = open(os.devnull, "w")
    work = Work(ANSWER)
    counter_calls = watch_counter()
    count_builtins(work)
    for name in ("heapq", "bisect"):
        load_python_version(name, work)
    try:
        function = load(ANSWER, "solution", work).top_k_frequent
        send(results, {"id": 0, "out": {"loaded": callable(function)}})
    except BaseException as error:
        send(results, {"id": 0, "out": raised(error)})
        os._exit(0)
    draws = False
    for case in request["cases"]:
        calls = request["calls"] if draws or case["small"] else 1
        out = measure_calls(function, case, work, range(request["seed"], request["seed"] + calls))
        send(results, {"id": case["id"], "out": {**out, "counterCalls": len(counter_calls)}})
        if "raised" in out:
            # That is enough to know, and the rest may take long.
            os._exit(0)
        draws = draws or len(set(out.get("comparisons", []))) > 1
    send(results, {"end": True})
    os._exit(0)


def measure_calls(function, case, work, seeds):
    comparisons = []
    for seed in seeds:
        out = measure(function, case, work, seed)
        if "raised" in out:
            return out
        comparisons.append(out["comparisons"])
        if comparisons[1:] == comparisons[:1]:
            # It does not draw, so that more calls would tell the same.
            break
    return {**out, "comparisons": comparisons}


def measure(function, case, work, seed):
    # An answer that draws its pivots at random is measured on the same draws each time.
    if "random" in sys.modules:
        sys.modules["random"].seed(seed)
    work.start(case["most"])
    try:
        value = function(list(case["nums"]), case["k"])
        shown = [entry if type(entry) is int else repr(entry)[:50] for entry in list(value)[: case["k"] + 1]]
        return {"comparisons": math.ceil(work.comparisons), "items": shown, "sorts": work.sorts}
    except BaseException as error:
        return raised(error)


def load(path: str, name: str, work: Work) -> types.ModuleType:
    with open(path, encoding="utf-8") as file:
        tree = rewrite(ast.parse(file.read(), path))
    module = types.ModuleType(name)
    module.__file__ = path
    vars(module).update(counting_names(work))
    sys.modules[name] = module
    exec(compile(tree, path, "exec", dont_inherit=True), vars(module))
    return module


def load_python_version(name: str, work: Work) -> None:
    """The C version hides its comparisons; None in sys.modules makes its import fail."""
    sys.modules[f"_{name}"] = None
    spec = importlib.util.find_spec(name)
    load(spec.origin, name, work)


def watch_counter() -> list:
    """Notes each Counter that the answer itself makes, under whatever name it got hold of the class."""
    calls = []

    class Counter(collections.Counter):
        def __init__(self, *args, **named):
            if sys._getframe(1).f_code.co_filename == ANSWER:
                calls.append(1)
            super().__init__(*args, **named)

    collections.Counter = Counter
    return calls


def raised(error):
    return {"raised": f"{type(error).__name__}: {error}"[:200]}


def send(results: int, line: dict) -> None:
    data = (json.dumps(line) + "\n").encode()
    while data:
        data = data[os.write(results, data) :]


main()
