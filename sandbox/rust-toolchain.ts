/** Where Rust lies on this machine, and how it looks from inside. */
import type { ToolchainFiles } from './toolchain-files.ts';
import { ToolchainMissing } from './unavailable.ts';

export async function findRust(): Promise<ToolchainFiles> {
  throw new ToolchainMissing('cargo', null, 'install it and run again');
}
