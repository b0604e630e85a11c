import type { Random } from './random.ts';

export const WIDTH = 2000;
export const HEIGHT = 1333;

export type Point = [number, number];

/** Collects the drawn parts of one picture; gradients are made where they are used. */
export class Sheet {
  #definitions: string[] = [];
  #parts: string[] = [];

  add(...parts: string[]): void {
    this.#parts.push(...parts);
  }

  /** A paint that runs from top to bottom of the shape it fills. Stops are `colour` or `colour/opacity`. */
  down(...stops: string[]): string {
    return this.#gradient('linearGradient', 'x1="0" y1="0" x2="0" y2="1"', stops);
  }

  /** A paint that runs from left to right. */
  across(...stops: string[]): string {
    return this.#gradient('linearGradient', 'x1="0" y1="0" x2="1" y2="0"', stops);
  }

  /** A soft light with nothing at its edge. */
  glow(x: number, y: number, rx: number, ry: number, paint: string, opacity: number): string {
    const fill = this.#gradient('radialGradient', '', [
      `${paint}/${opacity}`,
      `${paint}/${opacity * 0.45}`,
      `${paint}/${opacity * 0.13}`,
      `${paint}/0`,
    ]);
    return `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}"/>`;
  }

  svg(): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"><defs>${this.#definitions.join('')}</defs>${this.#parts.join('')}</svg>`;
  }

  #gradient(kind: string, where: string, stops: string[]): string {
    const id = `g${this.#definitions.length}`;
    const marks = stops.map((stop, index) => {
      const [paint = '', opacity = '1'] = stop.split('/');
      const offset = stops.length > 1 ? index / (stops.length - 1) : 0;
      return `<stop offset="${n(offset)}" stop-color="${paint}" stop-opacity="${opacity}"/>`;
    });
    this.#definitions.push(`<${kind} id="${id}" ${where}>${marks.join('')}</${kind}>`);
    return `url(#${id})`;
  }
}

/** A number as short as a picture needs it. */
export function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function path(data: string, fill: string, opacity = 1): string {
  return `<path d="${data}" fill="${fill}"${opacity < 1 ? ` fill-opacity="${n(opacity)}"` : ''}/>`;
}

export function line(data: string, stroke: string, width: number, opacity = 1): string {
  return `<path d="${data}" fill="none" stroke="${stroke}" stroke-width="${n(width)}" stroke-opacity="${n(opacity)}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

export function box(x: number, y: number, width: number, height: number, fill: string, opacity = 1): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}"${opacity < 1 ? ` fill-opacity="${n(opacity)}"` : ''}/>`;
}

export function disc(x: number, y: number, radius: number, fill: string, opacity = 1): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${fill}"${opacity < 1 ? ` fill-opacity="${n(opacity)}"` : ''}/>`;
}

export function group(content: string, attributes: string): string {
  return `<g ${attributes}>${content}</g>`;
}

/** The content drawn somewhere else, at another size. */
export function placed(content: string, x: number, y: number, scale: number, flip = false): string {
  return group(
    content,
    `transform="translate(${n(x)} ${n(y)}) scale(${n(flip ? -scale : scale)} ${n(scale)})"`,
  );
}

/** A closed outline through the points. */
export function shape(points: Point[]): string {
  return `M${points.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}Z`;
}

/** What stands above the water, upside down and pressed flat below it. */
export function mirrored(content: string, waterline: number, squash: number, opacity: number): string {
  return group(
    content,
    `transform="translate(0 ${n(waterline * (1 + squash))}) scale(1 ${n(-squash)})" opacity="${n(opacity)}"`,
  );
}

/** Hills or a far shore: midpoints pushed up and down, closed along the bottom. */
export function ridge(random: Random, top: number, height: number, bottom: number, steps = 7): string {
  let points: number[] = [random.between(0, height), random.between(0, height)];
  let push = height;
  for (let step = 0; step < steps; step++) {
    points = points.flatMap((value, index) => {
      const next = points[index + 1];
      return next === undefined ? [value] : [value, (value + next) / 2 + random.between(-push, push) / 2];
    });
    push *= 0.52;
  }
  const width = WIDTH / (points.length - 1);
  const outline = points.map((value, index): Point => [index * width, top + value]);
  return shape([[0, bottom], ...outline, [WIDTH, bottom]]);
}

type Ripples = {
  top: number;
  bottom: number;
  count: number;
  /** Half the width of the longest ripple, at the bottom. */
  length: number;
  /** Where on the surface, and how far to each side at the top and at the bottom. */
  centre?: number;
  spread?: [number, number];
};

/** Thin lens-shaped strokes lying on water, small and dense far away, long near by. One path. */
export function ripples(random: Random, options: Ripples): string {
  const { top, bottom, count, length, centre = WIDTH / 2, spread = [WIDTH / 2, WIDTH / 2] } = options;
  let data = '';
  for (let index = 0; index < count; index++) {
    const depth = random.next() ** 1.7;
    const y = top + (bottom - top) * depth;
    const reach = spread[0] + (spread[1] - spread[0]) * depth;
    const x = centre + reach * (random.between(-1, 1) + random.between(-1, 1)) * 0.7;
    const half = length * (0.12 + 0.88 * depth) * random.between(0.25, 1);
    const thick = (0.7 + 5.2 * depth) * random.between(0.35, 1);
    data += `M${n(x - half)} ${n(y)}Q${n(x)} ${n(y - thick)} ${n(x + half)} ${n(y)}Q${n(x)} ${n(y + thick)} ${n(x - half)} ${n(y)}Z`;
  }
  return data;
}

/** A gull, far enough away to be two strokes. */
export function gulls(random: Random, count: number, area: [number, number, number, number]): string {
  let data = '';
  for (let index = 0; index < count; index++) {
    const x = random.between(area[0], area[2]);
    const y = random.between(area[1], area[3]);
    const span = random.between(9, 24);
    const lift = span * random.between(0.2, 0.5);
    data += `M${n(x - span)} ${n(y - lift * 0.4)}Q${n(x - span * 0.45)} ${n(y - lift)} ${n(x)} ${n(y)}Q${n(x + span * 0.45)} ${n(y - lift)} ${n(x + span)} ${n(y - lift * 0.2)}`;
  }
  return data;
}
