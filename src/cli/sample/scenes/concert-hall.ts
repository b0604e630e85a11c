import { mix, ramp, rise } from '../colour.ts';
import { clouds, type Random } from '../random.ts';
import type { Draw } from '../scene.ts';
import { HEIGHT, Sheet, WIDTH, box, disc, line, n, path, shape } from '../sheet.ts';

/** An organ and an orchestra, seen over the audience’s heads. */
export const concertHall: Draw = (random) => {
  const air = clouds(random, 4);
  const dark = ramp(['#12060c', '#2a0d17', '#571a26', '#8a3428']);
  const sheet = new Sheet();
  sheet.add(balconies(sheet, random), organ(sheet), stage(sheet));
  sheet.add(
    sheet.glow(1000, 640, 760, 460, '#ffbf6a', 0.42),
    spots(sheet),
    players(random),
    audience(random),
  );
  return {
    ground: (x, y) => {
      const light = Math.exp(-((x - 0.5) ** 2 * 8 + (y - 0.42) ** 2 * 9));
      const base = dark(light * 0.95 + (air(x * 5, y * 3) - 0.5) * 0.16);
      return mix(base, [10, 4, 8], rise(0.62, 1, y) * 0.8);
    },
    svg: sheet.svg(),
    grain: 10,
    vignette: 0.55,
  };
};

function organ(sheet: Sheet): string {
  const parts: string[] = [
    path(
      'M540 700V330Q540 250 640 236Q760 210 800 150Q1000 60 1200 150Q1240 210 1360 236Q1460 250 1460 330V700Z',
      sheet.down('#3a1414', '#5c2319', '#2a0f12'),
    ),
  ];
  const towers: [number, number, number, number][] = [
    [610, 9, 330, 1],
    [760, 9, 270, -1],
    [1000, 15, 130, 0],
    [1240, 9, 270, 1],
    [1390, 9, 330, -1],
  ];
  for (const [centre, count, top, slant] of towers) parts.push(pipes(sheet, centre, count, top, slant));
  parts.push(box(520, 640, 960, 26, '#c78d45'), box(520, 666, 960, 70, sheet.down('#3f1815', '#240c10')));
  return parts.join('');
}

function pipes(sheet: Sheet, centre: number, count: number, top: number, slant: number): string {
  const wide = 15;
  const metal = sheet.across('#5b3a22', '#f0d193', '#b9833f', '#4a2a1a');
  let drawn = '';
  for (let index = 0; index < count; index++) {
    const place = index - (count - 1) / 2;
    const x = centre + place * wide;
    const drop = slant === 0 ? Math.abs(place) * 17 : (place * slant + count / 2) * 15;
    const y = top + drop;
    drawn += box(x - wide * 0.44, y, wide * 0.88, 600 - y, metal);
    drawn += path(`M${n(x - wide * 0.44)} 600L${n(x)} 642L${n(x + wide * 0.44)} 600Z`, '#8a5b2e');
    drawn += `<ellipse cx="${n(x)}" cy="${n(572 - drop * 0.12)}" rx="${n(wide * 0.28)}" ry="9" fill="#2a1110"/>`;
    drawn += `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(wide * 0.44)}" ry="3" fill="#ffe9bd"/>`;
  }
  return drawn;
}

function balconies(sheet: Sheet, random: Random): string {
  let parts = '';
  for (let tier = 0; tier < 3; tier++) {
    for (const side of [-1, 1]) {
      const y = 250 + tier * 190;
      const inner = 1000 + side * 500;
      const outer = 1000 + side * 1020;
      const sag = 120 + tier * 34;
      const front = `M${inner} ${y}Q${inner + side * 200} ${y + sag * 0.25} ${outer} ${y + sag}V${y + sag + 92}Q${inner + side * 200} ${y + sag * 0.3 + 66} ${inner} ${y + 54}Z`;
      parts += path(
        front,
        side < 0 ? sheet.across('#2b0c14', '#8c3a2a') : sheet.across('#8c3a2a', '#2b0c14'),
      );
      parts += line(
        `M${inner} ${y}Q${inner + side * 200} ${n(y + sag * 0.25)} ${outer} ${y + sag}`,
        '#e7b566',
        6,
        0.8,
      );
      for (let seat = 0; seat < 9; seat++) {
        const t = (seat + 0.6) / 9.4;
        const curve = (1 - t) ** 2 * y + 2 * t * (1 - t) * (y + sag * 0.25) + t * t * (y + sag);
        const x = inner + side * (2 * t * (1 - t) * 200 + t * t * 520);
        if (random.chance(0.75)) parts += disc(x, curve - 18 - 10 * t, 11 + 9 * t, '#14060b');
        if (seat % 3 === 1)
          parts += sheet.glow(x, curve + 40, 54, 44, '#ffc877', 0.7) + disc(x, curve + 40, 6, '#fff0c9');
      }
    }
  }
  return parts;
}

