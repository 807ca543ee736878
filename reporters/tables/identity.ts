/** What a model is: from its GGUF and the server's arguments first, from its name second. Pure. */
import type { GgufIdentity, ModelFacts, Trial } from '../../benchmarks/trial.ts';
import { familyLabel, type NameParts, type Quant, readName, readQuant } from './name-parts.ts';
import { DISTILL_WORD, VARIANT_WORD } from './name-words.ts';
import { readThinking } from './thinking-args.ts';

export interface Identity {
  model: string;
  name: NameParts;
  /** The same read from general.*; null where the GGUF says too little. */
  file: NameParts | null;
  gguf: GgufIdentity | null;
  /** What base a GGUF names, as a key; null where it names none. */
  baseKey: string | null;
  isDistill: boolean;
  isInstruct: boolean;
  thinking: 'on' | 'off' | null;
  /** Says where `thinking` comes from. */
  thinkingWhy: string;
  /** Of gpt-oss and others; null: the default. */
  effort: string | null;
  quant: Quant | null;
  sizeBytes: number | null;
  parameters: number | null;
  /** Words of name and file that make it another model: '1m', 'coder'. */
  variants: string;
  /** Graded answers with reasoning beside them, of those that tell; null: none tells. */
  reasoned: { answers: number; of: number } | null;
}

export function identify(model: string, facts: ModelFacts | null, trials: Trial[]): Identity {
  const name = readName(model);
  const gguf = facts?.gguf ?? null;
  const file = gguf === null ? null : readFile(gguf);
  const args = readThinking(facts?.effectiveArgs ?? []);
  const inName = name.thinking ?? file?.thinking ?? null;
  return {
    model,
    name,
    file,
    gguf,
    baseKey: gguf?.baseModel ? readName(gguf.baseModel).key : null,
    isDistill: name.distill !== null || (file !== null && file.distill !== null),
    isInstruct: name.isInstruct || (file?.isInstruct ?? false),
    thinking: args.thinking ?? inName,
    thinkingWhy: whyThinking(
      args.thinking !== null ? args.words : [],
      name.thinking !== null,
      inName !== null,
    ),
    effort: args.effort,
    quant: name.quant ?? (facts?.quantisation ? readQuant(facts.quantisation) : null),
    sizeBytes: facts?.sizeBytes ?? null,
    parameters: facts?.parameters ?? null,
    variants: variantsOf(model, gguf),
    reasoned: reasonedOf(trials),
  };
}

function whyThinking(args: string[], isInName: boolean, isKnown: boolean): string {
  if (args.length > 0) return `arguments ${args.join(' ')}`;
  if (isInName) return 'its name';
  return isKnown ? 'its GGUF' : 'its default';
}

/** basename and finetune, because general.name holds the packer's words too; the name where there is no basename. */
function readFile(gguf: GgufIdentity): NameParts | null {
  const told = [gguf.basename ?? gguf.name, gguf.sizeLabel, gguf.finetune].filter((text) => text !== null);
  const parts = readName(told.join(' ').replaceAll('/', ' '));
  if (parts.words.length === 0) return null;
  const whole = gguf.name === null ? parts : readName(gguf.name);
  return { ...parts, distill: parts.distill ?? whole.distill, thinking: parts.thinking ?? whole.thinking };
}

function variantsOf(model: string, gguf: GgufIdentity | null): string {
  const words = [model, gguf?.name, gguf?.finetune]
    .filter((text) => typeof text === 'string')
    .flatMap((text) => [...readName(text).words, ...(readName(text).distill?.split('-') ?? [])]);
  return [...new Set(words.filter((word) => VARIANT_WORD.test(word) && !DISTILL_WORD.test(word)))]
    .sort()
    .join(' ');
}

function reasonedOf(trials: Trial[]): Identity['reasoned'] {
  const told = trials.filter(
    (t) => t.outcome.state === 'graded' && t.response !== null && t.response.source !== 'folder',
  );
  if (told.length === 0) return null;
  return { answers: told.filter((t) => t.response!.reasoningChars > 0).length, of: told.length };
}

/** Equal header, equal model: whatever the names say. */
export function isSameFile(a: Identity, b: Identity): boolean {
  return (
    a.gguf !== null && b.gguf !== null && a.gguf.headerHash !== '' && a.gguf.headerHash === b.gguf.headerHash
  );
}

/** The reason to take two for one model in two forms, or null. Thinking, quantisation and distillation are left aside. */
export function sameFamily(a: Identity, b: Identity): string | null {
  if (isSameFile(a, b)) return `the same file (header ${a.gguf!.headerHash.slice(0, 8)})`;
  if (a.variants !== b.variants || isContradicted(a, b)) return null;
  if (a.file !== null && b.file !== null)
    return a.file.key === b.file.key ? `GGUF metadata: ${familyLabel(a.file)}` : null;
  return a.name.key === b.name.key && a.name.words.length > 0 ? `names: ${familyLabel(a.name)}` : null;
}

/** Another architecture, or another number of parameters by more than what quantisers add. */
function isContradicted(a: Identity, b: Identity): boolean {
  const [one, other] = [a.gguf?.architecture, b.gguf?.architecture];
  if (one && other && one !== other) return true;
  return isApart(a.parameters, b.parameters, 0.03);
}

/** Whether two known figures differ by more than a share of the larger; unknown ones do not. */
export function isApart(a: number | null, b: number | null, share: number): boolean {
  return a !== null && b !== null && Math.abs(a - b) > share * Math.max(a, b);
}

/** The reason to take `base` for what `distill` was distilled into, or null. */
export function baseOf(distill: Identity, base: Identity): string | null {
  if (base.isDistill || isContradicted(distill, base)) return null;
  const baseKeys = [base.file, base.name].filter((parts) => parts !== null).map(({ key }) => key);
  if (distill.baseKey !== null && baseKeys.includes(distill.baseKey))
    return `the GGUF names ${distill.gguf!.baseModel} as its base`;
  if (distill.file?.distill != null && base.file !== null)
    return distill.file.key === base.file.key ? `GGUF metadata: ${familyLabel(base.file)}` : null;
  if (distill.name.distill === null || distill.name.words.length === 0) return null;
  return distill.name.key === base.name.key ? `names: ${familyLabel(base.name)}` : null;
}
