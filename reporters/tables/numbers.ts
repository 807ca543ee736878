/** Numbers as people read them. null is absent and prints as '–', never as 0. */

export const ABSENT = '–';

/**
 * Model files are counted in GiB (2^30 bytes), as llama-bench does and as the published report of March 2026
 * does under the heading "GB": its 12.3 for gpt-oss-20b Q8_K_XL are 13.2e9 bytes.
 */
const GIB_BYTES = 2 ** 30;

export function toGib(bytes: number | null): number | null {
  return bytes === null ? null : bytes / GIB_BYTES;
}

/** Whole bytes. */
export function fromGib(gib: number | null): number | null {
  return gib === null ? null : Math.round(gib * GIB_BYTES);
}

/** null where a part is absent or the divisor is 0: no rate is known then. */
export function divide(dividend: number | null, divisor: number | null): number | null {
  if (dividend === null || divisor === null || divisor === 0) return null;
  const quotient = dividend / divisor;
  return Number.isFinite(quotient) ? quotient : null;
}

/** null of no values. */
export function mean(values: number[]): number | null {
  return divide(sum(values), values.length);
}

export function sum(values: number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

export function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number';
}

/** Whole points without, fractional ones (a mean over samples) with one decimal. */
export function formatPoints(points: number | null): string {
  if (points === null) return ABSENT;
  return Number.isInteger(roundNoise(points)) ? String(roundNoise(points)) : points.toFixed(1);
}

/** A mean such as 0.1 + 0.2 carries noise in its last digits; ties and whole numbers must not see it. */
export function roundNoise(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/** Halves go up, as people round: 99 / 60 is 1.65 and prints as 1.7, though its binary form lies below. */
export function formatFixed(value: number | null, decimals: number): string {
  if (value === null) return ABSENT;
  const scale = 10 ** decimals;
  return (Math.round(roundNoise(value * scale)) / scale).toFixed(decimals);
}

/** Three digits that count: 0.8, 12.3, 120. */
export function formatGib(bytes: number | null): string {
  const gib = toGib(bytes);
  if (gib === null) return ABSENT;
  return gib > 0 && gib < 0.1 ? gib.toFixed(3) : gib.toFixed(1);
}

/** A rate: 1234, 270, 34.2, 0.8. */
export function formatRate(value: number | null): string {
  return value === null ? ABSENT : value.toFixed(value < 99.95 ? 1 : 0);
}

/** Seconds for a table: '0.3s', '22s', '1204s'. */
export function formatSeconds(ms: number | null): string {
  if (ms === null) return ABSENT;
  return `${(ms / 1000).toFixed(ms < 9_950 ? 1 : 0)}s`;
}

/** A clock for a person who waits: '0:41', '5:10', '1:02:03'. */
export function formatClock(ms: number | null): string {
  if (ms === null) return ABSENT;
  const seconds = Math.max(0, Math.round(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const two = (n: number) => String(n).padStart(2, '0');
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
