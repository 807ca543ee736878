/** Score against what it costs, with the Pareto front. Drawn by Observable Plot as SVG: it prints, and text stays text. */
import { axisX, axisY, dot, line, plot, pointer, text, tip } from '@observablehq/plot';
import { useEffect, useRef } from 'preact/hooks';
import type { RunFacts, Trial } from '../../../benchmarks/trial.ts';
import { toGib } from '../../tables/numbers.ts';
import { type Priced, paretoFront } from '../../tables/pareto.ts';
import { ranking } from '../../tables/standings.ts';

interface Point extends Priced {
  reference: boolean;
  onFront: boolean;
}

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
        points={points(({ avgWallMs }) => (avgWallMs === null ? null : avgWallMs / 1000))}
        most={most}
      />
      <Chart
        title="Score against size"
        unit="model file, GiB (log)"
        points={points(({ sizeBytes }) => toGib(sizeBytes))}
        most={most}
      />
    </div>
  );
}

interface ChartProps {
  title: string;
  unit: string;
  points: Point[];
  most: number;
}

function Chart({ title, unit, points, most }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const front = points.filter(({ onFront }) => onFront).toSorted((a, b) => a.cost - b.cost);
  useEffect(() => {
    if (points.length === 0) return;
    const drawn = draw(points, front, unit, most, place.current!.clientWidth);
    // Its place has the words; the labels that Plot gives its groups are not for readers.
    drawn.setAttribute('aria-hidden', 'true');
    place.current!.replaceChildren(drawn);
  }, [JSON.stringify(points)]);
  const words = front.map(
    ({ model, points: score, cost }) => `${model} (${score} points at ${cost.toPrecision(3)})`,
  );
  return (
    <figure>
      <figcaption>
        <h3>{title}</h3>
        {points.length === 0 ? (
          <p class="soft">No complete model has this figure.</p>
        ) : (
          <p class="soft">
            On the line: nobody has as many points for less. <bdi>{words.join(', ')}</bdi>
          </p>
        )}
      </figcaption>
      <div ref={place} role="img" aria-label={`${title}: ${words.join(', ')}`} />
    </figure>
  );
}

/** Names on the front stand in the drawing as long as there is room; the others are in the tip. */
const MOST_LABELS = 14;

function draw(points: Point[], front: Point[], unit: string, most: number, width: number) {
  const least = Math.min(...points.map((point) => point.points));
  const costs = points.map(({ cost }) => cost);
  const middle = Math.sqrt(Math.min(...costs) * Math.max(...costs));
  return plot({
    width: Math.max(300, width),
    height: 360,
    marginLeft: 48,
    marginBottom: 44,
    marginRight: 24,
    marginTop: 24,
    style: { background: 'transparent', fontSize: '12px' },
    x: { type: 'log', domain: [Math.min(...costs) / 1.3, Math.max(...costs) * 1.3], label: unit },
    y: {
      domain: [Math.max(0, least - 6), Math.max(most, least + 1)],
      label: `points of ${most}`,
      grid: true,
    },
    marks: [
      axisX({ ticks: 5, tickFormat: (value: number) => String(Number(value.toPrecision(2))) }),
      axisY({}),
      line(front, { x: 'cost', y: 'points', curve: 'step-after', stroke: 'var(--accent)', strokeWidth: 2 }),
      dot(points, {
        x: 'cost',
        y: 'points',
        r: (point: Point) => (point.onFront ? 6 : 4),
        symbol: (point: Point) => (point.reference ? 'diamond2' : 'circle'),
        fill: (point: Point) => (point.onFront ? 'var(--accent)' : 'var(--back)'),
        stroke: 'var(--accent)',
      }),
      ...labels(front.slice(-MOST_LABELS), middle),
      tip(
        points,
        pointer({
          x: 'cost',
          y: 'points',
          title: (point: Point) => `${point.model}\n${point.points} points\n${point.cost.toPrecision(3)}`,
          fill: 'var(--back)',
        }),
      ),
    ],
  });
}

/** Names stand where there is room: to the right of what is cheap, to the left of what is dear. */
function labels(points: Point[], middle: number) {
  const common = {
    x: 'cost',
    y: 'points',
    text: ({ model }: Point) => (model.length > 30 ? `${model.slice(0, 29)}…` : model),
    dy: -10,
    fill: 'currentColor',
    stroke: 'var(--back)',
    strokeWidth: 4,
  };
  return [
    text(
      points.filter(({ cost }) => cost <= middle),
      { ...common, dx: 8, textAnchor: 'start' },
    ),
    text(
      points.filter(({ cost }) => cost > middle),
      { ...common, dx: -8, textAnchor: 'end' },
    ),
  ];
}
