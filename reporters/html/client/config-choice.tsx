/** The model that fits best, those after it, and its section of preset.ini to copy. */
import { useState } from 'preact/hooks';
import type { Choice } from '../../tables/choice.ts';
import { formatGib, formatPoints, formatSeconds } from '../../tables/numbers.ts';
import { presetSection } from '../../tables/preset-section.ts';
import { copyText } from './copy-text.ts';
import { Name } from './name.tsx';

/** `fitting`: best first. */
export function ConfigChoice({ fitting }: { fitting: Choice[] }) {
  const [first, ...next] = fitting;
  if (!first)
    return (
      <p id="choice">No complete model fits. Allow more memory, more time, or another kind of thinking.</p>
    );
  const { row, facts } = first;
  const section = presetSection(row.model, facts);
  return (
    <>
      <p class="winner" id="choice">
        <strong>
          <Name>{row.model}</Name>
        </strong>
        : {formatPoints(row.points)} of {formatPoints(row.maxPoints)} points, {formatSeconds(row.avgWallMs)}{' '}
        an answer, {formatGib(row.sizeBytes)} GiB, {thinkingWords(first)}.
      </p>
      <p class="soft">
        Most points of{' '}
        {fitting.length === 1
          ? 'the one complete local model'
          : `the ${fitting.length} complete local models`}{' '}
        that fit; of equal points the faster, then the smaller.
      </p>
      {next.length > 0 && (
        <p class="soft">
          Next:{' '}
          {next.slice(0, 3).map(({ row: other }, at) => (
            <span key={other.model}>
              {at > 0 && ', '}
              <Name>{other.model}</Name> ({formatPoints(other.points)})
            </span>
          ))}
        </p>
      )}
      {section === null ? (
        <p class="soft">Its section of preset.ini is not on record.</p>
      ) : (
        <SectionText key={section} section={section} />
      )}
    </>
  );
}

function thinkingWords({ thinks }: Choice): string {
  if (thinks === null) return 'thinking not on record';
  return thinks ? 'thinks' : 'does not think';
}

function SectionText({ section }: { section: string }) {
  const [copied, setCopied] = useState('');
  const copy = async () => setCopied((await copyText(section)) ? 'Copied.' : 'Select the text and copy it.');
  return (
    <>
      <pre class="ini">{section}</pre>
      <button type="button" onClick={copy}>
        Copy
      </button>{' '}
      <output class="soft">{copied}</output>
      <p class="soft">
        As the server ran it; masked secrets have to be put in again. The file's size is not all: context and
        buffers need memory, too.
      </p>
    </>
  );
}
