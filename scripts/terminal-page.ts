/** What a program printed in a terminal -> an HTML page with its colours, for a picture. Pure. */

/** Colours of a dark terminal, by the code that begins them; `end` is what takes them back. */
const STYLES: Record<string, { css: string; end: string }> = {
  1: { css: 'font-weight:bold', end: '22' },
  2: { css: 'opacity:.65', end: '22' },
  31: { css: 'color:#ff7b72', end: '39' },
  32: { css: 'color:#56d364', end: '39' },
  33: { css: 'color:#e3b341', end: '39' },
  35: { css: 'color:#d2a8ff', end: '39' },
  36: { css: 'color:#76e3ea', end: '39' },
};

const PAGE_CSS =
  'body{margin:0;background:#0d1117}pre{display:inline-block;margin:0;padding:16px 20px;color:#e6edf3;background:#0d1117;font:14px/1.4 "DejaVu Sans Mono",monospace}';

export function terminalPage(output: string): string {
  return `<!doctype html><meta charset="utf-8"><style>${PAGE_CSS}</style><pre>${ansiToHtml(output)}</pre>`;
}

/** Knows bold, dim and the colours that our tables use; other escape sequences are left out. */
export function ansiToHtml(output: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it reads.
  const parts = output.split(/\u001b\[([\d;?]*)([A-Za-z])/);
  const active: string[] = [];
  let html = '';
  for (let i = 0; i < parts.length; i += 3) {
    const css = active.map((code) => STYLES[code]!.css).join(';');
    if (parts[i] !== '') html += css === '' ? escapeHtml(parts[i]!) : styled(css, parts[i]!);
    if (parts[i + 2] === 'm') for (const code of (parts[i + 1] || '0').split(';')) applyCode(active, code);
  }
  return html;
}

function applyCode(active: string[], code: string): void {
  if (code === '0') active.length = 0;
  else if (STYLES[code]) active.push(code);
  else active.splice(0, Infinity, ...active.filter((one) => STYLES[one]!.end !== code));
}

function styled(css: string, text: string): string {
  return `<span style="${css}">${escapeHtml(text)}</span>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
