/** A GGUF file of a few hundred bytes, for tests: the real format (version 3, little endian), made small. */

export interface TinyTensor {
  name: string;
  shape: number[];
  /** ggml's number of the format: 0 is F32, 8 is Q8_0. */
  dtype: number;
  data: Uint8Array;
}

export interface TinyGguf {
  /** Strings, and numbers as unsigned 32 bits, bigints as 64. */
  metadata: Record<string, string | number | bigint>;
  tensors: TinyTensor[];
}

const ALIGNMENT = 32;

export function encodeGguf({ metadata, tensors }: TinyGguf): Buffer {
  const entries = Object.entries(metadata);
  const header = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(entries.length)];
  for (const [key, value] of entries) header.push(text(key), ...encodeValue(value));
  let offset = 0;
  for (const { name, shape, dtype, data } of tensors) {
    header.push(
      text(name),
      u32(shape.length),
      ...shape.map((length) => u64(length)),
      u32(dtype),
      u64(offset),
    );
    offset += pad(data).length;
  }
  return Buffer.concat([pad(Buffer.concat(header)), ...tensors.map(({ data }) => pad(data))]);
}

/** A tensor of F32 zeros, or of the byte given. */
export function tensor(name: string, shape: number[], fill = 0): TinyTensor {
  const weights = shape.reduce((product, length) => product * length, 1);
  return { name, shape, dtype: 0, data: new Uint8Array(weights * 4).fill(fill) };
}

function encodeValue(value: string | number | bigint): Buffer[] {
  if (typeof value === 'string') return [u32(8), text(value)];
  return typeof value === 'bigint' ? [u32(10), u64(value)] : [u32(4), u32(value)];
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function u64(value: number | bigint): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

function pad(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT)]);
}
