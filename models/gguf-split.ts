/** The parts of a model file: gguf-split names them model-00001-of-00003.gguf, and llama-server is given the first. */
import { stat } from 'node:fs/promises';
import { GgufError } from './gguf-error.ts';

const PART = /-(\d{5})-of-(\d{5})\.gguf$/i;

/** All parts in order, the path alone when the file is not split. Throws GgufError for one that is missing or no file. */
export async function findParts(path: string): Promise<string[]> {
  const paths = listParts(path);
  for (const part of paths) await requireFile(part, paths.length);
  return paths;
}

function listParts(path: string): string[] {
  const [suffix, , total] = PART.exec(path) ?? [];
  if (suffix === undefined || total === undefined || Number(total) === 0) return [path];
  const prefix = path.slice(0, -suffix.length);
  const extension = suffix.slice(-'.gguf'.length);
  return Array.from(
    { length: Number(total) },
    (_, i) => `${prefix}-${String(i + 1).padStart(5, '0')}-of-${total}${extension}`,
  );
}

async function requireFile(path: string, parts: number): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (!(found instanceof Error)) {
    if (found.isDirectory()) throw new GgufError(path, 'is a folder', 'Name the .gguf file in it.');
    return;
  }
  if (found.code !== 'ENOENT' && found.code !== 'ENOTDIR')
    throw new GgufError(path, `cannot be read (${found.code ?? found.message})`, 'Check its permissions.');
  if (parts > 1)
    throw new GgufError(
      path,
      `is missing: the model is split into ${parts} parts`,
      'Download this part into the same folder; all parts are needed.',
    );
  throw new GgufError(path, 'does not exist', 'Correct the path of the model in the preset, or download it.');
}
