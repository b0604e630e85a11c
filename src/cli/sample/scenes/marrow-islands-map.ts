import { colour, mix, ramp, rise } from '../colour.ts';
import { clouds, type Random } from '../random.ts';
import type { Draw } from '../scene.ts';
import { HEIGHT, Sheet, WIDTH, box, disc, line, n, path, shape, type Point } from '../sheet.ts';

const RED = '#c8402b';

/** A chart of islands: contours on land, depths in the sea, a compass rose, no names. */
export const marrowIslandsMap: Draw = (random) => {
  const relief = islands(random);
  const air = clouds(random, 3);
  const sea = ramp(['#8fb8ae', '#a5c9bb', '#bfd9c8', '#d9e6d0']);
  const land = ramp(['#ead9ad', '#dfc48c', '#c9a468', '#a97f4e']);
  const sheet = new Sheet();
  sheet.add(line(graticule(), '#3f6b6b', 1.6, 0.4), line(rhumbs(), '#a5553b', 1.3, 0.32));
  const grid = sampled(relief);
  for (let level = -6; level <= -1; level++)
    sheet.add(line(contour(grid, level * 0.07), '#2f6468', level === -1 ? 2.2 : 1.4, 0.6));
  for (let level = 1; level <= 9; level++)
    sheet.add(line(contour(grid, level * 0.058), '#8a4f2c', level % 4 === 0 ? 2.8 : 1.4, 0.75));
  sheet.add(
    line(contour(grid, 0), '#2a3b3c', 5),
    soundings(random, relief),
    route(),
    rose(1590, 1010, 190),
    scaleBar(),
    border(),
  );
  return {
    ground: (x, y) => {
      const height = relief(x * WIDTH, y * HEIGHT);
      const stain = rise(0.5, 0.8, air(x * 2.5, y * 2.5));
      const tint =
        height > 0
          ? land(Math.floor(height / 0.116) * 0.28)
          : sea(1 + Math.max(-1, Math.ceil(height / 0.14) * 0.33));
      return mix(
        tint,
        colour('#c7a877'),
        stain * 0.22 + (Math.abs(x - 0.5) < 0.0016 || Math.abs(y - 0.5) < 0.0022 ? 0.28 : 0),
      );
    },
    svg: sheet.svg(),
    grain: 9,
    vignette: 0.36,
  };
};

/** Height over the sea, about -0.5..0.5; a chain of one large and several small islands. */
function islands(random: Random): (x: number, y: number) => number {
  const rough = clouds(random, 5);
  const peaks: [number, number, number, number][] = [
    [690, 540, 330, 0.92],
    [900, 700, 240, 0.8],
    [1240, 400, 190, 0.74],
    [400, 950, 170, 0.72],
    [430, 290, 140, 0.64],
    [1420, 650, 150, 0.66],
    [1640, 330, 110, 0.6],
    [960, 1090, 140, 0.62],
    [1130, 800, 90, 0.56],
    [230, 640, 100, 0.56],
  ];
  return (x, y) => {
    let height = 0;
    for (const [px, py, reach, lift] of peaks) {
      const distance = ((x - px) ** 2 * 0.82 + (y - py) ** 2 * 1.25) / (reach * reach);
      if (distance < 6)
        height = Math.max(height, lift * Math.exp(-distance * 1.5)) + 0.12 * lift * Math.exp(-distance * 3);
    }
    return height - 0.42 + (rough(x / 130, y / 130) - 0.5) * 0.95;
  };
}

const CELL = 10;
const COLUMNS = WIDTH / CELL;
const ROWS = Math.ceil(HEIGHT / CELL);

/** Where the relief crosses a height: marching squares, as loose segments. */
function contour(grid: Float64Array, height: number): string {
  let data = '';
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const at = row * (COLUMNS + 1) + column;
      const below = at + COLUMNS + 1;
      const corners = [at, at + 1, below + 1, below].map((index) => (grid[index] ?? 0) - height);
      const inside = corners.filter((corner) => corner > 0).length;
      if (inside > 0 && inside < 4) data += segment(column * CELL, row * CELL, corners);
    }
  }
  return data;
}

function sampled(relief: (x: number, y: number) => number): Float64Array {
  return Float64Array.from({ length: (COLUMNS + 1) * (ROWS + 1) }, (_, index) =>
    relief((index % (COLUMNS + 1)) * CELL, Math.floor(index / (COLUMNS + 1)) * CELL),
  );
}

function segment(x: number, y: number, corners: number[]): string {
  const places: Point[] = [
    [x, y],
    [x + CELL, y],
    [x + CELL, y + CELL],
    [x, y + CELL],
  ];
  const crossings: string[] = [];
  for (let side = 0; side < 4; side++) {
    const from = corners[side] ?? 0;
    const to = corners[(side + 1) % 4] ?? 0;
    if (from > 0 === to > 0) continue;
    const [ax, ay] = places[side] ?? [x, y];
    const [bx, by] = places[(side + 1) % 4] ?? [x, y];
    const share = from / (from - to);
    crossings.push(`${n(ax + (bx - ax) * share)} ${n(ay + (by - ay) * share)}`);
  }
  return crossings.length >= 2 ? `M${crossings[0]}L${crossings[1]}` : '';
}

function graticule(): string {
  let data = '';
  for (let x = 130; x < WIDTH; x += 290) data += `M${x} 0V${HEIGHT}`;
  for (let y = 95; y < HEIGHT; y += 286) data += `M0 ${y}H${WIDTH}`;
  return data;
}

