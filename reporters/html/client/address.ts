/**
 * What the reader sees, in the address behind the '#': a link shows the same view to somebody else, and Back takes back
 * the last step. `#trial=m/js-sse/1&sort.ranking=-total` is the trial that is open and a table sorted downwards.
 */
import { useEffect, useState } from 'preact/hooks';

/** By name; what is not there is as the page begins. */
export type Params = ReadonlyMap<string, string>;

/** A hash without '=' is a plain link to a part of the page. Whatever else it holds is read as text, never an error. */
export function parseHash(hash: string): Params {
  const text = hash.replace(/^#/, '');
  if (text !== '' && !text.includes('=')) return new Map([['at', decode(text)]]);
  return new Map(
    text.split('&').flatMap((pair): [string, string][] => {
      const at = pair.indexOf('=');
      return at < 1 ? [] : [[decode(pair.slice(0, at)), decode(pair.slice(at + 1))]];
    }),
  );
}

export function formatHash(params: Params): string {
  return `#${[...params].map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** '/' stays, for those who read the address. Half a surrogate pair cannot be encoded. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%2F', '/');
}

let params = parseHash(location.hash);
const readers = new Set<() => void>();

/** A browser refuses an address for every letter of a fast hand. */
const TYPED_MS = 200;
/** The field whose letters, all together, are the last step. */
let typedIn: string | null = null;
let pending: ReturnType<typeof setTimeout> | undefined;

export interface Change {
  /** Changes of one field one after the other are one step back. */
  typedIn?: string;
}

/** null and '' take a name out. */
export function setParams(changes: Record<string, string | null>, { typedIn: field }: Change = {}): void {
  const isSameField = field !== undefined && field === typedIn;
  if (!isSameField) flush();
  const next = new Map(params);
  for (const [name, value] of Object.entries(changes))
    if (value) next.set(name, value);
    else next.delete(name);
  params = next;
  typedIn = field ?? null;
  clearTimeout(pending);
  if (isSameField) pending = setTimeout(flush, TYPED_MS);
  else write('pushState');
  for (const read of readers) read();
}

/** Letters that wait belong to the step before the next one. */
function flush(): void {
  if (pending === undefined) return;
  clearTimeout(pending);
  pending = undefined;
  write('replaceState');
}

function write(how: 'pushState' | 'replaceState'): void {
  const hash = formatHash(params);
  if (hash === (location.hash || '#')) return;
  try {
    history[how](null, '', hash);
  } catch {
    // Too many or too long for this browser: the view is right, only its link is older.
  }
}

/** Back, Forward, or an address that was typed. */
function follow(): void {
  clearTimeout(pending);
  pending = undefined;
  typedIn = null;
  params = parseHash(location.hash);
  for (const read of readers) read();
}
addEventListener('popstate', follow);
addEventListener('hashchange', follow);

/** The text under a name, and a way to change it; null: not in the address. */
export function useParam(name: string): [string | null, (value: string | null, change?: Change) => void] {
  const [value, setValue] = useState(params.get(name) ?? null);
  useEffect(() => {
    const read = () => setValue(params.get(name) ?? null);
    readers.add(read);
    read();
    return () => {
      readers.delete(read);
    };
  }, [name]);
  return [value, (next, change) => setParams({ [name]: next }, change)];
}

/** A number above 0; null: none. */
export function positive(text: string | null): number | null {
  const value = Number.parseFloat(text ?? '');
  return Number.isFinite(value) && value > 0 ? value : null;
}
