/** One chart by Observable Plot, as SVG: it prints, and text stays text. */
import { axisX, axisY, dot, line, plot, pointer, text, tip } from '@observablehq/plot';
import { formatPoints } from '../../tables/numbers.ts';
import type { Priced } from '../../tables/pareto.ts';
import { showControls } from './text-pieces.ts';

export interface Point extends Priced {
  reference: boolean;
  onFront: boolean;
}

interface ChartLook {
  /** From the cheapest to the best. */
  front: Point[];
  unit: string;
  /** Points that a model can have. */
  most: number;
  /** Pixels. */
  width: number;
}

const HEIGHT = 380;
const MARGIN = { marginLeft: 48, marginBottom: 44, marginRight: 20, marginTop: 24 };
/** Pixels of a character in the drawing, of a line, and of the longest name. */
const CHARACTER = 6.6;
const LINE_HEIGHT = 13;
const LONGEST = 30;

export function drawChart(
  points: Point[],
  { front, unit, most, width }: ChartLook,
): SVGElement | HTMLElement {
  const least = Math.min(...points.map((point) => point.points));
  const costs = points.map(({ cost }) => cost);
  const x = [Math.min(...costs) / 1.3, Math.max(...costs) * 1.3] as const;
  const y = [Math.max(0, Math.floor((least - 6) / 10) * 10), Math.max(most, least + 1)] as const;
  const names = placeNames(front, points, { x, y, width });
  return plot({
    width: Math.max(280, width),
    height: HEIGHT,
    ...MARGIN,
    style: { background: 'transparent', fontSize: '12px' },
    x: { type: 'log', domain: [...x], label: unit },
    y: { domain: [...y], label: `points of ${most}`, grid: true, ticks: 6 },
    marks: [
      axisX({ ticks: 5, tickFormat: (value: number) => String(Number(value.toPrecision(2))) }),
      axisY({ ticks: 6 }),
      line(front, { x: 'cost', y: 'points', curve: 'step-after', stroke: 'var(--accent)', strokeWidth: 2 }),
      dot(points, {
        x: 'cost',
        y: 'points',
        r: (point: Point) => (point.onFront ? 6 : 4),
        symbol: (point: Point) => (point.reference ? 'diamond2' : 'circle'),
        fill: (point: Point) => (point.onFront ? 'var(--accent)' : 'var(--back)'),
        stroke: 'var(--accent)',
      }),
      ...names.map(({ point, dx, dy, anchor }) =>
        text([point], {
          x: 'cost',
          y: 'points',
          text: () => showControls(shortName(point.model)),
          dx,
          dy,
          textAnchor: anchor,
          fill: 'currentColor',
          stroke: 'var(--back)',
          strokeWidth: 3,
        }),
      ),
      tip(
        points,
        pointer({
          x: 'cost',
          y: 'points',
          title: (point: Point) =>
            `${showControls(point.model)}\n${formatPoints(point.points)} of ${most} points\n${point.cost.toPrecision(3)}: ${unit}`,
          fill: 'var(--back)',
        }),
      ),
    ],
  });
}

function shortName(model: string): string {
  return model.length > LONGEST ? `${model.slice(0, LONGEST - 1)}…` : model;
}

interface Scales {
  x: readonly [number, number];
  y: readonly [number, number];
  width: number;
}

interface Box {
  left: number;
  right: number;
  middle: number;
}

interface PlacedName {
  point: Point;
  dx: number;
  dy: number;
  anchor: 'start' | 'end';
}

/** Where a name may stand, the nearest first. */
const PLACES: Omit<PlacedName, 'point'>[] = [
  { dx: 9, dy: -10, anchor: 'start' },
  { dx: -9, dy: -10, anchor: 'end' },
  { dx: 10, dy: 13, anchor: 'start' },
  { dx: -10, dy: 13, anchor: 'end' },
  { dx: 9, dy: -25, anchor: 'start' },
  { dx: -9, dy: -25, anchor: 'end' },
];

/** Best first. A name stands on no other name and, where there is such a place, on no dot; else the tip has it. */
function placeNames(front: Point[], points: Point[], scales: Scales): PlacedName[] {
  const names: Box[] = [];
  const dots = points.map((point) => ({ point, box: dotBox(pixel(point, scales)) }));
  return front.toReversed().flatMap((point) => {
    const at = pixel(point, scales);
    const length = shortName(point.model).length * CHARACTER;
    const places = PLACES.map((place) => ({ place, box: nameBox(at, place, length) })).filter(
      ({ box }) =>
        box.left >= MARGIN.marginLeft &&
        box.right <= scales.width &&
        !names.some((other) => overlap(box, other)),
    );
    const others = dots.filter((dot) => dot.point !== point);
    const chosen = places.find(({ box }) => !others.some((dot) => overlap(box, dot.box))) ?? places[0];
    if (!chosen) return [];
    names.push(chosen.box);
    return [{ point, ...chosen.place }];
  });
}

type Pixel = ReturnType<typeof pixel>;

function nameBox(at: Pixel, { dx, dy, anchor }: Omit<PlacedName, 'point'>, length: number): Box {
  const left = at.x + dx - (anchor === 'end' ? length : 0);
  return { left, right: left + length, middle: at.y + dy };
}

function dotBox({ x, y }: Pixel): Box {
  return { left: x - 6, right: x + 6, middle: y };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && Math.abs(a.middle - b.middle) < LINE_HEIGHT;
}

function pixel({ cost, points }: Point, { x, y, width }: Scales): { x: number; y: number } {
  const across = Math.log(cost / x[0]) / Math.log(x[1] / x[0]);
  const up = (points - y[0]) / (y[1] - y[0]);
  return {
    x: MARGIN.marginLeft + across * (width - MARGIN.marginLeft - MARGIN.marginRight),
    y: HEIGHT - MARGIN.marginBottom - up * (HEIGHT - MARGIN.marginBottom - MARGIN.marginTop),
  };
}
