import { colour, mix, ramp, rise } from '../colour.ts';
import { clouds, type Random } from '../random.ts';
import type { Draw } from '../scene.ts';
import {
  Sheet,
  WIDTH,
  box,
  disc,
  group,
  line,
  mirrored,
  n,
  path,
  ridge,
  ripples,
  shape,
  type Point,
} from '../sheet.ts';

/** Cooling towers over a river at night. */
export const powerStation: Draw = (random) => {
  const sky = ramp(['#0f1a1c', '#1a2b2a', '#2f4239', '#5b6545', '#97894d', '#c7a757']);
  const river = ramp(['#8d8049', '#4f5638', '#26332e', '#111c1e']);
  const air = clouds(random, 6);
  const sheet = new Sheet();
  const bank = 905;
  const works = powerWorks(sheet, random);
  sheet.add(path(ridge(random, 800, 60, bank, 7), '#3f4a36', 0.8), pylons());
  sheet.add(mirrored(works, bank, 0.62, 0.55), works);
  sheet.add(path(ripples(random, { top: 912, bottom: 1345, count: 640, length: 210 }), '#0d1618', 0.42));
  sheet.add(path(ripples(random, { top: 910, bottom: 1345, count: 260, length: 160 }), '#c0a558', 0.3));
  for (const x of [430, 760, 1190, 1420]) {
    const glitter = { top: 912, bottom: 1240, count: 110, length: 44, centre: x };
    sheet.add(path(ripples(random, { ...glitter, spread: [8, 46] }), '#ffe08a', 0.6));
  }
  sheet.add(reeds(random));
  return {
    ground: (x, y) => {
      if (y > 0.678) return mix(river((y - 0.678) / 0.322), [14, 22, 22], air(x * 3, y * 22) * 0.4);
      const base = sky(y / 0.69 + (air(x * 2, y * 4) - 0.5) * 0.26);
      const steam = Math.min(
        1,
        steamAt(x, y, 0.335, 0.37, air) +
          steamAt(x, y, 0.5, 0.42, air) +
          steamAt(x, y, 0.64, 0.46, air) * 0.85,
      );
      const lit = mix(colour('#55634f'), colour('#e9d9a0'), rise(0.05, 0.42, y) * 0.85);
      return mix(base, lit, steam * 0.8);
    },
    svg: sheet.svg(),
    grain: 11,
    vignette: 0.5,
  };
};

function steamAt(
  x: number,
  y: number,
  mouthX: number,
  mouthY: number,
  air: (x: number, y: number) => number,
): number {
  const up = mouthY - y;
  if (up < 0) return 0;
  const centre = mouthX + up * 0.42 + up * up * 0.5;
  const width = 0.042 + up * 0.26;
  const edge = Math.abs(x - centre) / width + (air(x * 8, y * 9 + mouthX * 30) - 0.5) * 1.5;
  return rise(1.05, 0.35, edge) * Math.max(0, 1 - up * 1.5);
}

function powerWorks(sheet: Sheet, random: Random): string {
  const parts = [
    coolingTower(sheet, 670, 490, 905, 150),
    coolingTower(sheet, 1000, 560, 905, 128),
    coolingTower(sheet, 1280, 615, 905, 108),
  ];
  parts.push(
    path(
      shape([
        [140, 905],
        [140, 730],
        [300, 730],
        [300, 680],
        [540, 680],
        [540, 905],
      ]),
      '#141f1d',
    ),
  );
  parts.push(path('M196 730L202 330L234 330L240 730ZM396 690L401 410L427 410L432 690Z', '#141f1d'));
  parts.push(
    path(
      shape([
        [1400, 905],
        [1400, 790],
        [1560, 760],
        [1560, 830],
        [1760, 830],
        [1760, 905],
      ]),
      '#141f1d',
    ),
  );
  parts.push(line('M1480 905L1480 700L1530 700M300 700L230 560M540 720L610 800', '#141f1d', 7));
  let windows = '';
  for (let x = 160; x < 530; x += 26) {
    for (const y of [752, 790, 828]) if (random.chance(0.55)) windows += `M${x} ${y}h12v16h-12Z`;
  }
  parts.push(path(windows, '#ffd977', 0.95));
  for (const [x, y] of [
    [218, 326],
    [414, 406],
    [1505, 700],
  ] satisfies Point[]) {
    parts.push(sheet.glow(x, y, 54, 54, '#ff6a3d', 0.8), disc(x, y, 5, '#ffd3b0'));
  }
  for (const x of [430, 760, 1190, 1420, 1650]) {
    parts.push(
      line(`M${x} 905V850`, '#141f1d', 4),
      sheet.glow(x, 848, 80, 70, '#ffdc7d', 0.75),
      disc(x, 848, 5, '#fff3c8'),
    );
  }
  parts.push(box(0, 896, WIDTH, 14, '#0f1817'));
  return parts.join('');
}

