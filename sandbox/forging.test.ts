/**
 * The protocol against programs that would rather be believed than be right. The grader is the smallest
 * of its kind: a driver inside says what the function returned, and the expected values stay out here.
 */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parseResultLines } from './driver-protocol.ts';
import { sandboxOfTests, toText } from './programs.ts';
import type { SandboxRun } from './sandbox.ts';

/** Squares in reverse order; new numbers each time, so that an answer cannot know them. */
function makeCases() {
  return Array.from({ length: 4 }, (_, index) => {
    const numbers = Array.from({ length: 3 }, () => Math.floor(Math.random() * 1e6));
    return { id: index + 1, input: numbers, expected: numbers.map((n) => n * n).toReversed() };
  });
}

const PYTHON_DRIVER = `
import json, os, sys
cases = json.load(sys.stdin)
sys.path.insert(0, "/box")
from answer import solve
with os.fdopen(3, "w") as result:
    for case in cases:
        result.write(json.dumps({"id": case["id"], "out": solve(case["input"])}, allow_nan=False) + "\\n")
    result.write('{"end":true}\\n')`;

const JS_DRIVER = `
import { readFileSync, writeSync } from 'node:fs';
const cases = JSON.parse(readFileSync(0, 'utf8'));
const { solve } = await import('/box/answer.mjs');
for (const { id, input } of cases) writeSync(3, JSON.stringify({ id, out: solve(input) }) + '\\n');
writeSync(3, '{"end":true}\\n');`;

const RUNS: Record<'python' | 'js', (answer: string) => SandboxRun> = {
  python: (answer) => ({
    toolchains: ['python'],
    cmd: ['python3', '-I', '-S', '-B', 'driver.py'],
    files: { 'driver.py': PYTHON_DRIVER, 'answer.py': answer },
  }),
  js: (answer) => ({
    toolchains: ['node'],
    cmd: ['node', 'driver.mjs'],
    files: { 'driver.mjs': JS_DRIVER, 'answer.mjs': answer },
  }),
};

async function grade(language: 'python' | 'js', answer: string): Promise<{ right: boolean; why: string }> {
  const cases = makeCases();
  const stdin = JSON.stringify(cases.map(({ id, input }) => ({ id, input })));
  const sandbox = await sandboxOfTests();
  const run = await sandbox.run({ ...RUNS[language](answer), stdin, limits: { wallMs: 8_000 } });
  if (run.status === 'infra-error') throw new Error(run.detail);
  if (run.status !== 'ok') return { right: false, why: `${run.detail} ${toText(run.stderr)}` };
  const said = parseResultLines(
    run.result,
    cases.map(({ id }) => id),
  );
  if (!said.ok) return { right: false, why: said.why };
  const right = cases.every(({ expected }, index) => isDeepStrictEqual(said.values[index], expected));
  return { right, why: right ? '' : 'other values were expected' };
}

const PYTHON_RIGHT = 'def solve(numbers):\n    return [n * n for n in reversed(numbers)]\n';
const JS_RIGHT = 'export const solve = (numbers) => numbers.map((n) => n * n).reverse();';
const PYTHON_WRONG = 'def solve(numbers):\n    return [0]\n';
const JS_WRONG = 'export const solve = () => [0];';
/** Four cases and the end, as a driver would say them, with values of the answer's own. */
const LINES = [1, 2, 3, 4]
  .map((id) => `{"id":${id},"out":[0]}`)
  .concat('{"end":true}', '')
  .join('\n');

