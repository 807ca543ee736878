/** Score against what it costs, with the Pareto front. */
import { useEffect, useRef } from 'preact/hooks';
import type { RunFacts, Trial } from '../../../benchmarks/trial.ts';
import { formatPoints, toGib } from '../../tables/numbers.ts';
import { paretoFront } from '../../tables/pareto.ts';
import { ranking } from '../../tables/standings.ts';
import { drawChart, type Point } from './draw-chart.ts';

interface ChartsProps {
  trials: Trial[];
  run: RunFacts;
  shown: Set<string>;
}

export function Charts({ trials, run, shown }: ChartsProps) {
  const rows = ranking(trials, run).filter(({ model }) => shown.has(model));
  const most = rows[0]?.maxPoints ?? 0;
  const points = (costOf: (row: (typeof rows)[number]) => number | null): Point[] => {
    const priced = rows.flatMap((row) => {
      const cost = costOf(row);
      return cost === null || cost <= 0 ? [] : [{ ...row, cost }];
    });
    const front = new Set(
      paretoFront(priced.filter(({ reference }) => !reference)).map(({ model }) => model),
    );
    return priced.map(({ model, points: score, cost, reference }) => ({
      model,
      points: score,
      cost,
      reference,
      onFront: front.has(model),
    }));
  };
  return (
    <div class="charts">
      <Chart
        title="Score against time"
        unit="average wall clock of an answer, seconds (log)"
        short="s"
        points={points(({ avgWallMs }) => (avgWallMs === null ? null : avgWallMs / 1000))}
        most={most}
      />
      <Chart
        title="Score against size"
        unit="model file, GiB (log)"
        short="GiB"
        points={points(({ sizeBytes }) => toGib(sizeBytes))}
        most={most}
      />
    </div>
  );
}

interface ChartProps {
  title: string;
  /** Of the axis. */
  unit: string;
  /** Of a figure in a sentence. */
  short: string;
  points: Point[];
  most: number;
}

function Chart({ title, unit, short, points, most }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const front = points.filter(({ onFront }) => onFront).toSorted((a, b) => a.cost - b.cost);
  useEffect(() => {
    if (points.length === 0) return;
    const holder = place.current!;
    let width = 0;
    const redraw = () => {
      if (holder.clientWidth === width) return;
      width = holder.clientWidth;
      const drawn = drawChart(points, { front, unit, most, width });
      // Its place has the words; the labels that Plot gives its groups are not for readers.
      drawn.setAttribute('aria-hidden', 'true');
      holder.replaceChildren(drawn);
    };
    // Not first by the watcher, a frame later: a link to what stands below would miss it.
    redraw();
    const watcher = new ResizeObserver(redraw);
    watcher.observe(holder);
    return () => watcher.disconnect();
  }, [JSON.stringify(points)]);
  const words = front.map(
    ({ model, points: score, cost }) =>
      `${model} (${formatPoints(score)} at ${cost.toPrecision(3)} ${short})`,
  );
  return (
    <figure>
      <figcaption>
        <h3>{title}</h3>
        {points.length === 0 ? (
          <p class="soft">No complete model has this figure.</p>
        ) : (
          <p class="soft">
            Filled, on the line: nobody has as many points for less. The others by name: point at them, or see
            the tables.
          </p>
        )}
      </figcaption>
      <div ref={place} role="img" aria-label={`${title}: ${words.join(', ')}`} />
    </figure>
  );
}
