/** How one language's tools are shown inside. */
export interface ToolchainFiles {
  /** What the tool itself says, e.g. '3.11.7'. */
  version: string;
  /** The real program on this machine, for a run without a sandbox. */
  hostFile: string;
  /** Its name as the first word of a command, e.g. 'python3'. */
  program: string;
  /** Bound read-only. */
  binds: { source: string; target: string }[];
  links: { to: string; path: string }[];
  env: Record<string, string>;
}

/** True for the folder itself, too. */
export function isBelow(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** Where toolchains lie inside; its bin/ comes first on PATH. */
export const ROOT = '/toolchain';
