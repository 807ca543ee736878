/**
 * The crates of the answer's `Cargo.toml`, compiled once for this machine's Rust, so that grading compiles one file.
 * Made from our own files only; Cargo.lock holds the checksum of every crate.
 */
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareOnce, type Tell } from '../../sandbox/prepare.ts';
import { findOnPath, isExecutableFile, runTool } from '../../sandbox/run-tool.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { findToolchain } from '../../sandbox/toolchains.ts';

const CRATE = fileURLToPath(new URL('crate', import.meta.url));
const PREPARE_MS = 600_000;
/** The crates that Cargo.toml names; the others are theirs. */
const DIRECT = ['clap', 'serde', 'serde_json'];
/** Changes when what is kept in the folder does. */
const LAYOUT = 2;
const REMEDY =
  'the crates are fetched once by `cargo vendor`: check the network and the settings of cargo, and run again';

/** Folder with deps/ and externs.json: which file in deps/ is which crate of Cargo.toml. */
export async function prepareCrates(sandbox: Sandbox, tell?: Tell): Promise<string> {
  const rustc = (await findToolchain('rust')).hostFile;
  const [version, manifest, lock] = await Promise.all([
    runTool(rustc, ['-vV'], PREPARE_MS),
    readFile(path.join(CRATE, 'Cargo.toml'), 'utf8'),
    readFile(path.join(CRATE, 'Cargo.lock'), 'utf8'),
  ]);
  const sources = await prepareOnce(
    sandbox.cacheDir,
    {
      name: `rust-crates-${hash(lock)}`,
      title: 'Rust crates (clap, serde), about 10 s',
      remedy: REMEDY,
      make: (folder) => vendor(folder, rustc),
    },
    tell,
  );
  return prepareOnce(
    sandbox.cacheDir,
    {
      name: `rust-cli-${hash([LAYOUT, manifest, lock, version].join('\n'))}`,
      title: 'compiled Rust crates, about 10 s',
      remedy: `remove ${sources} and run again`,
      make: (folder) => compile(folder, { sources, rustc, host: readHost(version) }),
    },
    tell,
  );
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** By the user's own cargo: a mirror or a proxy in its settings holds. */
async function vendor(folder: string, rustc: string): Promise<void> {
  await withCrate(folder, async (crate) => {
    const args = ['vendor', '--locked', '--quiet', path.join(folder, 'vendor')];
    await runTool(await cargoOf(rustc), args, PREPARE_MS, {
      cwd: crate,
      env: { ...process.env, RUSTC: rustc },
    });
  });
}

interface Compiling {
  sources: string;
  rustc: string;
  host: string;
}

/**
 * Without the user's settings, which cargo also reads from the folders above: other flags or another target would give
 * crates that do not fit what grading compiles.
 */
async function compile(folder: string, { sources, rustc, host }: Compiling): Promise<void> {
  await withCrate(folder, async (crate) => {
    const args = [
      ...['build', '--locked', '--offline', '--quiet', '--message-format=json'],
      ...['--target', host, '--target-dir', path.join(crate, 'target')],
      ...['--config', 'source.crates-io.replace-with="vendored"'],
      ...['--config', `source.vendored.directory=${JSON.stringify(path.join(sources, 'vendor'))}`],
    ];
    const env = {
      ...{ PATH: process.env.PATH, HOME: crate, CARGO_HOME: path.join(crate, 'home'), RUSTC: rustc },
      ...{ CARGO_ENCODED_RUSTFLAGS: '', RUSTC_WRAPPER: '', RUSTC_WORKSPACE_WRAPPER: '' },
    };
    const said = await runTool(await cargoOf(rustc), args, PREPARE_MS, { cwd: crate, env });
    await keep(folder, readArtifacts(said));
  });
}

function readHost(version: string): string {
  const host = /^host: (\S+)$/m.exec(version)?.[1];
  if (host === undefined) throw new Error(`rustc -vV names no host: ${version}`);
  return host;
}

/** A distribution may keep it apart from rustc. */
async function cargoOf(rustc: string): Promise<string> {
  const beside = path.join(path.dirname(rustc), 'cargo');
  return (await isExecutableFile(beside)) ? beside : ((await findOnPath('cargo')) ?? beside);
}

/** Beside the folder that is being made: what a kill leaves of it goes with that. */
async function withCrate(folder: string, work: (crate: string) => Promise<void>): Promise<void> {
  const crate = await mkdtemp(path.join(path.dirname(folder), 'crate-'));
  try {
    for (const name of ['Cargo.toml', 'Cargo.lock'])
      await copyFile(path.join(CRATE, name), path.join(crate, name));
    await mkdir(path.join(crate, 'src'));
    await writeFile(path.join(crate, 'src/main.rs'), 'fn main() {}\n');
    await work(crate);
  } finally {
    await rm(crate, { recursive: true, force: true });
  }
}

interface Artifact {
  crate: string;
  file: string;
}

/** What the compiler needs of each crate: its rlib, or the library of a procedural macro. */
function readArtifacts(messages: string): Artifact[] {
  return messages
    .split('\n')
    .filter((line) => line.startsWith('{"reason":"compiler-artifact"'))
    .flatMap((line) => {
      const { target, filenames } = JSON.parse(line) as {
        target: { name: string; kind: string[] };
        filenames: string[];
      };
      const file = filenames.find((name) => /\.(rlib|so)$/.test(name));
      return file === undefined ? [] : [{ crate: target.name.replaceAll('-', '_'), file }];
    });
}

async function keep(folder: string, artifacts: Artifact[]): Promise<void> {
  const deps = path.join(folder, 'deps');
  await mkdir(deps);
  for (const { file } of artifacts) await copyFile(file, path.join(deps, path.basename(file)));
  const externs = DIRECT.map((crate) => {
    const file = artifacts.find((artifact) => artifact.crate === crate)?.file;
    if (file === undefined) throw new Error(`cargo built no library of the crate ${crate}`);
    return [crate, path.basename(file)] as const;
  });
  await writeFile(path.join(folder, 'externs.json'), JSON.stringify(Object.fromEntries(externs)));
  await makeReadable(folder);
}

/** The sandbox has a user of its own, and ours may keep files to themselves (umask 077). */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) await makeReadable(at);
    else await chmod(at, 0o644);
  }
}
