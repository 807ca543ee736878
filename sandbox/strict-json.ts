/** JSON as a judge may rely on it: JSON.parse lets a second key win and turns 1e400 into Infinity. */

const MOST_DEPTH = 100;

/** Throws SyntaxError for what is no JSON, a key twice, a number that would change, or too deep a nesting. */
export function parseStrictJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  checkTokens(text);
  return value;
}

/** Strings, numbers and brackets; the rest of valid JSON needs no look. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[{}[\]:,]/g;

/** One walk over text that JSON.parse has accepted. */
function checkTokens(text: string): void {
  // One entry for each open bracket: the keys seen in an object, null for an array.
  const open: (Set<string> | null)[] = [];
  let before = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(token === '{' ? new Set() : null);
    if (open.length > MOST_DEPTH) throw new SyntaxError(`nested deeper than ${MOST_DEPTH}`);
    if (token === '}' || token === ']') open.pop();
    if (token.startsWith('"') && (before === '{' || before === ',')) checkKey(token, open.at(-1) ?? null);
    if (/^[-\d]/.test(token)) checkNumber(token);
    before = token;
  }
}

function checkKey(token: string, keys: Set<string> | null): void {
  if (keys === null) return;
  const key = JSON.parse(token) as string;
  if (keys.has(key)) throw new SyntaxError(`the key ${token.slice(0, 40)} stands twice in one object`);
  keys.add(key);
}

function checkNumber(token: string): void {
  const value = Number(token);
  if (!Number.isFinite(value)) throw new SyntaxError(`${token.slice(0, 40)} is too large for a number`);
  if (/^-?\d+$/.test(token) && !Number.isSafeInteger(value))
    throw new SyntaxError(
      `the integer ${token.slice(0, 40)} cannot be read exactly; a driver sends it as a string`,
    );
}
