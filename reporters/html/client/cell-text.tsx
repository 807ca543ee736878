/** A cell of a table; what was derived from answers leads to them. */
import type { Claim, Evidence, TableCell } from '../../tables/report-table.ts';
import { showControls } from './text-pieces.ts';

interface CellTextProps {
  cell: TableCell;
  /** Goes to the trial that proves a claim. */
  follow(evidence: Evidence): void;
}

export function CellText({ cell, follow }: CellTextProps) {
  const { claims = [] } = cell;
  if (claims.length === 0) return <bdi>{showControls(cell.text)}</bdi>;
  if (claims.length === 1) return <ClaimText claim={claims[0]!} follow={follow} />;
  return (
    <ul class="claims">
      {claims.map((claim, at) => (
        <li key={at}>
          <ClaimText claim={claim} follow={follow} />
        </li>
      ))}
    </ul>
  );
}

function ClaimText({ claim, follow }: { claim: Claim; follow: CellTextProps['follow'] }) {
  const proof =
    claim.evidence.find(({ task, check }) => task !== undefined && check !== undefined) ??
    claim.evidence.find(({ task }) => task !== undefined);
  if (!proof) return <bdi>{showControls(claim.text)}</bdi>;
  return (
    <button
      type="button"
      class="proof"
      title={`Opens the evidence: ${proofWords(claim.evidence)}`}
      onClick={() => follow(proof)}
    >
      <bdi>{showControls(claim.text)}</bdi>
    </button>
  );
}

function proofWords(evidence: Evidence[]): string {
  const words = evidence.map(({ model, task, check }) => [model, task, check].filter(Boolean).join(' / '));
  return words.slice(0, 6).join(', ') + (words.length > 6 ? ` and ${words.length - 6} more` : '');
}
