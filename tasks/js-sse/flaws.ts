/** What each answer in flaws/ has wrong, and what it must lose by it. */
import type { Flaw } from '../define-task.ts';

/** Checks that need at least one delivered event. */
const DELIVERY = [
  'delivers-messages',
  'multi-line-data',
  'event-types',
  'last-event-id',
  'id-with-nul',
  'comments',
  'field-lines',
  'empty-and-unfinished',
  'crlf',
  'lone-cr',
  'utf-8',
  'cut-anywhere',
  'live-delivery',
  'tidy',
  'concise',
];
const ALL = ['class-loads', ...DELIVERY, 'retry', 'end-and-error', 'close'];

/** "Correct with minor imperfections." */
function minor(loses: string[], mistake: string): Flaw {
  return { loses, band: [13, 16], mistake };
}

/** "Functional with notable gaps." */
function notable(loses: string[], mistake: string): Flaw {
  return { loses, band: [9, 12], mistake };
}

/** "Broken, didn't follow instructions." */
function broken(loses: string[], mistake: string): Flaw {
  return { loses, band: [1, 4], mistake };
}

export const flaws: Record<string, Flaw> = {
  stub: broken(
    ALL.filter((id) => id !== 'class-loads'),
    'The class has empty methods.',
  ),
  'no-class': broken(ALL, 'A function that parses a text instead of the class.'),
  'syntax-error': broken(ALL, 'The file does not parse.'),
  'exits-process': broken(ALL, 'The module ends the process with exit code 0.'),
  'const-reassigned': broken(
    [...DELIVERY, 'retry', 'end-and-error', 'close'],
    'A const is assigned again, so every field with a space after its colon throws.',
  ),
  'manual-start': broken(
    [...DELIVERY, 'retry', 'end-and-error'],
    'The reading waits for a call of start(), which nobody makes.',
  ),
  'collapsed-blank-lines': {
    loses: DELIVERY,
    band: [5, 8],
    mistake: 'split(/[\\n\\r]+/) swallows the blank lines, so events are never dispatched.',
  },

  // blind-*: written from prompt.md alone by somebody who had not seen the rubric.
  'blind-undeclared-private-field': broken(ALL, '#isClosed is not declared, so the file does not parse.'),
  'blind-string-decoder-import': notable(
    ['tidy'],
    'Decodes with the StringDecoder of node:string_decoder, although imports are forbidden.',
  ),
  'blind-crlf-cut-in-two': notable(['crlf'], 'A CRLF cut between two chunks counts as two line ends.'),
  'blind-splice-while-iterating': notable(
    ['event-types'],
    'A listener that removes itself makes the next one miss the event.',
  ),
  'blind-decode-without-stream': minor(['utf-8'], 'Each chunk is decoded without `stream: true`.'),
  'blind-trailing-cr-held-back': minor(
    ['lone-cr'],
    'A CR at the end of a chunk waits for the next chunk, and the complete event with it.',
  ),
  'blind-close-only-sets-a-flag': minor(
    ['close'],
    'close() does not cancel the stream while no bytes arrive.',
  ),
  'blind-flushes-at-the-end': minor(
    ['empty-and-unfinished'],
    'An event without its blank line is dispatched when the stream ends.',
  ),
  'blind-type-kept-without-data': minor(
    ['empty-and-unfinished'],
    'The event type is not reset by an event without data.',
  ),
  'blind-trims-values-and-lenient-retry': minor(
    ['field-lines', 'retry'],
    'White space around values is removed, and retry takes what parseInt gives.',
  ),
  'blind-null-id-and-empty-data-lost': minor(
    ['empty-and-unfinished', 'id-with-nul'],
    'IDs with a null byte are taken, and events whose data is empty are lost.',
  ),
  'blind-plain-object-listeners-and-events-after-close': minor(
    ['close', 'event-types'],
    'Listeners lie in a plain object, and events that were received are dispatched after close().',
  ),
  'blind-empty-chunk-forgets-cr': notable(
    ['crlf'],
    'An empty chunk between CR and LF makes two line ends of them.',
  ),
  'blind-cr-held-back': minor(
    ['lone-cr'],
    'A CR at the end of a chunk waits for the next chunk, and the complete event with it.',
  ),
  'blind-dot-in-field-regex': minor(
    ['field-lines'],
    'The dot of the field pattern stops at U+2028 and U+2029, so such a line is no field.',
  ),
  'blind-id-with-block': minor(['empty-and-unfinished'], 'The ID of an event without data is forgotten.'),
  'blind-iterator-return': minor(
    ['close'],
    'return() of the stream iterator waits for the pending read, so an idle stream is not cancelled.',
  ),
  'blind-needless-length': minor(['concise'], 'Right, in four classes and twice the code that it takes.'),
  'blind-cancel-rejection-unhandled': {
    loses: ['tidy'],
    band: [17, 20],
    mistake: 'A stream that cannot be cancelled is an unhandled rejection of close().',
  },
  'blind-cancel-after-failure-unhandled': {
    loses: ['tidy'],
    band: [17, 20],
    mistake: 'close() of a failed stream, or of one that cannot be cancelled, is an unhandled rejection.',
  },
  'blind-rescanned-buffer-and-dead-code': {
    loses: ['tidy'],
    band: [17, 20],
    mistake: 'A field that nobody reads, and a buffer that is cut again for each line.',
  },

  // The report gave 13 to an answer with this mistake alone.
  'last-data-line-only': minor(['multi-line-data'], 'Each data line replaces the one before.'),
  'blind-weak-model': notable(
    ['empty-and-unfinished', 'crlf', 'utf-8'],
    'A decoder without `stream: true`, a cut CRLF counts twice, the unfinished event is dispatched.',
  ),
  'crlf-cut-makes-blank-line': notable(['crlf'], 'A CRLF cut between two chunks counts as two line ends.'),
  'blocks-between-line-feeds': notable(
    ['crlf', 'lone-cr'],
    'Events are split at \\n\\n, so streams with CRLF give nothing.',
  ),
  'no-buffer-between-chunks': notable(
    ['crlf', 'cut-anywhere', 'lone-cr', 'utf-8'],
    'A line that is cut between two chunks is lost.',
  ),
  'waits-for-the-end': notable(['live-delivery'], 'All events are dispatched when the stream has ended.'),
  'one-listener-per-type': notable(['event-types'], 'A second listener of a type replaces the first.'),
  'typed-events-also-as-messages': notable(
    ['event-types'],
    'Every event goes to the message listeners, too.',
  ),
  'type-kept-after-dispatch': notable(
    ['empty-and-unfinished', 'event-types'],
    'The event type is not reset after an event.',
  ),
  'multi-line-and-comments-missing': notable(
    ['comments', 'multi-line-data'],
    'Each data line replaces the one before, and so does a comment.',
  ),

  'first-empty-data-lost': minor(
    ['multi-line-data'],
    'Data that is empty so far counts as none, so a first line without text is lost.',
  ),
  'last-data-line-and-decoder-per-chunk': notable(
    ['multi-line-data', 'utf-8'],
    'Each data line replaces the one before, and each chunk has a TextDecoder of its own.',
  ),
  'crlf-cut-and-retry-by-parseint': notable(
    ['crlf', 'retry'],
    'A CRLF cut between two chunks counts as two line ends, and retry takes what parseInt gives.',
  ),
  'waits-for-the-end-and-keeps-type': notable(
    ['empty-and-unfinished', 'event-types', 'live-delivery'],
    'Nothing is dispatched before the end of the stream, and the event type is never reset.',
  ),
  'one-type-per-listener': notable(
    ['event-types'],
    'A function that listens to one type is not added for a second one.',
  ),
  'stops-at-empty-chunk': notable(
    ['crlf', 'cut-anywhere'],
    'An empty chunk is taken for the end of the stream.',
  ),

  'decoder-per-chunk': minor(['utf-8'], 'A new TextDecoder for each chunk breaks characters that are cut.'),
  'keeps-bom': minor(['utf-8'], 'The byte order mark is kept, so the first field is unknown.'),
  'comment-becomes-data': minor(['comments'], 'A comment counts as a data line.'),
  'comment-taken-for-field': minor(
    ['comments'],
    'The colon of a comment is skipped and its text read as a field.',
  ),
  'no-nul-rule': minor(['id-with-nul'], 'An ID with a null byte is taken.'),
  'hangs-on-nul': minor(['id-with-nul'], 'An endless loop at an ID with a null byte.'),
  'retry-by-parseint': minor(['retry'], 'retry takes what parseInt makes of "10ms".'),
  'retry-is-text': minor(['retry'], 'retry is a string.'),
  'nul-rule-and-retry-digits-missing': minor(
    ['id-with-nul', 'retry'],
    'IDs with a null byte are taken, and retry may become NaN.',
  ),
  'no-nul-rule-and-decoder-per-chunk': minor(
    ['id-with-nul', 'utf-8'],
    'IDs with a null byte are taken, and each chunk has a TextDecoder of its own.',
  ),
  'trims-values-and-close-after-error': minor(
    ['end-and-error', 'field-lines'],
    'White space around data is removed, and a failure reports a close, too.',
  ),
  'unfinished-dispatched-and-parseint': minor(
    ['empty-and-unfinished', 'retry'],
    'An event without its blank line is dispatched at the end, and retry takes what parseInt gives.',
  ),
  'fatal-decoder': minor(['utf-8'], 'A byte that is no UTF-8 fails the client.'),
  'id-needs-data': minor(['empty-and-unfinished'], 'The ID of an event without data is forgotten.'),
  'failure-without-reason': minor(
    ['end-and-error'],
    'A stream that fails without a reason reports a close instead.',
  ),
  'blind-middling-model': minor(['lone-cr'], 'A CR at the end of a chunk is held back until the next chunk.'),
  'no-lone-cr': minor(['lone-cr'], 'Lines end at LF and CRLF only.'),
  'trims-values': minor(['field-lines'], 'All white space around a value is removed.'),
  'blank-if-only-spaces': minor(['field-lines'], 'A line of spaces ends the event.'),
  'first-space-anywhere': minor(['field-lines'], 'The first space of a value is removed, wherever it is.'),
  'cuts-value-at-colon': minor(['field-lines'], 'A value ends at its first colon.'),
  'needs-colon': minor(['field-lines'], 'A field without a colon is ignored.'),
  'dispatches-without-data': minor(['empty-and-unfinished'], 'A blank line always dispatches an event.'),
  'drops-empty-data': minor(['empty-and-unfinished'], 'An event whose data is empty is not dispatched.'),
  'type-kept-without-data': minor(
    ['empty-and-unfinished'],
    'The event type is not reset by an event without data.',
  ),
  'unfinished-event-dispatched': minor(
    ['empty-and-unfinished'],
    'An event without its blank line is dispatched when the stream ends.',
  ),
  'id-null-at-first': minor(
    ['last-event-id'],
    'The last event ID is null, not empty, as long as none was sent.',
  ),
  'empty-id-ignored': minor(['last-event-id'], 'An empty ID does not reset the last event ID.'),
  'id-lost-after-event': minor(
    ['empty-and-unfinished', 'last-event-id'],
    'The last event ID is forgotten after each event.',
  ),
  'error-not-caught': minor(
    ['end-and-error', 'tidy'],
    'A stream that fails is an unhandled rejection and no error event.',
  ),
  'close-after-error': minor(['end-and-error'], 'A stream that fails reports a close, too.'),
  'no-close-event': minor(['end-and-error'], 'The end of the stream is not reported.'),
  'cancels-locked-stream': minor(
    ['close', 'tidy'],
    'close() cancels the locked stream, which rejects and cancels nothing.',
  ),
  'close-only-sets-flag': minor(['close'], 'close() does not cancel the stream while no bytes arrive.'),
  'events-after-close': minor(
    ['close'],
    'Events of a chunk that was read already are dispatched after close().',
  ),
  'over-engineered-carriage-returns': minor(
    ['lone-cr', 'tidy', 'utf-8'],
    'A decoder per chunk, wrong handling of CR, an unused AbortController.',
  ),
  'over-long': minor(['concise'], 'Right, in four times the code that it takes.'),

  'unused-members': { loses: ['tidy'], band: [17, 20], mistake: 'Fields and counters that nobody reads.' },
  'cancel-unhandled': {
    loses: ['tidy'],
    band: [17, 20],
    mistake: 'A stream that cannot be cancelled is an unhandled rejection of close().',
  },
  'plain-object-listeners': {
    loses: ['event-types', 'tidy'],
    band: [17, 20],
    mistake: 'Listeners lie in a plain object, so an event of the type "constructor" ends the reading.',
  },
  lints: {
    loses: ['tidy'],
    band: [17, 20],
    mistake: 'Needless escapes and double negation, a declaration in a case.',
  },
  'useless-catch-and-unreachable-code': {
    loses: ['tidy'],
    band: [17, 20],
    mistake: 'A catch that throws again, and a return behind it that is never reached.',
  },
  'prints-every-event': { loses: ['tidy'], band: [17, 20], mistake: 'A console.log that was left behind.' },
};
