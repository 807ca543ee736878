/** Parses a complete text of server-sent events. */
export function parseServerSentEvents(text) {
  return text
    .split('\n\n')
    .filter(Boolean)
    .map((block) => ({ type: 'message', data: block.replace(/^data: /gm, ''), lastEventId: '' }));
}
