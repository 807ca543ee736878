/** Where Go lies on this machine, and how it looks from inside. */
import type { ToolchainFiles } from './toolchain-files.ts';
import { ToolchainMissing } from './unavailable.ts';

export async function findGo(): Promise<ToolchainFiles> {
  throw new ToolchainMissing('go', null, 'install it and run again');
}
