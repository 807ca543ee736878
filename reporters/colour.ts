/** No colour with NO_COLOR, on a dumb terminal or in a pipe; FORCE_COLOR wins over the pipe. */
export function wantsColour(env: Record<string, string | undefined>, isTTY: boolean): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = env;
  if (NO_COLOR !== '' || FORCE_COLOR === '0') return false;
  return FORCE_COLOR !== '' || (isTTY && TERM !== 'dumb');
}
