/** How the entries of a client's log are compared. */
import { z } from 'zod';

export const PlainSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ not: z.string() }),
]);
export const LogEntrySchema = z.array(PlainSchema).min(1).max(8);
/** [listener, ...what it got]; the driver itself adds 'settled', 'closing', 'closed' and 'threw'. */
export type LogEntry = z.infer<typeof LogEntrySchema>;

export function isEnd([name]: LogEntry): boolean {
  return name === 'close' || name === 'error';
}

/**
 * What a listener got, as text to compare. An event without a type, or with no ID where an empty
 * one belongs, is a slip that its own check charges for; the others take it for what was meant.
 */
export function showEvents(log: LogEntry[], check: string): string {
  return JSON.stringify(log.filter((entry) => !isEnd(entry)).map((entry) => loosen(entry, check)));
}

function loosen([name, type, data, id, ...rest]: LogEntry, check: string): LogEntry {
  if (data === undefined) return type === undefined ? [name!] : [name!, type];
  const isTypeStrict = check === 'event-types';
  const isIdStrict = check === 'last-event-id';
  const looseType = isAbsent(type) && !isTypeStrict ? name! : type!;
  const looseId = isAbsent(id) && !isIdStrict ? '' : id!;
  return [name!, looseType, data, looseId, ...rest];
}

function isAbsent(value: LogEntry[number] | undefined): boolean {
  return value === null || (typeof value === 'object' && value.not === 'undefined');
}
