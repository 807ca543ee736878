/** Our own texts of the program, read once. */
import { readFileSync } from 'node:fs';

const texts = new Map<string, string>();

export function readReference(): string {
  return readOwn('reference/src/main.rs');
}

export function readStarter(): string {
  return readOwn('starter/src/main.rs');
}

function readOwn(name: string): string {
  const text = texts.get(name) ?? readFileSync(new URL(name, import.meta.url), 'utf8');
  texts.set(name, text);
  return text;
}
