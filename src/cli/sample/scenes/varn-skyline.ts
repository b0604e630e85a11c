import { colour, mix, ramp, rise } from '../colour.ts';
import { clouds, type Random } from '../random.ts';
import type { Draw } from '../scene.ts';
import { HEIGHT, Sheet, WIDTH, box, disc, line, n, path, shape } from '../sheet.ts';

type Block = { base: number; low: number; high: number; wide: [number, number]; paint: string };

function towers(random: Random, { base, low, high, wide, paint }: Block, lit: string, share: number): string {
  let data = '';
  let windows = '';
  for (let x = -30; x < WIDTH;) {
    const width = random.between(...wide);
    const centre = Math.exp(-(((x - 1180) / 620) ** 2));
    const top = base - random.between(low, low + (high - low) * (0.35 + 0.65 * centre));
    data += shape([
      [x, HEIGHT],
      [x, top],
      [x + width, top],
      [x + width, HEIGHT],
    ]);
    if (random.chance(0.35))
      data += shape([
        [x + width * 0.3, top],
        [x + width * 0.3, top - 22],
        [x + width * 0.7, top - 22],
        [x + width * 0.7, top],
      ]);
    if (random.chance(0.2))
      data += shape([
        [x + width / 2 - 2, top],
        [x + width / 2, top - random.between(50, 130)],
        [x + width / 2 + 2, top],
      ]);
    windows += lights(random, x, top, width, base, share);
    x += width + random.between(-6, 16);
  }
  return path(data, paint) + path(windows, lit, 0.9);
}

function lights(random: Random, x: number, top: number, width: number, base: number, share: number): string {
  let data = '';
  for (let row = top + 16; row < base + 300; row += 24) {
    for (let column = x + 9; column < x + width - 12; column += 19) {
      if (random.chance(share)) data += `M${n(column)} ${n(row)}h8v11h-8Z`;
    }
  }
  return data;
}

/** A capital under a red dusk: slabs, chimneys, few windows lit. */
export const varnSkyline: Draw = (random) => {
  const sky = ramp(['#2a1424', '#5b1f2d', '#9c3430', '#d2593a', '#ee8e51', '#f4b978']);
  const air = clouds(random, 6);
  const sheet = new Sheet();
  sheet.add(sheet.glow(1240, 850, 900, 460, '#ffc98a', 0.55), disc(1240, 705, 96, '#ffd59b', 0.92));
  sheet.add(
    towers(random, { base: 900, low: 60, high: 330, wide: [50, 120], paint: '#a4473c' }, '#ffd9a0', 0),
  );
  sheet.add(box(0, 600, WIDTH, 420, sheet.down('#e0764a/0', '#e58a58/0.5')));
  sheet.add(
    ministry('#6f2a31'),
    towers(random, { base: 960, low: 40, high: 300, wide: [70, 150], paint: '#6b2830' }, '#ffca83', 0.012),
  );
  sheet.add(box(0, 760, WIDTH, 320, sheet.down('#c9553f/0', '#b94a3c/0.42')), chimneys(sheet, random));
  sheet.add(
    towers(random, { base: 1090, low: 40, high: 260, wide: [90, 200], paint: '#38161f' }, '#ffc267', 0.03),
  );
  sheet.add(
    towers(random, { base: 1260, low: 20, high: 190, wide: [130, 260], paint: '#1b0b13' }, '#ffb84f', 0.035),
  );
  sheet.add(antennae(random));
  return {
    ground: (x, y) => {
      const base = sky(y / 0.78 + (air(x * 2.2, y * 5) - 0.5) * 0.3);
      const soot = rise(0.5, 0.75, air(x * 3 + 5, y * 9 + 2)) * rise(0.75, 0.1, y);
      const plume = plumeAt(x, y, 0.195, 0.46, air) + plumeAt(x, y, 0.292, 0.5, air) * 0.8;
      return mix(mix(base, colour('#3a1728'), soot * 0.6), colour('#2b1119'), Math.min(0.78, plume));
    },
    svg: sheet.svg(),
    grain: 11,
    vignette: 0.45,
  };
};

/** Smoke that leaves a chimney's mouth and is carried to the right, widening as it goes. */
function plumeAt(
  x: number,
  y: number,
  fromX: number,
  fromY: number,
  air: (x: number, y: number) => number,
): number {
  const along = x - fromX;
  if (along < -0.01) return 0;
  const spine = fromY - 0.3 * Math.sqrt(Math.max(0, along)) * (1 - along * 0.35);
  const width = 0.012 + along * 0.13;
  const ragged = (air(x * 7 + fromX * 40, y * 10) - 0.5) * width * 2.6;
  return Math.exp(-(((y - spine + ragged) / width) ** 2)) * Math.max(0, 1 - along * 1.15);
}

function chimneys(sheet: Sheet, random: Random): string {
  const stacks: [number, number, number][] = [
    [370, 612, 26],
    [566, 668, 22],
    [1700, 640, 24],
  ];
  return stacks
    .map(([x, top, half]) => {
      const bands = [0.06, 0.17, 0.28].map((share) =>
        box(x - half, top + share * 420, half * 2, 20, '#b9483b', 0.7),
      );
      const light =
        disc(x, top - 4, 5, '#ffdf9f') + sheet.glow(x, top - 4, 40, 40, '#ff8a4a', random.between(0.5, 0.9));
      return (
        path(
          shape([
            [x - half * 0.72, top],
            [x + half * 0.72, top],
            [x + half * 1.5, 1330],
            [x - half * 1.5, 1330],
          ]),
          '#431a22',
        ) +
        bands.join('') +
        light
      );
    })
    .join('');
}

/** The wedding-cake tower of the ministry. */
function ministry(paint: string): string {
  const tiers: [number, number, number][] = [
    [260, 700, 960],
    [190, 590, 720],
    [122, 480, 600],
    [70, 400, 490],
    [34, 340, 410],
  ];
  const body = tiers
    .map(([half, top, bottom]) => box(860 - half, top, half * 2, bottom - top, paint))
    .join('');
  const spire = path('M840 345L860 190L880 345Z', paint);
  const pinnacles = [260, 190, 122].flatMap((half, index) => {
    const top = [700, 590, 480][index] ?? 0;
    return [-1, 1].map((side) =>
      path(
        shape([
          [860 + side * half - 9, top],
          [860 + side * half, top - 54],
          [860 + side * half + 9, top],
        ]),
        paint,
      ),
    );
  });
  return body + spire + pinnacles.join('') + disc(860, 186, 7, paint);
}

function antennae(random: Random): string {
  let data = '';
  for (let index = 0; index < 26; index++) {
    const x = random.between(0, WIDTH);
    const y = random.between(1080, 1180);
    const tall = random.between(40, 90);
    data += `M${n(x)} ${n(y + 60)}V${n(y - tall)}m-16 12h32m-26 12h20`;
  }
  return line(data, '#1b0b13', 3);
}