function stage(sheet: Sheet): string {
  return (
    path(
      shape([
        [420, 860],
        [560, 730],
        [1440, 730],
        [1580, 860],
      ]),
      sheet.down('#f0b262', '#c47b3a'),
    ) +
    line('M500 786H1500M470 812H1530M440 840H1560', '#8a4a24', 2, 0.5) +
    path(
      shape([
        [420, 860],
        [1580, 860],
        [1600, 930],
        [400, 930],
      ]),
      sheet.down('#5a2519', '#240c10'),
    )
  );
}

function players(random: Random): string {
  let figures = '';
  for (const [count, y, size, spread] of [
    [13, 752, 13, 390],
    [11, 790, 17, 410],
    [9, 836, 21, 400],
  ] satisfies [number, number, number, number][]) {
    for (let index = 0; index < count; index++) {
      const t = (index / (count - 1)) * 2 - 1;
      if (Math.abs(t) < 0.12 && size > 15) continue;
      const x = 1000 + t * spread;
      const base = y - t * t * 12;
      figures +=
        path(
          `M${n(x - size)} ${n(base)}Q${n(x - size)} ${n(base - size * 2.1)} ${n(x)} ${n(base - size * 2.2)}Q${n(x + size)} ${n(base - size * 2.1)} ${n(x + size)} ${n(base)}Z`,
          '#1b0a0c',
        ) + disc(x, base - size * 2.75, size * 0.62, '#2c1210');
      const lean = random.between(0.5, 1.1) * (t < 0 ? 1 : -1);
      figures += line(
        `M${n(x - lean * size * 1.2)} ${n(base - size * 1.9)}L${n(x + lean * size * 1.5)} ${n(base - size * 1.1)}`,
        '#f2bf72',
        2.4,
        0.8,
      );
    }
  }
  return (
    figures +
    path('M984 862L988 790Q984 764 1000 760Q1016 764 1012 790L1016 862Z', '#120609') +
    disc(1000, 744, 13, '#2c1210') +
    line('M1010 784L1046 750L1062 722', '#120609', 6)
  );
}

function spots(sheet: Sheet): string {
  return [620, 810, 1190, 1380]
    .map((x) =>
      path(
        shape([
          [x - 12, -10],
          [x + 12, -10],
          [1000 + (x - 1000) * 0.55 + 150, 860],
          [1000 + (x - 1000) * 0.55 - 150, 860],
        ]),
        sheet.down('#ffe3ad/0.26', '#ffe3ad/0.03'),
      ),
    )
    .join('');
}

function audience(random: Random): string {
  let drawn = '';
  for (let row = 0; row < 6; row++) {
    const size = 21 + row * 12;
    const y = 930 + row * 66 + row * row * 5;
    const paint = ['#3a1519', '#2f1016', '#240c12', '#1a080d', '#12050a', '#0b0307'][row] ?? '#0b0307';
    let heads = '';
    let rims = '';
    for (let x = -40 + (row % 2) * size * 1.4; x < WIDTH + 60; x += size * 2.7) {
      if (random.chance(0.08)) continue;
      const cx = x + random.between(-5, 5);
      const top = y + random.between(-8, 8);
      const r = size * random.between(0.84, 1.02);
      heads += `M${n(cx - r)} ${n(top)}a${n(r)} ${n(r * 1.15)} 0 0 1 ${n(2 * r)} 0Q${n(cx + r * 0.9)} ${n(top + r)} ${n(cx + r * 0.6)} ${n(top + r * 1.2)}Q${n(cx + r * 1.55)} ${n(top + r * 1.35)} ${n(cx + r * 1.7)} ${n(top + r * 2.6)}V${HEIGHT}H${n(cx - r * 1.7)}V${n(top + r * 2.6)}Q${n(cx - r * 1.55)} ${n(top + r * 1.35)} ${n(cx - r * 0.6)} ${n(top + r * 1.2)}Q${n(cx - r * 0.9)} ${n(top + r)} ${n(cx - r)} ${n(top)}Z`;
      const side = Math.sign(1000 - cx) || 1;
      rims += `M${n(cx)} ${n(top - r * 1.15)}A${n(r)} ${n(r * 1.15)} 0 0 ${side > 0 ? 1 : 0} ${n(cx + side * r * 0.96)} ${n(top - r * 0.2)}`;
    }
    drawn += path(heads, paint) + line(rims, '#e09a52', 2.6, 0.5 - row * 0.06);
  }
  return drawn;
}
