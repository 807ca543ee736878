/**
 * Runs inside the sandbox: compiles the first candidate that compiles, asks the linter, runs the cases, tells what came out.
 *
 * stdin: see `Order` in run-driver.ts. fd 3: line 0 tells of the build, then a line a case, then the end.
 * It knows no expected value and makes no verdict.
 */
import { constants, lstatSync, mkdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { start } from './process.mjs';

const RESULT_FD = 3;
const MOST_OUTPUT = 16_384;
const MOST_DIAGNOSTICS = 20;
const AT_ONCE = 2;
/** So many kinds of cases may hang for the whole limit, the others for an eighth of it. */
const MOST_LONG_HANGS = 3;
/** What cargo would set; clap's derive reads it. */
const PACKAGE = {
  CARGO_PKG_NAME: 'tasks',
  CARGO_PKG_VERSION: '0.1.0',
  CARGO_PKG_VERSION_MAJOR: '0',
  CARGO_PKG_VERSION_MINOR: '1',
  CARGO_PKG_VERSION_PATCH: '0',
  CARGO_PKG_VERSION_PRE: '',
  CARGO_PKG_AUTHORS: '',
  CARGO_PKG_DESCRIPTION: '',
  CARGO_PKG_HOMEPAGE: '',
  CARGO_PKG_REPOSITORY: '',
  CARGO_PKG_LICENSE: '',
  CARGO_PKG_README: '',
  CARGO_PKG_RUST_VERSION: '1.85',
  CARGO_CRATE_NAME: 'tasks',
  CARGO_BIN_NAME: 'tasks',
};

const order = JSON.parse(readFileSync(0, 'utf8'));
const deps = process.argv[2];
const root = join(tmpdir(), 'tasks-build');
const program = join(root, 'tasks');
mkdirSync(root);

const build = await buildFirst();
const [lint, seen] = build.compiled === null ? [null, []] : await Promise.all([askLinter(), runCases()]);
send({ id: 0, out: { ...build, lint } });
seen.forEach((out, index) => {
  send({ id: index + 1, out });
});
send({ end: true });
process.exit(0);

async function buildFirst() {
  const attempts = [];
  for (const [index, { text }] of order.candidates.entries()) {
    const file = writeSource(`candidate-${index}`, text);
    const { code, diagnostics } = await compile('rustc', file, ['--emit=link', '-o', program]);
    attempts.push({ compiled: code === 0, diagnostics: code === 0 ? [] : errorsOf(diagnostics) });
    if (code === 0) return { compiled: index, attempts };
  }
  return { compiled: null, attempts };
}

function errorsOf(diagnostics) {
  return diagnostics.filter(({ level }) => level === 'error').slice(0, MOST_DIAGNOSTICS);
}

function writeSource(name, text) {
  const folder = join(root, name);
  mkdirSync(folder);
  const file = join(folder, 'main.rs');
  writeFileSync(file, text);
  return file;
}

async function compile(compiler, file, args) {
  const externs = Object.entries(order.externs).flatMap(([crate, name]) => [
    ...['--extern', `${crate}=${join(deps, name)}`],
  ]);
  const common = [
    ...['--crate-name', 'tasks', '--edition=2021', '--crate-type', 'bin', '--error-format=json'],
    ...['-C', 'debuginfo=0', '-C', 'strip=debuginfo', '-C', 'embed-bitcode=no', '-L', `dependency=${deps}`],
  ];
  const env = { ...process.env, ...PACKAGE, CARGO_MANIFEST_DIR: root };
  const ran = await start(compiler, [...common, ...externs, ...args, file], {
    cwd: root,
    env,
    limitMs: order.compileMs,
    most: 1_000_000,
  });
  return { ...ran, diagnostics: readDiagnostics(ran.stderr) };
}

function readDiagnostics(stderr) {
  return stderr.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    try {
      return [describe(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

function describe(diagnostic) {
  const span = diagnostic.spans?.find(({ is_primary }) => is_primary);
  const help = (diagnostic.children ?? []).flatMap(({ spans }) => spans ?? []);
  const replaced = help.map(({ suggested_replacement }) => suggested_replacement ?? '');
  return {
    level: String(diagnostic.level),
    code: diagnostic.code?.code ?? null,
    message: String(diagnostic.message).slice(0, 300),
    line: span?.line_start ?? null,
    imports: [...new Set(replaced.map((text) => text.trim()).filter((text) => /^use [\w:]+;$/.test(text)))],
  };
}

/** Without Clippy the compiler's own warnings are all there is. */
async function askLinter() {
  const tool = (await isOnPath('clippy-driver')) ? 'clippy-driver' : 'rustc';
  const file = writeSource('lint', order.candidates[build.compiled].lintText);
  const { code, diagnostics } = await compile(tool, file, [
    '--emit=metadata',
    '-o',
    join(root, 'lint.rmeta'),
  ]);
  const warnings = diagnostics.filter(({ level, code: lint }) => level === 'warning' && lint !== null);
  return { tool, finished: code === 0, warnings: warnings.slice(0, MOST_DIAGNOSTICS) };
}

async function isOnPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const looks = folders.map((folder) => access(join(folder, name), constants.X_OK).then(() => true));
  return (await Promise.allSettled(looks)).some(({ status }) => status === 'fulfilled');
}

/** Once a kind of case has hung, the rest of that kind is not tried: it would only hang again. */
async function runCases() {
  const results = [];
  const hung = new Set();
  const next = order.cases.entries();
  const work = async () => {
    for (const [index, one] of next) {
      results[index] = hung.has(one.kind)
        ? []
        : await runCase(one, { folder: join(root, `case-${index}`), limitMs: limitAfter(hung.size) });
      if (results[index].some(({ timedOut }) => timedOut)) hung.add(one.kind);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

function limitAfter(hangs) {
  return hangs < MOST_LONG_HANGS ? order.stepMs : Math.max(1_000, order.stepMs / 8);
}

async function runCase({ file, path, env, steps }, { folder, limitMs }) {
  mkdirSync(folder);
  const data = join(folder, path);
  if (file !== null) writeFileSync(data, file);
  const seen = [];
  for (const args of steps) {
    const ran = await start(program, args, {
      cwd: folder,
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env },
      limitMs,
      most: MOST_OUTPUT,
    });
    seen.push({ ...ran, file: readData(data) });
    if (ran.timedOut) break;
  }
  return seen;
}

function readData(file) {
  try {
    const stat = lstatSync(file);
    return stat.isFile() && stat.size <= MOST_OUTPUT ? readFileSync(file, 'utf8') : null;
  } catch {
    return null;
  }
}

function send(line) {
  let data = Buffer.from(`${JSON.stringify(line)}\n`);
  while (data.length > 0) data = data.subarray(writeSync(RESULT_FD, data));
}