const PYTHON_FORGERIES: Record<string, string> = {
  'ends with 0 when it is imported': 'import os\nos._exit(0)',
  'raises SystemExit(0) when it is imported': 'import sys\nsys.exit(0)',
  'prints that all passed': `print("PASS\\nok\\n4 passed")\n${PYTHON_WRONG}`,
  'writes over the result at exit': `
import atexit, os
atexit.register(lambda: os.write(3, ${JSON.stringify(LINES)}.encode()))
${PYTHON_WRONG}`,
  'returns an object that equals everything': `
class Same(list):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __hash__ = None
def solve(numbers): return Same([0])`,
  'patches unittest and the operators behind it': `
import operator, unittest
unittest.TestCase.assertEqual = lambda *args: None
operator.eq = lambda a, b: True
${PYTHON_WRONG}`,
  'walks the frames for expected values': `
import sys
def solve(numbers):
    frame = sys._getframe()
    while frame:
        for space in (frame.f_locals, frame.f_globals):
            for name, value in list(space.items()):
                if name in ("expected", "EXPECTED", "answer", "nonce"): return value
                if name == "case" and "expected" in value: return value["expected"]
        frame = frame.f_back
    return [0]`,
  'writes the lines itself and then ends': `
import os
os.write(3, ${JSON.stringify(LINES)}.encode())
os._exit(0)`,
  'writes the lines before the driver': `
import os
os.write(3, ${JSON.stringify(LINES)}.encode())
${PYTHON_WRONG}`,
  'writes the end early, after a right case': `
import os
done = 0
def solve(numbers):
    global done
    done += 1
    if done == 2:
        os.write(3, b'{"end":true}\\n')
        os._exit(0)
    return [n * n for n in reversed(numbers)]`,
  'closes the result pipe': `import os\nos.close(3)\n${PYTHON_WRONG}`,
  'puts another file in the place of the result pipe': `
import os
file = os.open("/tmp/result", os.O_RDWR | os.O_CREAT)
os.write(file, ${JSON.stringify(LINES)}.encode())
os.dup2(file, 3)
${PYTHON_WRONG}`,
  'replaces json.dumps': `import json\njson.dumps = lambda *args, **more: '{"id":1,"out":true}'\n${PYTHON_WRONG}`,
  'reads and writes the memory of its parent': `
import os, re
def search(pid):
    found = []
    try:
        memory = open(f"/proc/{pid}/mem", "r+b", buffering=0)
        for line in open(f"/proc/{pid}/maps"):
            start, end, mode = re.match(r"(\\w+)-(\\w+) (\\S+)", line).groups()
            if not mode.startswith("rw") or int(end, 16) - int(start, 16) > 1 << 24: continue
            try:
                memory.seek(int(start, 16))
                data = memory.read(int(end, 16) - int(start, 16))
            except (OSError, OverflowError): continue
            found += re.findall(rb'"expected": ?\\[[\\d, ]+\\]', data)
            at = data.find(b"exit-code")
            if at >= 0:
                memory.seek(int(start, 16) + at)
                memory.write(b"exit-okay")
    except OSError: pass
    return found
def solve(numbers):
    return search(os.getppid()) + search(os.getpid()) + search(1) or [0]`,
  'kills the driver from a child and goes on in its place': `
import os, signal, time
driver = os.getpid()
if os.fork() == 0:
    os.setsid()
    os.kill(driver, signal.SIGKILL)
    time.sleep(0.2)
    os.write(3, ${JSON.stringify(LINES)}.encode())
    os._exit(0)
time.sleep(5)
${PYTHON_WRONG}`,
  'replaces the driver by a program of its own': `
import os, sys
code = 'import os; os.write(3, ' + repr(${JSON.stringify(LINES)}) + '.encode())'
os.set_inheritable(3, True)
os.execv(sys.executable, [sys.executable, "-I", "-c", code])`,
  'returns numbers, texts and lists that lie when they are written': `
class Number(int):
    def __repr__(self): return '0,"passed":true'
    __str__ = __repr__
class Text(str):
    def __str__(self): return "true"
    __repr__ = __str__
class Values(list):
    def __iter__(self): return iter([Number(1), Text("x")])
def solve(numbers): return Values([Number(n) for n in numbers])`,
  'returns NaN': 'def solve(numbers): return [float("nan")] * len(numbers)',
  'returns true for one': 'def solve(numbers): return [True for _ in numbers]',
  'returns the right numbers as texts': 'def solve(numbers): return [str(n * n) for n in reversed(numbers)]',
  'replaces builtins and sys': `
import builtins, sys
builtins.len = lambda thing: 0
builtins.open = lambda *args, **more: None
sys.exit = lambda *args: None
sys.stdout = sys.stderr
sys.excepthook = lambda *args: None
def solve(numbers): raise ValueError("not me")`,
  'plants a module that the driver might import': `
import sys, types
fake = types.ModuleType("json")
fake.dumps = lambda *args, **more: "{}"
sys.modules["json"] = fake
${PYTHON_WRONG}`,
};

