/** Cividis (Nuñez, Anderton and Renslow 2018): even steps of lightness, the same for colour-blind eyes. */
import { scale } from '@observablehq/plot';

const cividis = scale({ color: { scheme: 'cividis', domain: [0, 1] } }) as { apply(value: number): string };

/** `share` from 0 to 1 -> background and a text that can be read on it. */
export function heat(share: number): { background: string; color: string } {
  const background = cividis.apply(Math.min(1, Math.max(0, share)));
  return { background, color: luminance(background) > 0.25 ? '#0b0b0b' : '#ffffff' };
}

/** Relative luminance by WCAG 2.2, 0 to 1. */
function luminance(colour: string): number {
  const parts = /^#/.test(colour)
    ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
    : colour
        .match(/[\d.]+/g)!
        .slice(0, 3)
        .map(Number);
  const [red, green, blue] = parts.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
