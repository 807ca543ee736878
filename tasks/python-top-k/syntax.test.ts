import { expect, test } from 'vitest';
import { openSandbox } from '../../sandbox/open-sandbox.ts';
import type { Syntax } from './observed.ts';
import { readSyntax } from './run-syntax.ts';

const sandbox = await openSandbox();
const BODY = 'def top_k_frequent(nums: list[int], k: int) -> list[int]:\n    return';

test.for([
  ['from collections import Counter', `from collections import Counter\n${BODY} list(Counter(nums))`],
  ['an import under another name', `from collections import Counter as C\n${BODY} list(C(nums))`],
  ['an import of everything', `from collections import *\n${BODY} list(Counter(nums))`],
  ['the module', `import collections\n${BODY} list(collections.Counter(nums))`],
  ['the module under another name', `import collections as c\n${BODY} list(c.Counter(nums))`],
  ['the module in a variable', `import collections\nc = collections\n${BODY} list(c.Counter(nums))`],
  ['an import inside the function', `${BODY} list(__import__('collections').Counter(nums))`],
  ['importlib', `import importlib\n${BODY} list(importlib.import_module('collections').Counter(nums))`],
  ['sys.modules', `import sys\n${BODY} list(sys.modules['collections'].Counter(nums))`],
  ['getattr', `import collections\n${BODY} list(getattr(collections, 'Coun' + 'ter')(nums))`],
  ['vars', `import collections\n${BODY} list(vars(collections)['Counter'](nums))`],
  ['eval', `import collections\n${BODY} list(eval('collections.Counter')(nums))`],
  ['a hint that is called', `from typing import Counter\n${BODY} list(Counter(nums))`],
  ['a hint of a type that is called', `import typing\n${BODY} list(typing.Counter[int](nums))`],
  ['a subclass', `from collections import Counter\nclass Mine(Counter): pass\n${BODY} list(Mine(nums))`],
])('%s is a use of Counter', async ([, code]) => {
  expect((await facts(code!)).counterUses).not.toEqual([]);
});

test.for([
  ['a comment', `# a Counter from collections would do\n${BODY} nums[:k]`],
  ['a docstring', `"""collections.Counter is not used"""\n${BODY} nums[:k]`],
  ['a class of its own', `class Counter(dict): pass\n${BODY} list(Counter())`],
  ['a variable of its own', `Counter = {}\n${BODY} list(Counter)`],
  ['an attribute of its own', `class My:\n    Counter = dict\n${BODY} list(My.Counter())`],
  ['another class of the module', `from collections import defaultdict\n${BODY} list(defaultdict(int))`],
  ['an idle import', `from collections import Counter\n${BODY} nums[:k]`],
  ['a hint', `from typing import Counter\ncounts: Counter[int] = {}\n${BODY} list(counts)`],
])('%s is no use of Counter', async ([, code]) => {
  expect((await facts(code!)).counterUses).toEqual([]);
});

test.for([
  ['typing.List', 'from typing import List\ndef top_k_frequent(nums: List[int], k: int) -> List[int]: ...'],
  ['quoted hints', "def top_k_frequent(nums: 'list[int]', k: 'int') -> 'list[int]': ..."],
  ['an alias', 'def _top(nums: list[int], k: int) -> list[int]: ...\ntop_k_frequent = _top'],
  [
    'a method',
    'class A:\n  def run(self, nums: list[int], k: int) -> list[int]: ...\ntop_k_frequent = A().run',
  ],
  ['a keyword-only k', 'def top_k_frequent(nums: list[int], /, *, k: int) -> list[int]: ...'],
])('%s is annotated', async ([, code]) => {
  expect((await facts(code!)).untyped).toEqual([]);
});

test.for([
  ['def top_k_frequent(nums, k: int) -> list[int]: ...', ['parameter nums']],
  ['def top_k_frequent(nums: list[int], k): ...', ['parameter k', 'the return value']],
  ['def top_k_frequent(nums: list[int], k: int) -> None: ...', ['the return value']],
  ['top_k_frequent = lambda nums, k: nums', ['top_k_frequent is not a function with a signature of its own']],
] as const)('%s lacks hints', async ([code, missing]) => {
  expect((await facts(code)).untyped).toEqual(missing);
});

