/** A stream of bytes that the answer must interpret, and the check that it decides. */
import type { Cut, Cutting } from './cuts.ts';

/** Checks that are decided by streams of bytes. */
export type StreamCheck =
  | 'delivers-messages'
  | 'multi-line-data'
  | 'event-types'
  | 'last-event-id'
  | 'id-with-nul'
  | 'retry'
  | 'comments'
  | 'field-lines'
  | 'empty-and-unfinished'
  | 'crlf'
  | 'lone-cr'
  | 'cut-anywhere'
  | 'utf-8';

export interface StreamCase {
  id: string;
  check: StreamCheck;
  bytes: Uint8Array;
  /** The stream is the bytes so many times over. */
  times: number;
  cutting: Cutting;
  /** One client for each of them. */
  cuts: Cut[];
  /** What is compared with what the stream says. */
  asks: 'events' | 'retry';
  /** What it means in one piece is another check's business. */
  onlyCuts: boolean;
  /** Types that the driver listens to; more than the stream sends, so that a wrong type shows. */
  types: string[];
  /** Chunks are parts of larger buffers, and empty ones lie between them. */
  views: boolean;
}
