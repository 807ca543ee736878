/** The quantisation of a model file, and how it is known: labels such as UD-Q4_K_XL stand in the file's name only. */
import { basename } from 'node:path';

export interface Quantisation {
  /** Q4_K_M, UD-Q4_K_XL, BF16 ...; null when neither source tells. */
  quantisation: string | null;
  /** Where that comes from. `both` when the two sources agree. */
  quantisationSource: 'both' | 'file name' | 'general.file_type' | 'unknown';
  /** What the other source says, where the two differ. */
  quantisationConflict: string | null;
}

/** `fileType` is general.file_type. */
export async function readQuantisation(path: string, fileType: number | null): Promise<Quantisation> {
  const { GGMLFileQuantizationType, parseGGUFQuantLabel } = await import('@huggingface/gguf');
  const inName = parseGGUFQuantLabel(basename(path)) ?? null;
  const inFile = fileType === null ? null : (GGMLFileQuantizationType[fileType] ?? null);
  return chooseLabel(inName, inFile);
}

function chooseLabel(inName: string | null, inFile: string | null): Quantisation {
  if (inName === null && inFile === null) return tell(null, 'unknown');
  if (inFile === null) return tell(inName, 'file name');
  if (inName === null) return tell(inFile, 'general.file_type');
  if (inName === inFile) return tell(inName, 'both');
  return refines(inName, inFile)
    ? tell(inName, 'file name', inFile)
    : tell(inFile, 'general.file_type', inName);
}

function tell(
  quantisation: string | null,
  quantisationSource: Quantisation['quantisationSource'],
  quantisationConflict: string | null = null,
): Quantisation {
  return { quantisation, quantisationSource, quantisationConflict };
}

/**
 * Whether the name says more than general.file_type can: a mix of the same bits that has no number of its own. For UD-
 * mixes file_type is that of the nearest plain type, or of none. A plain label that differs is a file renamed.
 */
function refines(inName: string, inFile: string): boolean {
  if (/^UD-/.test(inName)) return bitsOf(inName) === bitsOf(inFile) || inFile === 'MXFP4_MOE';
  if (inFile.startsWith(`${inName}_`)) return true;
  return /_(L|XL)$/.test(inName) && !/_K_L$/.test(inFile) && bitsOf(inName) === bitsOf(inFile);
}

function bitsOf(label: string): string | null {
  return /\d+/.exec(label)?.[0] ?? null;
}
