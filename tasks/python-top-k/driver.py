"""Runs inside the sandbox: calls the answer once a case and tells what came back.

stdin: {"cases": [{"id", "nums", "k"}]}. fd 3: line 0 tells of the import, then a line a case, then the end.
It knows no expected value and makes no verdict.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import os
import sys

# JSON's numbers are JavaScript's; larger ones go as texts, both ways.
LARGEST_SAFE_INTEGER = 2**53 - 1
LARGEST_TOLD_INTEGER = 10**100 - 1
SHOWN_CHARS = 200
SHOWN_ITEMS = 10_000


def main() -> None:
    results = os.dup(3)
    os.close(3)
    cases = json.load(sys.stdin)["cases"]
    function, loaded = load_answer()
    send(results, {"id": 0, "out": loaded})
    if function:
        for case in cases:
            send(results, {"id": case["id"], "out": call_answer(function, [int(num) for num in case["nums"]], case["k"])})
        send(results, {"end": True})
    flush_prints()
    # A thread or an atexit handler of the answer must not hold up the end.
    os._exit(0)


def load_answer():
    try:
        folder = os.path.dirname(os.path.abspath(__file__))
        spec = importlib.util.spec_from_file_location("solution", os.path.join(folder, "solution.py"))
        module = importlib.util.module_from_spec(spec)
        sys.modules["solution"] = module
        spec.loader.exec_module(module)
        function = getattr(module, "top_k_frequent", None)
    except BaseException as error:
        return None, raised(error)
    return (function, {"loaded": True}) if callable(function) else (None, {"loaded": False})


def call_answer(function, nums, k):
    try:
        value = function(nums, k)
        return {"returned": described(value), "numsAfter": [item(num) for num in nums]}
    except BaseException as error:
        return raised(error)


def raised(error):
    return {"raised": f"{type(error).__name__}: {error}"[:SHOWN_CHARS]}


def described(value):
    """Exact types only: True and 1.0 are not 1, and a subclass is not a list."""
    # A class of the answer may call itself list; only the built-in one is.
    kind = "list" if type(value) is list else f"{type(value).__name__}, not list"
    shown = repr(value)[:SHOWN_CHARS]
    if isinstance(value, (str, bytes)) or not hasattr(value, "__iter__"):
        return {"type": kind, "items": None, "shown": shown}
    # A set or a generator holds elements all the same: what is wrong with it is its type.
    return {"type": kind, "items": [item(entry) for entry in itertools.islice(value, SHOWN_ITEMS)], "shown": shown}


def item(entry):
    if type(entry) is not int or abs(entry) > LARGEST_TOLD_INTEGER:
        return repr(entry)[:SHOWN_CHARS]
    return entry if abs(entry) <= LARGEST_SAFE_INTEGER else {"int": str(entry)}


def flush_prints() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass


def send(results: int, line: dict) -> None:
    data = (json.dumps(line) + "\n").encode()
    while data:
        data = data[os.write(results, data) :]


main()
