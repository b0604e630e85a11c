import { colour, mix, ramp } from '../colour.ts';
import { clouds, type Random } from '../random.ts';
import type { Draw } from '../scene.ts';
import { Sheet, WIDTH, box, disc, line, n, path, shape, type Point } from '../sheet.ts';

/** A chamber from its last row: benches curve down to the lit rostrum. */
export const parliamentHall: Draw = (random) => {
  const air = clouds(random, 4);
  const wall = ramp(['#0d1a17', '#17302a', '#2a4a3d', '#3d5a45']);
  const sheet = new Sheet();
  sheet.add(coffers(), colonnade(sheet), rostrum(sheet));
  for (let row = 0; row < 9; row++) sheet.add(benchRow(sheet, random, row));
  sheet.add(sheet.glow(1000, 560, 720, 420, '#ffd98f', 0.42), beams(sheet));
  return {
    ground: (x, y) => {
      const light = Math.exp(-((x - 0.5) ** 2 * 7 + (y - 0.4) ** 2 * 12));
      const base = wall(0.25 + light * 0.75 + (air(x * 4, y * 4) - 0.5) * 0.12);
      return mix(base, colour('#e9c27a'), light * 0.42);
    },
    svg: sheet.svg(),
    grain: 9,
    vignette: 0.55,
  };
};

/** The ceiling's panels, smaller towards the far wall. */
function coffers(): string {
  let panels = '';
  let edges = '';
  const centre = 1000;
  for (let row = 0; row < 7; row++) {
    const near = 250 * 0.73 ** row;
    const far = 250 * 0.73 ** (row + 1);
    const yNear = 330 - near * 1.75;
    const yFar = 330 - far * 1.75;
    for (let column = -17; column < 17; column++) {
      const inset = 0.12;
      const corner = (at: number, depth: number, y: number): Point => [centre + at * depth * 1.5, y];
      panels += shape([
        corner(column + inset, near, yNear + (yFar - yNear) * 0.1),
        corner(column + 1 - inset, near, yNear + (yFar - yNear) * 0.1),
        corner(column + 1 - inset, far, yFar - (yFar - yNear) * 0.14),
        corner(column + inset, far, yFar - (yFar - yNear) * 0.14),
      ]);
      const x = centre + (column + 0.5) * ((near + far) / 2) * 1.5;
      const y = (yNear + yFar) / 2;
      edges += `M${n(x - far * 0.12)} ${n(y)}a${n(far * 0.12)} ${n(far * 0.06)} 0 1 0 ${n(far * 0.24)} 0a${n(far * 0.12)} ${n(far * 0.06)} 0 1 0 ${n(-far * 0.24)} 0Z`;
    }
  }
  return box(0, 0, WIDTH, 330, '#1b352d', 0.9) + path(panels, '#0c1a17', 0.75) + path(edges, '#d8b469', 0.5);
}

function colonnade(sheet: Sheet): string {
  const parts = [box(0, 318, WIDTH, 26, '#c59f5c', 0.5), box(0, 344, WIDTH, 10, '#0c1a17', 0.6)];
  for (let index = -7; index <= 7; index++) {
    if (Math.abs(index) < 2) continue;
    const x = 1000 + index * 132;
    const wide = 30;
    parts.push(box(x - 50, 376, 100, 214, sheet.down('#0a1512', '#142620')));
    parts.push(
      box(x + 66 - wide / 2, 354, wide, 250, sheet.across('#22392f', '#b3935a', '#7c7048', '#1b2f28')),
    );
    parts.push(box(x + 66 - wide / 2 - 6, 354, wide + 12, 10, '#b3935a', 0.8));
  }
  parts.push(box(0, 588, WIDTH, 20, '#6f6240'), box(0, 606, WIDTH, 5, '#0a1512', 0.7));
  return parts.join('');
}