function coolingTower(sheet: Sheet, x: number, top: number, base: number, foot: number): string {
  const waist = foot * 0.6;
  const lip = foot * 0.68;
  const neck = top + (base - top) * 0.3;
  const outline = `M${x - foot} ${base}C${x - waist * 1.1} ${neck + 130} ${x - waist} ${neck + 30} ${x - waist} ${neck}C${x - waist} ${neck - 40} ${n(x - lip)} ${top + 20} ${n(x - lip)} ${top}L${n(x + lip)} ${top}C${n(x + lip)} ${top + 20} ${x + waist} ${neck - 40} ${x + waist} ${neck}C${x + waist} ${neck + 30} ${x + waist * 1.1} ${neck + 130} ${x + foot} ${base}Z`;
  return (
    path(outline, sheet.across('#3c4536', '#6d6a45', '#47503b', '#1d2925', '#151f1d')) +
    path(outline, sheet.down('#10191a/0', '#10191a/0.2', '#0d1616/0.75')) +
    `<ellipse cx="${x}" cy="${top}" rx="${n(lip)}" ry="9" fill="#1a2420"/>`
  );
}

function pylons(): string {
  let wires = '';
  let frames = '';
  const feet = [1990, 1830, 1690, 1580];
  feet.forEach((x, index) => {
    const tall = 290 * 0.84 ** index;
    const base = 906;
    const half = tall * 0.13;
    frames += `M${x - half} ${base}L${x} ${n(base - tall)}L${x + half} ${base}M${n(x - half * 0.8)} ${n(base - tall * 0.2)}L${n(x + half * 0.5)} ${n(base - tall * 0.5)}M${n(x + half * 0.8)} ${n(base - tall * 0.2)}L${n(x - half * 0.5)} ${n(base - tall * 0.5)}`;
    for (const level of [0.72, 0.86])
      frames += `M${n(x - tall * 0.2)} ${n(base - tall * level)}H${n(x + tall * 0.2)}`;
    const next = feet[index + 1];
    if (next === undefined) return;
    for (const level of [0.72, 0.86]) {
      const lower = base - tall * 0.84 * level;
      wires += `M${n(x - tall * 0.2)} ${n(base - tall * level)}Q${n((x + next) / 2)} ${n(lower + 34)} ${n(next - tall * 0.168)} ${n(lower)}`;
    }
  });
  return line(frames, '#1b2723', 4) + line(wires, '#1b2723', 1.6, 0.9);
}

function reeds(random: Random): string {
  let data = '';
  for (let index = 0; index < 260; index++) {
    const x = random.between(-20, 760) * random.next() ** 0.6;
    const tall = random.between(60, 260) * (1 - x / 1100);
    const lean = random.between(-30, 50);
    data += `M${n(x)} 1340Q${n(x + lean * 0.2)} ${n(1340 - tall * 0.6)} ${n(x + lean)} ${n(1340 - tall)}`;
  }
  return group(line(data, '#0b1213', 4), '');
}
