import { createColors } from 'tinyrainbow';
import { expect, test } from 'vitest';
import { ansiToHtml } from './terminal-page.ts';

const colors = createColors({ force: true });

test('colours that our tables use become styles, nested ones too, and end where they end', () => {
  const html = ansiToHtml(`a ${colors.bold(colors.cyan('Scores'))} ${colors.red('ERR')} b`);
  expect(html).toBe(
    'a <span style="font-weight:bold;color:#76e3ea">Scores</span> <span style="color:#ff7b72">ERR</span> b',
  );
});

test('text stays text, and what is no colour is left out', () => {
  expect(ansiToHtml('<b>&\u001b[2K\u001b[?25l\u001b[4mx\u001b[0m')).toBe('&#60;b&#62;&#38;x');
});
