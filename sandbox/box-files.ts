/** The files of a run, checked before any of them is written. */
import type { SandboxRun } from './sandbox.ts';

export interface BoxFile {
  /** Below /box, normalised, without a leading slash. */
  path: string;
  content: Uint8Array;
  executable: boolean;
}

/** One pipe carries one file, so a run cannot have thousands. */
const MOST_FILES = 256;

/** Throws RangeError for a name that could leave /box: an answer's file names come from a model. */
export function checkFiles({
  files: plain,
  programs = {},
}: Pick<SandboxRun, 'files' | 'programs'>): BoxFile[] {
  const files: Record<string, string | Uint8Array> = { ...plain, ...programs };
  const entries = Object.entries(files);
  if (entries.length > MOST_FILES)
    throw new RangeError(`${entries.length} files for one run; at most ${MOST_FILES} are allowed.`);
  for (const [path] of entries) checkPath(path, files);
  return entries.map(([path, content]) => ({
    path,
    content: toBytes(content),
    executable: Object.hasOwn(programs, path),
  }));
}

export function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

function checkPath(path: string, files: object): void {
  const why = whyRefused(path);
  if (why !== null)
    throw new RangeError(
      `The file name ${JSON.stringify(path)} is refused: ${why}. Use a relative path below /box.`,
    );
  const folders = path.split('/').slice(0, -1);
  const clash = folders.map((_, i) => folders.slice(0, i + 1).join('/')).find((f) => Object.hasOwn(files, f));
  if (clash !== undefined)
    throw new RangeError(
      `${JSON.stringify(clash)} is both a file and the folder of ${JSON.stringify(path)}.`,
    );
}

function whyRefused(path: string): string | null {
  if (path === '') return 'it is empty';
  if (path.includes('\0')) return 'it holds a NUL';
  if (path.startsWith('/')) return 'it is absolute';
  if (Buffer.byteLength(path) > 512) return 'it is longer than 512 bytes';
  const odd = path.split('/').find((part) => part === '' || part === '.' || part === '..');
  return odd === undefined ? null : `the part ${JSON.stringify(odd)} could lead elsewhere`;
}