function rhumbs(): string {
  let data = '';
  for (let index = 0; index < 32; index++) {
    const angle = (index / 32) * Math.PI * 2;
    data += `M1590 1010L${n(1590 + Math.cos(angle) * 2300)} ${n(1010 + Math.sin(angle) * 2300)}`;
  }
  return data;
}

/** Digits as strokes, so that no font is needed: each a path on a grid 2 wide and 4 high. */
const DIGITS = [
  'M0 0H2V4H0Z',
  'M1 0V4',
  'M0 0H2V2H0V4H2',
  'M0 0H2V4H0M2 2H0.6',
  'M0 0V2H2M2 0V4',
  'M2 0H0V2H2V4H0',
  'M2 0H0V4H2V2H0',
  'M0 0H2L0.6 4',
  'M0 0H2V4H0ZM0 2H2',
  'M2 2H0V0H2V4H0',
];

function soundings(random: Random, relief: (x: number, y: number) => number): string {
  const marks: string[] = [];
  for (let row = 0; row < 11; row++) {
    for (let column = 0; column < 17; column++) {
      const x = 90 + column * 112 + random.between(-32, 32);
      const y = 90 + row * 112 + random.between(-32, 32);
      const depth = -relief(x, y);
      if (depth < 0.04 || Math.hypot(x - 1590, y - 1010) < 250) continue;
      const digits = String(Math.max(1, Math.round(depth * 120 + random.between(-2, 2)))).split('');
      digits.forEach((digit, index) => {
        marks.push(
          `<path d="${DIGITS[Number(digit)] ?? ''}" transform="translate(${n(x + index * 13)} ${n(y)}) scale(4)" fill="none" stroke="#27494d" stroke-width="0.55" stroke-opacity="0.8"/>`,
        );
      });
    }
  }
  return marks.join('');
}

function route(): string {
  const course = 'M-20 1285C280 1270 560 1240 660 1110S860 960 1010 940S1240 930 1340 850S1560 640 2020 540';
  return `<path d="${course}" fill="none" stroke="${RED}" stroke-width="5" stroke-dasharray="22 15" stroke-opacity="0.9"/>`;
}

function rose(x: number, y: number, radius: number): string {
  const parts = [disc(x, y, radius * 1.06, '#efe3c2', 0.55)];
  for (const ring of [1.06, 1, 0.62])
    parts.push(
      `<circle cx="${x}" cy="${y}" r="${n(radius * ring)}" fill="none" stroke="#2a3b3c" stroke-width="2.4"/>`,
    );
  let ticks = '';
  for (let degree = 0; degree < 360; degree += 5) {
    const angle = (degree / 180) * Math.PI;
    const inner = degree % 45 === 0 ? 0.88 : degree % 15 === 0 ? 0.93 : 0.965;
    ticks += `M${n(x + Math.cos(angle) * radius * inner)} ${n(y + Math.sin(angle) * radius * inner)}L${n(x + Math.cos(angle) * radius)} ${n(y + Math.sin(angle) * radius)}`;
  }
  parts.push(line(ticks, '#2a3b3c', 2));
  for (const [count, length, offset] of [
    [4, 0.6, Math.PI / 4],
    [4, 0.95, 0],
  ] satisfies [number, number, number][]) {
    for (let index = 0; index < count; index++)
      parts.push(petal(x, y, radius, (index / count) * Math.PI * 2 + offset - Math.PI / 2, length));
  }
  return (
    parts.join('') +
    disc(x, y, radius * 0.06, RED) +
    path(
      shape([
        [x - 14, y - radius * 1.1],
        [x, y - radius * 1.28],
        [x + 14, y - radius * 1.1],
      ]),
      RED,
    )
  );
}

function petal(x: number, y: number, radius: number, angle: number, length: number): string {
  const tip: Point = [x + Math.cos(angle) * radius * length, y + Math.sin(angle) * radius * length];
  const side = (turn: number): Point => [
    x + Math.cos(angle + turn) * radius * 0.17,
    y + Math.sin(angle + turn) * radius * 0.17,
  ];
  return (
    path(shape([[x, y], side(-0.785), tip]), '#2a3b3c') +
    path(shape([[x, y], side(0.785), tip]), '#efe3c2') +
    line(shape([side(-0.785), tip, side(0.785)]), '#2a3b3c', 1.6)
  );
}

function scaleBar(): string {
  let bar = '';
  for (let index = 0; index < 6; index++)
    bar += box(150 + index * 62, 1210, 62, 13, index % 2 ? '#efe3c2' : '#2a3b3c');
  return bar + line('M150 1210H522V1223H150Z', '#2a3b3c', 2);
}

function border(): string {
  let ticks = '';
  for (let x = 30; x < WIDTH - 30; x += 58)
    ticks += box(x, 22, 29, 10, '#2a3b3c') + box(x + 29, HEIGHT - 32, 29, 10, '#2a3b3c');
  for (let y = 30; y < HEIGHT - 30; y += 58)
    ticks += box(22, y, 10, 29, '#2a3b3c') + box(WIDTH - 32, y + 29, 10, 29, '#2a3b3c');
  return (
    ticks +
    line(`M18 18H${WIDTH - 18}V${HEIGHT - 18}H18ZM36 36H${WIDTH - 36}V${HEIGHT - 36}H36Z`, '#2a3b3c', 2.4)
  );
}
