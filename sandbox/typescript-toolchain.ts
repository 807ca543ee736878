/** The TypeScript compiler of our own dependency `typescript`, and how it looks from inside. */
import type { ToolchainFiles } from './toolchain-files.ts';
import { ToolchainMissing } from './unavailable.ts';

export async function findTypeScript(): Promise<ToolchainFiles> {
  throw new ToolchainMissing('typescript', null, 'run `npm ci` and run again');
}
