/**
 * What a driver inside the sandbox says over the result pipe: for each case one line
 * `{"id":n,"out":value}` in order, then `{"end":true}`, and nothing else. The program under test can write
 * there too, so anything that a well-behaved driver would not say makes the whole result void. That the
 * values are right is for the reader to find: the expected ones never enter the sandbox.
 */
import { parseStrictJson } from './strict-json.ts';

export type DriverResult = { ok: true; values: unknown[] } | { ok: false; why: string };

const MOST_BYTES = 4 * 1024 * 1024;

/** `expectedIds` in the order in which the driver was given the cases. */
export function parseResultLines(
  result: Uint8Array,
  expectedIds: number[],
  mostBytes = MOST_BYTES,
): DriverResult {
  try {
    const lines = splitLines(result, mostBytes);
    const ending = parseLine(lines.at(-1), lines.length);
    if (!hasExactly(ending, ['end']) || ending.end !== true)
      return refuse(`the last of ${lines.length} lines is not {"end":true}: the driver did not finish`);
    if (lines.length !== expectedIds.length + 1)
      return refuse(`${lines.length - 1} cases were answered, ${expectedIds.length} were asked`);
    return { ok: true, values: expectedIds.map((id, index) => readCase(lines[index], index + 1, id)) };
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.message);
    throw error;
  }
}

class Refusal extends Error {}

function refuse(why: string): DriverResult {
  return { ok: false, why };
}

function splitLines(result: Uint8Array, mostBytes: number): string[] {
  if (result.length > mostBytes)
    throw new Refusal(`the result has ${result.length} bytes, at most ${mostBytes} are read`);
  if (result.length === 0) throw new Refusal('nothing came over the result pipe');
  const text = decode(result);
  if (!text.endsWith('\n')) throw new Refusal('the result ends within a line');
  return text.slice(0, -1).split('\n');
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal('the result is not valid UTF-8');
  }
}

function readCase(line: string | undefined, lineNumber: number, id: number): unknown {
  const said = parseLine(line, lineNumber);
  if (!hasExactly(said, ['id', 'out']))
    throw new Refusal(`line ${lineNumber} does not have exactly id and out`);
  if (said.id !== id)
    throw new Refusal(
      `line ${lineNumber} is for case ${JSON.stringify(said.id)?.slice(0, 40)}, not for case ${id}`,
    );
  return said.out;
}

function parseLine(line: string | undefined, lineNumber: number): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseStrictJson(line ?? '');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(`line ${lineNumber} is not strict JSON: ${error.message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(`line ${lineNumber} is no JSON object`);
  return value as Record<string, unknown>;
}

function hasExactly(object: Record<string, unknown>, keys: string[]): boolean {
  const own = Object.keys(object);
  return own.length === keys.length && keys.every((key) => own.includes(key));
}
