/** What a model file is: size over all its parts, quantisation, parameters, architecture, and a fingerprint of its weights. */
import { createHash } from 'node:crypto';
import { type GgufPart, readPart } from './gguf-part.ts';
import { type Quantisation, readQuantisation } from './gguf-quantisation.ts';
import { findParts } from './gguf-split.ts';

export { GgufError } from './gguf-error.ts';

export interface GgufFacts extends Quantisation {
  /** Over all parts. */
  bytes: number;
  parts: number;
  /** Weights over all parts, from the tensors' shapes. */
  parameters: number;
  architecture: string | null;
  /** general.name, as the maker of the file wrote it; so are those that follow. */
  name: string | null;
  /** general.basename, e.g. 'Qwen3' */
  basename: string | null;
  /** general.finetune, e.g. 'Instruct' */
  finetune: string | null;
  /** general.size_label, e.g. '35B-A3B' */
  sizeLabel: string | null;
  /** general.base_model.0.name, else its repository. */
  baseModel: string | null;
  /** SHA-256 of tokenizer.chat_template; null when the file has none. */
  chatTemplateHash: string | null;
  /** Tokens that the model was trained for. */
  contextLength: number | null;
  /**
   * SHA-256 over each part's header, size and samples of its tensors: tells apart two fine-tunes of one architecture
   * without reading the whole file, and does not depend on the file's name or folder.
   */
  fingerprint: string;
  /** SHA-256 over the parts' headers, one after the other: all bytes before the first tensor's data. */
  headerHash: string;
}

/** Reads the headers and samples of a GGUF file and, when it is split, of all its parts. Throws GgufError. */
export async function readGgufFacts(path: string): Promise<GgufFacts> {
  const paths = await findParts(path);
  const parts: GgufPart[] = [];
  const headers = createHash('sha256');
  for (const part of paths) parts.push(await readPart(part, headers));
  const metadata = Object.assign({}, ...parts.map((part) => part.metadata).reverse());
  const architecture = readText(metadata['general.architecture']);
  const chatTemplate = readText(metadata['tokenizer.chat_template']);
  return {
    bytes: sum(parts.map((part) => part.bytes)),
    parts: parts.length,
    parameters: sum(parts.map((part) => part.parameters)),
    architecture,
    name: readText(metadata['general.name']),
    basename: readText(metadata['general.basename']),
    finetune: readText(metadata['general.finetune']),
    sizeLabel: readText(metadata['general.size_label']),
    baseModel:
      readText(metadata['general.base_model.0.name']) ?? readText(metadata['general.base_model.0.repo_url']),
    chatTemplateHash: chatTemplate === null ? null : sha256(chatTemplate),
    contextLength: readNumber(metadata[`${architecture}.context_length`]),
    fingerprint: sha256(parts.map((part) => part.fingerprint).join('\n')),
    headerHash: headers.digest('hex'),
    ...(await readQuantisation(path, readNumber(metadata['general.file_type']))),
  };
}

function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** 64-bit values arrive as bigint, which JSON cannot hold. */
function readNumber(value: unknown): number | null {
  return typeof value === 'bigint' || typeof value === 'number' ? Number(value) : null;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
