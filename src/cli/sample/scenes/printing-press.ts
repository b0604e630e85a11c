import { colour, mix, rise } from '../colour.ts';
import { clouds, type Random } from '../random.ts';
import type { Draw } from '../scene.ts';
import { HEIGHT, Sheet, WIDTH, box, disc, line, n, path, shape } from '../sheet.ts';

const INK = '#191316';
const PAPER = '#f3e4c6';
const RED = '#c8402b';

/** A rotary press as a two-colour print: cylinders, and the web of paper running through them. */
export const printingPress: Draw = (random) => {
  const air = clouds(random, 5);
  const sheet = new Sheet();
  sheet.add(
    path(
      shape([
        [0, 0],
        [760, 0],
        [1240, HEIGHT],
        [0, HEIGHT],
      ]),
      RED,
      0.92,
    ),
    rays(),
  );
  sheet.add(
    frame(sheet),
    web(sheet, random),
    cylinders(sheet),
    foldedPapers(random),
    pressman(),
    hatch(random),
  );
  return {
    ground: (x, y) =>
      mix(colour(PAPER), colour('#c9a877'), rise(0.42, 0.75, air(x * 3, y * 3)) * 0.3 + 0.12 * y),
    svg: sheet.svg(),
    grain: 15,
    vignette: 0.3,
  };
};

function rays(): string {
  let data = '';
  for (let index = 0; index < 15; index++) {
    const angle = (index / 15) * Math.PI * 2 + 0.1;
    const half = 0.07;
    data += shape([
      [1130, 560],
      [1130 + Math.cos(angle - half) * 1800, 560 + Math.sin(angle - half) * 1800],
      [1130 + Math.cos(angle + half) * 1800, 560 + Math.sin(angle + half) * 1800],
    ]);
  }
  return path(data, '#8f2a1f', 0.14);
}

const ROLLERS: [number, number, number][] = [
  [430, 360, 170],
  [780, 300, 118],
  [800, 560, 150],
  [1130, 520, 196],
  [1180, 850, 120],
  [1470, 420, 112],
  [1560, 690, 150],
];

function frame(sheet: Sheet): string {
  const side =
    'M240 1180L300 620L250 420L300 180L560 120L1640 120L1760 260L1720 900L1800 1180H1560L1500 1000H620L540 1180Z';
  const bolts = [
    [330, 230],
    [1660, 220],
    [1680, 860],
    [350, 600],
    [660, 170],
    [1100, 170],
    [1400, 170],
  ].map(([x = 0, y = 0]) => disc(x, y, 15, '#4a3a36') + disc(x - 3, y - 3, 8, '#8b7468'));
  return (
    path(side, sheet.down('#41343a', '#2a2026')) +
    line('M300 180L560 120L1640 120L1760 260', '#80695c', 6) +
    path('M620 1000L700 760H1420L1500 1000Z', '#0f0b0d') +
    bolts.join('') +
    box(0, 1176, WIDTH, 30, INK) +
    box(0, 1204, WIDTH, 140, '#241b1c')
  );
}

function cylinders(sheet: Sheet): string {
  return ROLLERS.map(([x, y, r], index) => {
    const body = disc(x, y, r, sheet.across('#6b5b55', '#d8c6a8', '#8a766a', '#2a2123'));
    const rim = `<circle cx="${x}" cy="${y}" r="${n(r - 9)}" fill="none" stroke="${INK}" stroke-width="4" stroke-opacity="0.7"/>`;
    const face = disc(x, y, r * 0.72, index % 2 ? '#3a2e30' : RED, 0.92);
    let spokes = '';
    for (let spoke = 0; spoke < 6; spoke++) {
      const angle = (spoke / 6) * Math.PI * 2 + index * 0.5;
      spokes += `M${n(x + Math.cos(angle) * r * 0.22)} ${n(y + Math.sin(angle) * r * 0.22)}L${n(x + Math.cos(angle) * r * 0.64)} ${n(y + Math.sin(angle) * r * 0.64)}`;
    }
    return (
      body +
      rim +
      face +
      line(spokes, PAPER, r * 0.07, 0.85) +
      disc(x, y, r * 0.22, PAPER) +
      disc(x, y, r * 0.1, INK) +
      arcShine(x, y, r)
    );
  }).join('');
}

