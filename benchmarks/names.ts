import { createHash } from 'node:crypto';

/** Longest file name that every file system takes, with room for an ending. */
const MAX_LENGTH = 180;

/** A model id as one folder name that a person recognises: percent-encoded, never '.' or '..', cut with a hash when long. */
export function folderName(model: string): string {
  const encoded = encodeURIComponent(model)
    .replace(/[!'()*~]/g, percentEncode)
    .replace(/^\.+/, (dots) => '%2E'.repeat(dots.length));
  return encoded.length <= MAX_LENGTH ? encoded : `${encoded.slice(0, MAX_LENGTH)}-${shortHash(model)}`;
}

/** The model id of a folder name as `folderName` or a person made it. */
export function modelOfFolder(folder: string): string {
  try {
    return decodeURIComponent(folder);
  } catch {
    return folder;
  }
}

/**
 * A model id as path of its stub file: '/' stays a folder, so that `vitest run org/model` finds it. Characters
 * that Vite's module paths cannot hold become '_', and a hash keeps two such names apart.
 */
export function stubName(model: string): string {
  const safe = model
    .split('/')
    .map(
      (part) =>
        part
          .replace(/[^A-Za-z0-9._-]/g, '_')
          .replace(/^\.+/, '_')
          .slice(0, MAX_LENGTH) || '_',
    )
    .join('/');
  return safe === model ? safe : `${safe}-${shortHash(model)}`;
}

export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

function shortHash(text: string): string {
  return sha256(text).slice(0, 8);
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
