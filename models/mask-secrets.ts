/** What must never be printed, stored or hashed: tokens, keys, passwords, credentials in URLs. */

export const MASK = '***';

const SECRET_WORD = /^(key|auth|pass|bearer|hft)$/;
const SECRET_PART = /(token|secret|password|passwd|passphrase|apikey|credential|authorization)$/;
/** Their value is JSON or a header in which secrets lie anywhere. */
const WHOLLY_SECRET = new Set(['mcp-servers-json', 'header', 'headers']);

/**
 * Whether an option, key or environment name (with or without dashes) holds a secret. `max-tokens` is a count, so the
 * plural is not one; `ssl-key-file` is only a path, but one that tells where a secret lies.
 */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  if (WHOLLY_SECRET.has(words.filter(Boolean).join('-'))) return true;
  return words.some((word) => SECRET_WORD.test(word) || SECRET_PART.test(word));
}

const MASKED_SHAPES: [RegExp, string][] = [
  // A user and password before the host, and whatever in a query is named like a secret.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#]+@/gi, `$1${MASK}@`],
  [
    /([?&][^=&\s]*(?:token|key|secret|password|signature|sig|auth|credential)[^=&\s]*=)[^&\s"']+/gi,
    `$1${MASK}`,
  ],
  // JSON members, e.g. in --mcp-servers-json or --ui-config.
  [
    /("[^"]*(?:token|secret|password|passwd|api[-_]?key|authorization|credential)"\s*:\s*")(?:[^"\\]|\\.)*/gi,
    `$1${MASK}`,
  ],
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${MASK}`],
  // Hugging Face and OpenAI-like keys, known by their prefix wherever they stand.
  [/\b(?:hf|sk|gh[pousr])[-_][A-Za-z0-9_-]{16,}/g, MASK],
];

/** Free text with every secret of a known shape replaced. */
export function maskSecrets(text: string): string {
  return MASKED_SHAPES.reduce((masked, [shape, replacement]) => masked.replace(shape, replacement), text);
}

/** The value of an option as it may be shown. */
export function maskValue(name: string, value: string): string {
  return isSecretName(name) ? MASK : maskSecrets(value);
}

/** INI text (a preset's lines, or `status.preset` of GET /models) as it may be shown, also where it is not well written. */
export function maskIni(text: string): string {
  return text.replace(/[^\r\n]+/g, maskIniLine);
}

function maskIniLine(line: string): string {
  const [, name = '', between = '', value = ''] = /^([\s"']*[\w.-]+["']?)([\s=:]+)(.*)$/s.exec(line) ?? [];
  return value !== '' && isSecretName(name) ? `${name}${between}${MASK}` : maskSecrets(line);
}
