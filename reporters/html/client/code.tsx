/** Foreign text in a page: as it is, in colours, and cut where it is long. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { highlight } from './highlight.ts';
import { cutText, showControls, splitText } from './text-pieces.ts';

/** So many characters are shown at first; the whole of 10 MB takes a browser seconds. */
const FIRST_CHARS = 200_000;
/** The whole is drawn in pieces, of which the browser lays out only those in sight. */
const PIECE_CHARS = 100_000;

interface LongTextProps {
  text: string;
  /** Of the file to save. */
  name: string;
  draw(piece: string): ComponentChildren;
}

/** Text of any length: cut at first, with its length and the ways to see it whole. */
export function LongText({ text, name, draw }: LongTextProps) {
  const [whole, setWhole] = useState(false);
  if (text.length <= FIRST_CHARS) return <>{draw(text)}</>;
  const length = text.length.toLocaleString('en');
  return (
    <>
      <p class="tv-note" role="status">
        {whole
          ? `All ${length} characters, without colours. `
          : `The first ${FIRST_CHARS.toLocaleString('en')} of ${length} characters. `}
        {!whole && (
          <button type="button" onClick={() => setWhole(true)}>
            Show all
          </button>
        )}{' '}
        <button type="button" onClick={() => save(text, name)}>
          Save as a file
        </button>
      </p>
      {whole
        ? splitText(text, PIECE_CHARS).map((piece) => (
            <pre key={piece.at} class="tv-code tv-piece">
              {showControls(piece.text)}
            </pre>
          ))
        : draw(cutText(text, FIRST_CHARS))}
    </>
  );
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** What scrolls by itself, so that a keyboard reaches it. */
export function ScrollRegion({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls by the arrow keys.
    <section class="tv-scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

/** Text at once, colours when the browser has time. */
export function Code({ text, language, label }: { text: string; language: string | null; label: string }) {
  const shown = showControls(text);
  const [coloured, setColoured] = useState<{ of: string; html: string | null } | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setColoured({ of: shown, html: highlight(shown, language) }));
    return () => clearTimeout(timer);
  }, [shown, language]);
  const html = coloured?.of === shown ? coloured.html : null;
  return (
    <ScrollRegion label={label}>
      <pre class="tv-code">
        {/* highlight.js has escaped the text; the tests open hostile ones. */}
        {html === null ? <code>{shown}</code> : <code dangerouslySetInnerHTML={{ __html: html }} />}
      </pre>
    </ScrollRegion>
  );
}

export function CodeFile({ path, text, language }: { path: string; text: string; language: string | null }) {
  return (
    <section class="tv-file">
      <h4>{showControls(path)}</h4>
      <LongText
        text={text}
        name={path.split('/').at(-1)!}
        draw={(piece) => <Code text={piece} language={language} label={path} />}
      />
    </section>
  );
}
