/** Where Go lies on this machine, and how it looks from inside. */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { findOnPath, isExecutableFile, runTool } from './run-tool.ts';
import { ROOT, type ToolchainFiles } from './toolchain-files.ts';
import { ToolchainMissing } from './unavailable.ts';

const LOOK_MS = 20_000;
/** Patterns and methods in the routes of a ServeMux. */
const LEAST_GO = [1, 22] as const;
const INSTALL_GO = `install Go ${LEAST_GO.join('.')} or newer so that \`go\` is on PATH, and run again`;
const INSTALL_GCC = 'install gcc, e.g. `sudo apt install gcc libc6-dev`, and run again';
/** What the sandbox shows of the system's programs. */
const SYSTEM_PATH = '/usr/bin:/bin';

export async function findGo(): Promise<ToolchainFiles> {
  const command = await findOnPath('go');
  if (command === null) throw new ToolchainMissing('go', null, INSTALL_GO);
  const { root, version } = await askGo(command);
  const hostFile = path.join(root, 'bin', 'go');
  if (!(await isExecutableFile(hostFile)))
    throw new ToolchainMissing('go', `${root}, its GOROOT, has no bin/go.`, INSTALL_GO);
  await checkCompiler();
  // Below /usr it is visible already; a distribution's GOROOT may be links into /usr/share.
  const isOfSystem = root.startsWith('/usr/');
  const inside = isOfSystem ? root : `${ROOT}/go`;
  return {
    version,
    hostFile,
    program: 'go',
    binds: isOfSystem ? [] : [{ source: root, target: inside }],
    links: ['go', 'gofmt'].map((name) => ({ to: `${inside}/bin/${name}`, path: `${ROOT}/bin/${name}` })),
    env: {},
  };
}

/** The command may be a link or a wrapper: only Go knows where it really is. */
async function askGo(command: string): Promise<{ root: string; version: string }> {
  const [root = '', goVersion = ''] = (await tryGo(command, ['env', 'GOROOT', 'GOVERSION'])).split('\n');
  const version = goVersion.trim().replace(/^go/, '');
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  if (major < LEAST_GO[0] || (major === LEAST_GO[0] && minor < LEAST_GO[1]))
    throw new ToolchainMissing(
      'go',
      `${command} is ${version || 'of an unknown version'}; at least ${LEAST_GO.join('.')} is needed.`,
      INSTALL_GO,
    );
  return { root: await realpath(root.trim()), version };
}

async function tryGo(command: string, args: string[]): Promise<string> {
  try {
    return await runTool(command, args, LOOK_MS, { env: { ...process.env, GOTOOLCHAIN: 'local' } });
  } catch (error) {
    throw new ToolchainMissing('go', `${command} does not run. ${(error as Error).message}`, INSTALL_GO);
  }
}

/** The race detector needs cgo, and that asks gcc who it is in every build, although nothing is left to compile. */
async function checkCompiler(): Promise<void> {
  if ((await findOnPath('gcc', SYSTEM_PATH)) === null)
    throw new ToolchainMissing('gcc', `Go's race detector needs it in ${SYSTEM_PATH}.`, INSTALL_GCC);
}
