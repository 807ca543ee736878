/**
 * The native compiler of our own dependency `typescript`, and how it looks from inside. It reads whatever
 * `import` and `/// <reference>` name, so foreign code is compiled inside only.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { isExecutableFile, runTool } from './run-tool.ts';
import { ROOT, type ToolchainFiles } from './toolchain-files.ts';
import { ToolchainMissing } from './unavailable.ts';

const LOOK_MS = 20_000;
const INSTALL = 'run `npm ci` in the project, without --omit=optional, and run again';

export async function findTypeScript(): Promise<ToolchainFiles> {
  const folder = findLibFolder();
  const hostFile = path.join(folder, 'tsc');
  if (!(await isExecutableFile(hostFile)))
    throw new ToolchainMissing('typescript', `There is no program ${hostFile}.`, INSTALL);
  const target = `${ROOT}/typescript`;
  return {
    version: await askVersion(hostFile),
    hostFile,
    program: 'tsc',
    // The compiler looks for lib.*.d.ts beside itself.
    binds: [{ source: folder, target }],
    links: [{ to: `${target}/tsc`, path: `${ROOT}/bin/tsc` }],
    env: {},
  };
}

/** `typescript` is a start script; the compiler lies in a package of its own for each platform. */
function findLibFolder(): string {
  const name = `@typescript/typescript-${process.platform}-${process.arch}`;
  try {
    const script = createRequire(import.meta.url).resolve('typescript/package.json');
    return path.join(path.dirname(createRequire(script).resolve(`${name}/package.json`)), 'lib');
  } catch {
    throw new ToolchainMissing('typescript', `The package ${name} is not installed.`, INSTALL);
  }
}

async function askVersion(compiler: string): Promise<string> {
  try {
    return (await runTool(compiler, ['--version'], LOOK_MS)).trim().replace(/^Version /, '');
  } catch (error) {
    throw new ToolchainMissing(
      'typescript',
      `${compiler} does not run. ${(error as Error).message}`,
      INSTALL,
    );
  }
}