test.for([
  ['a name that only an annotation reads', `from typing import Any\nx: 'Any' = 1\n${BODY} [x]`],
  ['a loop variable', `${BODY} [0 for i in range(k)]`],
  ['an unpacked rest', `${BODY} [a for a, b in zip(nums, nums)]`],
  [
    'a nonlocal name',
    `${BODY} nums\ndef f():\n    n = 0\n    def g():\n        nonlocal n\n        n = 1\n    g()\n    return n\nf()`,
  ],
  ['a dataclass field', `${BODY} nums\ndef f():\n    class P:\n        size: int = 0\n    return P\nf()`],
  ['a recursive helper that is called', `def h(n: int) -> int: return h(n - 1) if n else 0\n${BODY} [h(k)]`],
])('%s is not idle', async ([, code]) => {
  const { deadCode, unusedImports } = await facts(code!);
  expect([...deadCode, ...unusedImports]).toEqual([]);
});

test.for([
  ['an import', `import heapq\n${BODY} nums`],
  ['a helper that calls only itself', `def h(n: int) -> int: return h(n - 1)\n${BODY} nums`],
  ['a variable', `${BODY} nums\n`.replace('return', 'n = len(nums)\n    return')],
  ['a constant of the module', `LIMIT = 3\n${BODY} nums`],
  ['a statement behind a return', `${BODY} nums\n    print(nums)`],
])('%s that nothing needs is idle', async ([, code]) => {
  const { deadCode, unusedImports } = await facts(code!);
  expect([...deadCode, ...unusedImports]).toHaveLength(1);
});

test.for([
  ['a bare except', 'try:\n    import sys\nexcept:\n    sys = None'],
  ['an exception that is never read', 'try:\n    1\nexcept KeyError as e:\n    pass'],
  ['a mutable default', 'def f(a=[]): return a'],
  [
    'a mutable default that is called',
    'import collections\ndef f(*, a=collections.defaultdict(int)): return a',
  ],
  ['== None', 'f = lambda k: k == None'],
  ['!= True', 'f = lambda k: True != k'],
  ['is with a literal', 'f = lambda k: k is 3'],
  ['not in, the wrong way round', 'f = lambda k: not k in {}'],
  ['an f-string without a placeholder', "f = lambda: f'x'"],
  ['an import of everything', 'from heapq import *'],
  ['a hidden built-in', 'def f():\n    list = []\n    return list'],
  ['a hidden built-in as a parameter', 'def f(max): return max'],
  ['an expression without effect', 'def f(k):\n    k > 3\n    return k'],
])('%s is a lint', async ([, code]) => {
  expect((await facts(code!)).lints).toHaveLength(1);
});

test.for([
  [
    'an exception that is read',
    'try:\n    1\nexcept (KeyError, TypeError) as e:\n    raise ValueError from e',
  ],
  ['a default', 'def f(a=None, b=(), c=0, *, d=frozenset()): return a is None or b is not None'],
  [
    'a method of a built-in name',
    'class Heap:\n    max: int = 0\n    min = 0\n    @staticmethod\n    def list(): ...',
  ],
  ['a lambda with a name and one-line statements', 'f = lambda l: -l\nif f: f = None; g = 1'],
  ['a docstring and an ellipsis', 'class P:\n    """x"""\n    def f(self): ...'],
  ['a format', "f = lambda n: f'{n:>{n}} {n:02d}' if n == 0 and n not in [] else ''"],
])('%s is no lint', async ([, code]) => {
  expect((await facts(code!)).lints).toEqual([]);
});

test.for([
  ['import heapq', `import heapq\n${BODY} heapq.nsmallest(k, nums)`, ['heapq']],
  [
    'another name',
    `from heapq import nsmallest as best\nimport queue as q\n${BODY} best(k, q)`,
    ['heapq', 'queue'],
  ],
  ['an import that is not used', `import heapq\n${BODY} nums`, []],
  ['a heap of its own', `class heapq: pass\n${BODY} heapq()`, []],
] as const)('the libraries that are used: %s', async ([, code, libraries]) => {
  expect((await facts(code)).libraries).toEqual(libraries);
});

test.for([
  ['a missing colon', 'def top_k_frequent(nums, k)\n  pass'],
  ['a NUL', 'x = "\0"'],
  ['brackets without end', '('.repeat(100_000)],
])('%s does not parse, and says so', async ([, code]) => {
  expect((await readSyntax(code!, { sandbox, wallMs: 20_000 })).parses).toBe(false);
});

async function facts(code: string): Promise<Extract<Syntax, { parses: true }>> {
  const syntax = await readSyntax(code, { sandbox, wallMs: 20_000 });
  if (!syntax.parses) throw new Error(syntax.error);
  return syntax;
}
