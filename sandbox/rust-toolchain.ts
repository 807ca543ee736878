/** Where Rust lies on this machine, and how it looks from inside. */
import { realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { findOnPath, isExecutableFile, runTool } from './run-tool.ts';
import { isBelow, ROOT, type ToolchainFiles } from './toolchain-files.ts';
import { ToolchainMissing } from './unavailable.ts';

const LOOK_MS = 20_000;
/** What our lock files and the crates in them ask for. */
const LEAST_RUST = [1, 85] as const;
/** cargo and rustc must be there, the other one is a help. */
const PROGRAMS = ['cargo', 'rustc', 'clippy-driver'];
/** The only folders of a toolchain that a build reads; share/ is half a gigabyte of documentation. */
const FOLDERS = ['bin', 'lib'];
/** What the sandbox shows of the system's programs. */
const SYSTEM_PATH = '/usr/bin:/bin';

const INSTALL_RUST = `install Rust ${LEAST_RUST.join('.')} or newer, e.g. from your distribution or by rustup, and run again`;
const INSTALL_LINKER = 'install a C compiler, e.g. `sudo apt install gcc libc6-dev`, and run again';

export async function findRust(): Promise<ToolchainFiles> {
  const sysroot = await findSysroot();
  const found = await Promise.all(
    PROGRAMS.map(async (name) => ({ name, file: await findProgram(name, sysroot) })),
  );
  const programs = found.flatMap(({ name, file }) => (file === null ? [] : [{ name, file }]));
  const rustc = programs.find(({ name }) => name === 'rustc');
  if (!rustc || !programs.some(({ name }) => name === 'cargo'))
    throw new ToolchainMissing('cargo', `${sysroot}/bin lacks cargo or rustc.`, INSTALL_RUST);
  const version = await readVersion(rustc.file);
  await checkLinker();
  return { ...placeRust(sysroot, programs), hostFile: rustc.file, program: 'rustc', version };
}

/** The commands may be rustup's shims, which need rustup's home: only rustc knows where it really is. */
async function findSysroot(): Promise<string> {
  const [cargo, rustc] = await Promise.all(['cargo', 'rustc'].map((name) => findOnPath(name)));
  if (!cargo || !rustc) throw new ToolchainMissing('cargo', null, INSTALL_RUST);
  const said = await tryTool(rustc, ['--print', 'sysroot']);
  const sysroot = await realpath(said.trim()).catch(() => null);
  if (sysroot === null) throw new ToolchainMissing('cargo', `${rustc} names no sysroot.`, INSTALL_RUST);
  if (isBelow(os.homedir(), sysroot))
    throw new ToolchainMissing(
      'cargo',
      `${rustc} has the sysroot ${sysroot}, which cannot be shown to model code without showing more than Rust.`,
      'Put another Rust first on PATH, e.g. the one of your system.',
    );
  return sysroot;
}

/** A distribution may keep cargo and clippy apart from the sysroot, but then among the system's own programs. */
async function findProgram(name: string, sysroot: string): Promise<string | null> {
  const file = path.join(sysroot, 'bin', name);
  return (await isExecutableFile(file)) ? file : findOnPath(name, SYSTEM_PATH);
}

async function readVersion(rustc: string): Promise<string> {
  const version = /^rustc (\S+)/.exec(await tryTool(rustc, ['--version']))?.[1] ?? 'unknown';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < LEAST_RUST[0] || (major === LEAST_RUST[0] && minor < LEAST_RUST[1]))
    throw new ToolchainMissing(
      'cargo',
      `${rustc} is ${version}; at least ${LEAST_RUST.join('.')} is needed.`,
      INSTALL_RUST,
    );
  return version;
}

async function tryTool(file: string, args: string[]): Promise<string> {
  try {
    return await runTool(file, args, LOOK_MS);
  } catch (error) {
    throw new ToolchainMissing('cargo', `${file} does not run. ${(error as Error).message}`, INSTALL_RUST);
  }
}

/** rustc links with the system's C compiler; without the start-up files of libc that fails too. */
async function checkLinker(): Promise<void> {
  const cc = await findOnPath('cc', SYSTEM_PATH);
  if (cc === null)
    throw new ToolchainMissing('cc', `Rust needs it as its linker in ${SYSTEM_PATH}.`, INSTALL_LINKER);
  const startFile = await runTool(cc, ['-print-file-name=crt1.o'], LOOK_MS).catch(() => '');
  if (!path.isAbsolute(startFile.trim()))
    throw new ToolchainMissing(
      'cc',
      `${cc} is there, but not crt1.o of the C library that it links with.`,
      INSTALL_LINKER,
    );
}

function placeRust(
  sysroot: string,
  programs: { name: string; file: string }[],
): Pick<ToolchainFiles, 'binds' | 'links' | 'env'> {
  const target = `${ROOT}/rust`;
  const isOfSystem = isBelow(sysroot, '/usr');
  const inside = (file: string) =>
    isOfSystem || !isBelow(file, sysroot) ? file : path.join(target, path.relative(sysroot, file));
  return {
    binds: isOfSystem
      ? []
      : FOLDERS.map((name) => ({ source: path.join(sysroot, name), target: path.join(target, name) })),
    links: programs.map(({ name, file }) => ({ to: inside(file), path: `${ROOT}/bin/${name}` })),
    env: {},
  };
}