function rostrum(sheet: Sheet): string {
  const arch = 'M820 604V430Q820 350 1000 340Q1180 350 1180 430V604Z';
  return [
    path(arch, sheet.down('#f6dca0', '#d09a4c', '#7a5a34')),
    path('M842 604V440Q850 372 1000 364Q1150 372 1158 440V604Z', sheet.down('#4f2a22', '#7c3b2c', '#4a231d')),
    line(
      'M880 600V400M920 600V384M960 600V378M1000 600V376M1040 600V378M1080 600V384M1120 600V400',
      '#2a1512',
      6,
      0.5,
    ),
    disc(1000, 440, 36, '#e6bd6a'),
    line(
      'M972 430q9 -11 18 0t18 0t18 0M968 444q9 -11 18 0t18 0t18 0t12 -4M974 458q9 -11 18 0t18 0t16 -2',
      '#7c3b2c',
      4.5,
    ),
    path(
      shape([
        [880, 640],
        [900, 566],
        [1100, 566],
        [1120, 640],
      ]),
      '#3a2a1e',
    ),
    box(892, 558, 216, 12, '#e6bd6a'),
    path(
      shape([
        [790, 680],
        [812, 622],
        [1188, 622],
        [1210, 680],
      ]),
      '#2c2019',
    ),
    box(804, 614, 392, 12, '#c99a55'),
    path(
      shape([
        [960, 610],
        [968, 560],
        [1032, 560],
        [1040, 610],
      ]),
      '#1c140f',
    ),
    path('M976 566V540Q976 512 1000 512Q1024 512 1024 540V566Z', '#5c2f24'),
  ].join('');
}

/** One curved row: a desk's long front and the backs of its chairs. */
function benchRow(sheet: Sheet, random: Random, row: number): string {
  const depth = row / 8;
  const rx = 330 + 1000 * depth ** 1.15;
  const ry = 90 + 610 * depth ** 1.22;
  const cy = 640;
  const tall = 22 + 62 * depth;
  const shade = Math.round(62 - 40 * depth);
  const desk = `rgb(${shade + 28},${shade + 4},${Math.max(0, shade - 14)})`;
  const from = Math.PI * 0.064;
  const at = (angle: number, lift: number): Point => [
    1000 - Math.cos(angle) * rx,
    cy + Math.sin(angle) * ry - lift,
  ];
  const steps = 48;
  const arc = Array.from({ length: steps + 1 }, (_, index) => from + (Math.PI - 2 * from) * (index / steps));
  const top = arc.map((angle) => at(angle, tall * 0.2));
  const bottom = arc.map((angle) => at(angle, -tall)).reverse();
  const edge = `M${top.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}`;
  return (
    path(shape([...top, ...bottom]), sheet.across('#150f0c', desk, '#8d5a34', desk, '#150f0c')) +
    line(edge, '#f1c884', 2 + 5 * depth, 0.75 - depth * 0.25) +
    chairs(random, row, at, tall)
  );
}

function chairs(
  random: Random,
  row: number,
  at: (angle: number, lift: number) => Point,
  tall: number,
): string {
  const count = 11 + row * 2;
  let backs = '';
  let rims = '';
  let papers = '';
  for (let index = 0; index < count; index++) {
    if (row > 1 && Math.abs(index - (count - 1) / 2) < 0.6) continue;
    const angle = Math.PI * (0.07 + 0.86 * (index / (count - 1)));
    const [x, y] = at(angle, tall * -0.2);
    const half = tall * 0.62;
    const high = tall * 1.05;
    const turn = Math.cos(angle) * half * 0.12;
    backs += `M${n(x - half)} ${n(y + tall * 0.9)}L${n(x - half * 0.9 + turn)} ${n(y - high * 0.2)}Q${n(x + turn)} ${n(y - high * 0.72)} ${n(x + half * 0.9 + turn)} ${n(y - high * 0.2)}L${n(x + half)} ${n(y + tall * 0.9)}Z`;
    rims += `M${n(x - half * 0.9 + turn)} ${n(y - high * 0.2)}Q${n(x + turn)} ${n(y - high * 0.72)} ${n(x + half * 0.9 + turn)} ${n(y - high * 0.2)}`;
    if (random.chance(0.3))
      papers += `M${n(x - half * 0.4)} ${n(y - tall * 0.64)}l${n(half * 0.7)} ${n(-tall * 0.06)}l${n(half * 0.16)} ${n(tall * 0.16)}l${n(-half * 0.74)} ${n(tall * 0.07)}Z`;
  }
  const depth = row / 8;
  return (
    path(papers, '#f4e3bb', 0.75) +
    path(
      backs,
      `rgb(${Math.round(104 - depth * 74)},${Math.round(40 - depth * 28)},${Math.round(32 - depth * 20)})`,
    ) +
    line(rims, '#e6b877', 1.5 + 2.5 * depth, 0.62 - 0.28 * depth)
  );
}

function beams(sheet: Sheet): string {
  const ray = (x: number, wide: number): string =>
    path(
      shape([
        [x - 30, -10],
        [x + 30, -10],
        [1000 + (x - 1000) * 0.3 + wide, 900],
        [1000 + (x - 1000) * 0.3 - wide, 900],
      ]),
      sheet.down('#ffe9b8/0.2', '#ffe9b8/0.02'),
    );
  return ray(640, 130) + ray(1000, 150) + ray(1360, 130);
}
