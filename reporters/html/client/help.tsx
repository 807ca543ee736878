/** The keys, for those who do without a mouse. */
import type { ComponentChildren } from 'preact';

const KEYS: [keys: string[], words: string][] = [
  [['/'], 'filter the models'],
  [['Tab'], 'from part to part; in the matrix the arrow keys move and Enter opens a cell'],
  [['←', '→'], 'in an open answer: the task before or after; with Shift and ↑ ↓ the model'],
  [['Esc'], 'closes the answer, a menu, this help'],
  [['?'], 'shows and hides this help'],
];

export function Help() {
  return (
    <dl class="help" id="help">
      {KEYS.map(([keys, words]) => (
        <Line key={words} keys={keys}>
          {words}
        </Line>
      ))}
    </dl>
  );
}

function Line({ keys, children }: { keys: string[]; children: ComponentChildren }) {
  return (
    <>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{children}</dd>
    </>
  );
}
