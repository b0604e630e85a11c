import type { Source } from './ask.ts';

/*
 * Which addresses answered: a line from the reader to each. What a line means is said in words beside it; its colour is
 * never the only sign.
 */

const ROW = 56;
const WIDTH = 72;
const NAMESPACE = 'http://www.w3.org/2000/svg';

/** Lines for sources that stand below each other in rows of equal height. */
export function drawLines(sources: readonly Source[]): SVGSVGElement {
  const height = sources.length * ROW;
  const svg = shape('svg', {
    viewBox: `0 0 ${WIDTH} ${height}`,
    width: WIDTH,
    height,
    'aria-hidden': 'true',
  });
  const from = height / 2;
  for (const [at, { state }] of sources.entries()) {
    const to = at * ROW + ROW / 2;
    const curve = `M8 ${from}C${WIDTH * 0.5} ${from} ${WIDTH * 0.35} ${to} ${WIDTH - 12} ${to}`;
    const line = shape('g', { class: state });
    line.append(shape('path', { d: curve, pathLength: 100 }), endOf(state, to));
    svg.append(line);
  }
  svg.append(shape('circle', { class: 'reader', cx: 8, cy: from, r: 6 }));
  return svg;
}

function endOf(state: Source['state'], y: number): SVGElement {
  const x = WIDTH - 8;
  if (state === 'blocked' || state === 'poisoned')
    return shape('path', { d: `M${x - 4} ${y - 4}l8 8m0-8l-8 8`, class: 'cross' });
  return shape('circle', { cx: x, cy: y, r: state === 'ok' ? 5 : 4 });
}

function shape<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number>,
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
