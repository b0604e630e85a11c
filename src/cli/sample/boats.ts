import type { Random } from './random.ts';
import { box, disc, line, n, path, shape, type Point } from './sheet.ts';

/** A passenger ferry seen from the side, bow to the right, 1,000 wide; the waterline is y = 0. */
export function ferry(body: string, upper: string, lamp: string, random: Random): string {
  const hull =
    'M-490 -78L-470 -8Q-468 6 -450 6L398 6Q440 4 462 -40L508 -112L420 -106L-440 -92Q-470 -92 -490 -78Z';
  const decks: string[] = [
    path('M-452 -90L-446 -142L372 -142Q404 -140 424 -104Z', upper),
    path('M-420 -142L-414 -188L318 -188Q344 -184 362 -142Z', body),
    path('M-330 -188L-326 -226L262 -226Q282 -222 300 -188Z', upper),
    path('M120 -226L124 -268L232 -268L262 -226Z', body),
    path('M-230 -226L-212 -322L-118 -322L-112 -226Z', body),
    box(-219, -300, 106, 16, lamp, 0.35),
    line(
      'M182 -268L182 -338M158 -338L206 -338M170 -312L194 -312M-380 -188L-380 -262M-452 -92L-452 -150M-392 -262L-368 -262',
      body,
      5,
    ),
    line('M-414 -204L-330 -204M-446 -160L-420 -160', upper, 3),
  ];
  const rows: [number, number, number][] = [
    [-400, 330, -122],
    [-380, 290, -170],
    [-300, 230, -210],
  ];
  const lit = rows.map(([from, to, y]) => {
    let row = '';
    for (let x = from; x < to; x += 26) {
      if (random.chance(0.86)) row += box(x, y, 14, 13, lamp, random.between(0.55, 1));
    }
    return row;
  });
  return [
    path(hull, body),
    ...decks,
    ...lit,
    box(136, -258, 100, 14, lamp, 0.7),
    path('M-486 -60L496 -92L490 -84L-484 -50Z', lamp, 0.18),
  ].join('');
}

/** A small fishing boat with a wheelhouse and a bare mast, bow to the right; the waterline is y = 0. */
export function fishingBoat(hull: string, edge: string, random: Random): string {
  const mast = random.between(-210, -300);
  const boom = random.between(60, 110);
  const house = random.between(44, 62);
  return [
    path('M-120 -38Q-112 8 -84 12L74 12Q120 4 150 -62Q80 -34 -10 -34Q-70 -34 -120 -38Z', hull),
    line('M-119 -38Q-70 -33 -10 -33Q80 -33 150 -61', edge, 4, 0.7),
    path(`M-92 -34L-90 ${n(-34 - house)}L-30 ${n(-34 - house)}L-24 -34Z`, hull),
    box(-96, -40 - house, 76, 8, hull),
    box(-80, -22 - house, 16, 16, edge, 0.5),
    box(-56, -22 - house, 16, 16, edge, 0.5),
    line(
      `M16 -30L10 ${n(mast)}M12 ${n(mast * 0.45)}L${n(boom)} ${n(mast * 0.45 - boom * 0.8)}M-60 -90L-60 ${n(mast * 0.62)}`,
      hull,
      6,
    ),
    line(
      `M10 ${n(mast)}L146 -58M10 ${n(mast)}L-116 -40M10 ${n(mast)}L${n(boom)} ${n(mast * 0.45 - boom * 0.8)}L16 -34M-60 ${n(mast * 0.62)}L10 ${n(mast)}`,
      hull,
      1.8,
      0.85,
    ),
    disc(-60, mast * 0.62, 5, hull),
    disc(-122, -20, 8, hull),
    disc(-40, -6, 10, edge, 0.35),
    disc(20, -6, 10, edge, 0.35),
  ].join('');
}

/** A slewing harbour crane on a portal, jib to the right unless `turned`; its feet stand on y = 0. */
export function crane(paint: string, reach: number, lift: number, turned: boolean): string {
  const sign = turned ? -1 : 1;
  const tip: Point = [sign * reach, -360 - lift];
  const heel: Point = [sign * 26, -300];
  const legs = line('M-70 0L-52 -190M70 0L52 -190M-62 -90L58 -150M62 -90L-58 -150M-66 -46L66 -46', paint, 10);
  const cabin =
    path(
      shape([
        [-66, -190],
        [66, -190],
        [60, -214],
        [-60, -214],
      ]),
      paint,
    ) +
    path(
      shape([
        [sign * -84, -214],
        [sign * 44, -214],
        [sign * 50, -296],
        [sign * -20, -312],
        [sign * -84, -290],
      ]),
      paint,
    );
  const mast = line(`M${sign * -10} -300L${sign * 6} -450M${sign * -60} -290L${sign * 6} -450`, paint, 9);
  return legs + cabin + mast + jib(paint, heel, tip) + ropes(paint, tip, sign);
}

function jib(paint: string, heel: Point, tip: Point): string {
  const steps = 9;
  let lattice = '';
  for (let index = 0; index < steps; index++) {
    const here = along(heel, tip, index / steps);
    const there = along(heel, tip, (index + 1) / steps);
    const depth = 26 * (1 - index / steps) + 5;
    lattice += `M${n(here[0])} ${n(here[1])}L${n(there[0])} ${n(there[1] - depth)}L${n(there[0])} ${n(there[1])}`;
  }
  return (
    line(`M${n(heel[0])} ${n(heel[1])}L${n(tip[0])} ${n(tip[1])}`, paint, 8) +
    line(`M${n(heel[0])} ${n(heel[1] - 34)}L${n(tip[0])} ${n(tip[1])}`, paint, 6) +
    line(lattice, paint, 3)
  );
}

function ropes(paint: string, tip: Point, sign: number): string {
  const drop = tip[1] + 210;
  return (
    line(
      `M${sign * 6} -450L${n(tip[0])} ${n(tip[1])}M${n(tip[0])} ${n(tip[1])}L${n(tip[0])} ${n(drop)}`,
      paint,
      2.4,
    ) + path(`M${n(tip[0] - 9)} ${n(drop)}h18l-4 24h-10Z`, paint)
  );
}

function along(from: Point, to: Point, share: number): Point {
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}
