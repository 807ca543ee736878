/** One file of a model: its header by @huggingface/gguf, checked against the file's size, and samples of its tensors. */
import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { DOWNLOAD_AGAIN, GgufError } from './gguf-error.ts';

type Tensor = Pick<import('@huggingface/gguf').GGUFTensorInfo, 'name' | 'shape' | 'dtype' | 'offset'>;

export interface GgufPart {
  bytes: number;
  parameters: number;
  metadata: Record<string, unknown>;
  fingerprint: string;
}

/** `headers` takes the header's bytes. Throws GgufError when the file is not a whole GGUF. */
export async function readPart(path: string, headers: Hash): Promise<GgufPart> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new GgufError(path, `cannot be read (${error.code ?? error.message})`, 'Check its permissions.');
  });
  try {
    const { size: bytes } = await file.stat();
    await requireMagic(file, path);
    const header = await readHeader(path, bytes);
    requireWholeData(path, header, bytes);
    const headerBytes = await readBytes(file, 0, Math.min(header.dataOffset, bytes));
    headers.update(headerBytes);
    return {
      bytes,
      parameters: header.tensors.reduce((total, tensor) => total + countWeights(tensor), 0),
      metadata: header.metadata,
      fingerprint: await fingerprintPart(file, { ...header, headerBytes }, bytes),
    };
  } finally {
    await file.close();
  }
}

async function requireMagic(file: FileHandle, path: string): Promise<void> {
  const start = await readBytes(file, 0, 64);
  if (start.subarray(0, 4).toString('latin1') === 'GGUF' && start.length >= SHORTEST_HEADER) return;
  if (start.length < SHORTEST_HEADER)
    throw new GgufError(path, `holds only ${start.length} bytes`, DOWNLOAD_AGAIN);
  if (start.toString('latin1').startsWith('version https://git-lfs'))
    throw new GgufError(
      path,
      'is a Git LFS pointer, not the model',
      'Run `git lfs pull` in its repository, or download the file itself.',
    );
  throw new GgufError(
    path,
    `is not a GGUF file (it begins with ${JSON.stringify(start.subarray(0, 4).toString('latin1'))})`,
    'Convert the model to GGUF, or download a GGUF of it.',
  );
}

/** Magic, version, two counts. */
const SHORTEST_HEADER = 24;

interface Header {
  metadata: Record<string, unknown>;
  tensors: Tensor[];
  dataOffset: number;
}

async function readHeader(path: string, bytes: number): Promise<Header> {
  // Imported late: it takes about a third of a second, and a run without local files never needs it.
  const { gguf } = await import('@huggingface/gguf');
  const read = await gguf(path, { allowLocalFile: true }).catch((error: Error) => {
    throw new GgufError(path, `has a damaged header (${error.message})`, DOWNLOAD_AGAIN);
  });
  // Beyond the end of a file the library reads zeros, which make valid empty entries.
  if ((read.tensorInfoByteRange?.[1] ?? 0) > bytes)
    throw new GgufError(path, `ends at ${bytes} bytes, in the middle of its header`, DOWNLOAD_AGAIN);
  return {
    metadata: { ...read.metadata },
    tensors: read.tensorInfos,
    dataOffset: Number(read.tensorDataOffset),
  };
}

function requireWholeData(path: string, { tensors, dataOffset }: Header, bytes: number): void {
  const end = Math.max(dataOffset * Math.sign(tensors.length), ...tensors.map((t) => dataOffset + endOf(t)));
  if (end <= bytes) return;
  throw new GgufError(path, `is cut off: ${bytes} of ${end} bytes are there`, DOWNLOAD_AGAIN);
}

function endOf(tensor: Tensor): number {
  return Number(tensor.offset) + (sizeOf(tensor) ?? 1);
}

/** ggml's block formats: [weights, bytes] of a block. */
const BLOCKS: Record<number, [number, number] | undefined> = {
  0: [1, 4], // F32
  1: [1, 2], // F16
  2: [32, 18], // Q4_0
  3: [32, 20], // Q4_1
  6: [32, 22], // Q5_0
  7: [32, 24], // Q5_1
  8: [32, 34], // Q8_0
  10: [256, 84], // Q2_K
  11: [256, 110], // Q3_K
  12: [256, 144], // Q4_K
  13: [256, 176], // Q5_K
  14: [256, 210], // Q6_K
  15: [256, 292], // Q8_K
  16: [256, 66], // IQ2_XXS
  17: [256, 74], // IQ2_XS
  18: [256, 98], // IQ3_XXS
  19: [256, 50], // IQ1_S
  20: [32, 18], // IQ4_NL
  21: [256, 110], // IQ3_S
  22: [256, 82], // IQ2_S
  23: [256, 136], // IQ4_XS
  24: [1, 1], // I8
  25: [1, 2], // I16
  26: [1, 4], // I32
  27: [1, 8], // I64
  28: [1, 8], // F64
  29: [256, 56], // IQ1_M
  30: [1, 2], // BF16
  34: [256, 54], // TQ1_0
  35: [256, 66], // TQ2_0
  39: [32, 17], // MXFP4
};

/** Bytes of a tensor; null for a format that we do not know. */
function sizeOf(tensor: Tensor): number | null {
  const block = BLOCKS[tensor.dtype];
  return block ? (countWeights(tensor) / block[0]) * block[1] : null;
}

function countWeights({ shape }: Tensor): number {
  return shape.reduce((product, length) => product * Number(length), 1);
}

/** A block of every tensor, of at most so many: a fine-tune changes nearly all of them, and 60 GB take 2 MB of reading. */
const SAMPLED_TENSORS = 512;
const SAMPLE_BYTES = 4096;

async function fingerprintPart(
  file: FileHandle,
  { tensors, dataOffset, headerBytes }: Header & { headerBytes: Buffer },
  bytes: number,
): Promise<string> {
  const hash = createHash('sha256').update(`${bytes}\n`);
  hash.update(headerBytes);
  const step = Math.max(1, tensors.length / SAMPLED_TENSORS);
  for (let i = 0; i < tensors.length; i += step) {
    const tensor = tensors[Math.floor(i)]!;
    const middle = Math.max(0, Math.floor(((sizeOf(tensor) ?? 0) - SAMPLE_BYTES) / 2));
    const length = Math.min(SAMPLE_BYTES, sizeOf(tensor) ?? SAMPLE_BYTES);
    hash.update(await readBytes(file, dataOffset + Number(tensor.offset) + middle, length));
  }
  return hash.digest('hex');
}

/** Fewer bytes than asked for at the end of the file. */
async function readBytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