function arcShine(x: number, y: number, r: number): string {
  const at = (angle: number): string =>
    `${n(x + Math.cos(angle) * r * 0.86)} ${n(y + Math.sin(angle) * r * 0.86)}`;
  return line(`M${at(3.5)}A${n(r * 0.86)} ${n(r * 0.86)} 0 0 1 ${at(4.6)}`, '#fff3d8', r * 0.06, 0.8);
}

/** The paper: over and under the rollers, out to the right in printed sheets. */
function web(sheet: Sheet, random: Random): string {
  const run =
    'M-40 190H430A170 170 0 0 1 560 470L700 440A118 118 0 0 0 800 410A150 150 0 0 0 690 660L960 640A196 196 0 0 0 1180 730A120 120 0 0 0 1290 900L1420 640A150 150 0 0 0 1700 640L2060 560';
  const broad = line(run, '#0d090b', 46, 0.5) + line(run, PAPER, 34) + line(run, '#fffaf0', 10, 0.7);
  const sheets = path(
    shape([
      [1660, 600],
      [2040, 470],
      [2040, 900],
      [1700, 820],
    ]),
    sheet.across('#d8c49f', '#fbf1da'),
  );
  let type = '';
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 17; row++) {
      const u = 0.08 + column * 0.235;
      const v = 0.2 + row * 0.045;
      const wide = row % 6 === 5 ? random.between(0.06, 0.15) : 0.19;
      type += `M${onSheet(u, v)}L${onSheet(u + wide, v)}`;
    }
  }
  const title = `M${onSheet(0.08, 0.11)}L${onSheet(0.95, 0.11)}`;
  return broad + sheets + line(title, INK, 24, 0.9) + line(type, INK, 5, 0.72);
}

function onSheet(u: number, v: number): string {
  const top = 600 - 130 * u;
  const bottom = 820 + 80 * u;
  const left = 1660 + 40 * v;
  return `${n(left + (2040 - left) * u)} ${n(top + (bottom - top) * v)}`;
}

function foldedPapers(random: Random): string {
  let stack = '';
  for (const [x, base, count] of [
    [1380, 1176, 9],
    [1610, 1176, 14],
    [1830, 1176, 6],
  ] satisfies [number, number, number][]) {
    for (let index = 0; index < count; index++) {
      const y = base - (index + 1) * 21;
      const shift = random.between(-9, 9);
      stack +=
        path(
          shape([
            [x - 96 + shift, y + 20],
            [x - 98 + shift, y + 3],
            [x + 96 + shift, y],
            [x + 100 + shift, y + 20],
          ]),
          index % 3 === 1 ? '#dcc8a2' : PAPER,
        ) + line(`M${n(x - 96 + shift)} ${y + 20}L${n(x + 100 + shift)} ${y + 20}`, INK, 3);
    }
    stack += box(x - 14, base - count * 21, 26, count * 21, RED, 0.85);
  }
  return stack;
}

/** Somebody holds a sheet to the light. */
function pressman(): string {
  const body = 'M150 1210L170 900Q160 780 230 742L300 724Q352 742 366 800L384 900L396 1210Z';
  const arm = 'M330 760L470 690L520 590L556 610L510 726L372 840Z';
  const head =
    'M232 722Q196 690 204 636Q214 584 268 584Q322 586 326 640L338 668L324 676Q324 716 296 722L296 744L240 752Z';
  const cap = 'M198 634Q204 566 270 566Q318 568 332 608L366 622Q340 632 316 626Z';
  return (
    [body, arm, head].map((part) => path(part, INK)).join('') +
    path(cap, RED) +
    path(
      shape([
        [500, 470],
        [640, 430],
        [690, 620],
        [548, 664],
      ]),
      PAPER,
    ) +
    line('M526 500L634 470M536 528L640 500M544 556L648 528M552 584L656 556M560 612L600 602', INK, 6, 0.75) +
    line(
      'M172 900Q160 790 232 748M330 760L470 690L520 590M338 668L324 676Q324 716 296 722',
      '#e9a27f',
      6,
      0.9,
    )
  );
}

/** Strokes of a graver in the dark parts. */
function hatch(random: Random): string {
  let data = '';
  for (let index = 0; index < 520; index++) {
    const x = random.chance(0.5) ? random.between(400, 560) : random.between(1500, 1700);
    const y = random.between(940, 1170);
    data += `M${n(x)} ${n(y)}l${n(random.between(14, 50))} ${n(random.between(-3, 3))}`;
  }
  return line(data, '#8f7767', 1.5, 0.28);
}