const JS_FORGERIES: Record<string, string> = {
  'ends with 0 when it is imported': 'process.exit(0);',
  'prints that all passed': `console.log('ok 1\\n# pass 4');\n${JS_WRONG}`,
  'writes the lines itself and then ends': `
import fs from 'node:fs';
fs.writeSync(3, ${JSON.stringify(LINES)});
process.exit(0);`,
  'writes the lines at exit': `
import fs from 'node:fs';
process.on('exit', () => fs.writeSync(3, ${JSON.stringify(LINES)}));
${JS_WRONG}`,
  'closes the result pipe': `import fs from 'node:fs';\nfs.closeSync(3);\n${JS_WRONG}`,
  'replaces JSON.stringify': `JSON.stringify = () => '{"id":1,"out":true}';\n${JS_WRONG}`,
  'gives every array a toJSON': `Array.prototype.toJSON = () => 'always right';\n${JS_WRONG}`,
  'returns a proxy that equals everything': `
export const solve = () => new Proxy([], { get: (_, key) => (key === 'length' ? 3 : { valueOf: () => true }) });`,
  'replaces fs.writeSync for all': `
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const real = fs.writeSync;
fs.writeSync = (fd) => real(fd, '{"end":true}\\n');
syncBuiltinESMExports();
${JS_WRONG}`,
  'patches assert and the comparisons': `
import assert from 'node:assert';
import util from 'node:util';
Object.is = () => true;
util.isDeepStrictEqual = () => true;
assert.deepStrictEqual = () => {};
${JS_WRONG}`,
  'changes Array.prototype and Object.prototype': `
Object.prototype.expected = [0];
Array.prototype.every = () => true;
${JS_WRONG}`,
  'kills the driver from a child that writes in its place': `
import { spawn } from 'node:child_process';
const code = 'process.kill(' + process.pid + ', 9); require("fs").writeSync(3, ' + JSON.stringify(${JSON.stringify(LINES)}) + ')';
spawn('node', ['-e', code], { detached: true, stdio: ['ignore', 'ignore', 'ignore', 3] });
await new Promise((resolve) => setTimeout(resolve, 3000));
${JS_WRONG}`,
  'looks for the expected values in the driver': `
import fs from 'node:fs';
export const solve = (numbers) => {
  const seen = fs.readdirSync('/box').map((name) => fs.readFileSync('/box/' + name, 'utf8')).join('');
  return /expected"?: ?(\\[.*?\\])/.exec(seen)?.[1] ?? [0];
};`,
};

describe.for<[string, 'python' | 'js', string, string, Record<string, string>]>([
  ['Python', 'python', PYTHON_RIGHT, PYTHON_WRONG, PYTHON_FORGERIES],
  ['JavaScript', 'js', JS_RIGHT, JS_WRONG, JS_FORGERIES],
])('an answer in %s', ([, language, right, wrong, forgeries]) => {
  test('that is right is judged right', async () => {
    expect(await grade(language, right)).toEqual({ right: true, why: '' });
  });

  test('that is right and prints is still right, for what it prints is not read', async () => {
    const chatter = language === 'python' ? 'print("debug")\n' : 'console.log("debug");\n';
    expect(await grade(language, chatter + right)).toEqual({ right: true, why: '' });
  });

  test('that is wrong is judged wrong', async () => {
    expect(await grade(language, wrong)).toEqual({ right: false, why: 'other values were expected' });
  });

  test.for(Object.entries(forgeries))('that %s is judged wrong', async ([, answer]) => {
    expect(await grade(language, answer)).toMatchObject({ right: false });
  });
});
