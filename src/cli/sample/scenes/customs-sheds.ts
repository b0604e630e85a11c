import { mix, ramp } from '../colour.ts';
import { clouds, type Random } from '../random.ts';
import type { Draw } from '../scene.ts';
import { HEIGHT, Sheet, WIDTH, box, disc, line, mirrored, n, path, ripples, shape } from '../sheet.ts';

/** Sheds at night, one door open. */
export const customsSheds: Draw = (random) => {
  const sky = ramp(['#0d1626', '#16243a', '#22384e', '#345063']);
  const floor = ramp(['#243746', '#182636', '#0e1826', '#080e18']);
  const air = clouds(random, 5);
  const sheet = new Sheet();
  const ground = 820;
  const sheds = shedRow(sheet);
  sheet.add(mirrored(sheds, ground, 0.55, 0.35), sheds);
  const door = box(1236, 560, 178, 262, sheet.down('#ffd58a', '#ff9c3f'));
  sheet.add(sheet.glow(1325, 720, 620, 420, '#ff9a3d', 0.5), door);
  sheet.add(
    path(
      shape([
        [1236, 822],
        [1414, 822],
        [1980, 1340],
        [560, 1340],
      ]),
      sheet.down('#ffab52/0.9', '#f08a35/0.3', '#b75d22/0'),
    ),
  );
  sheet.add(figureInDoor(), crates(random));
  const wet = { top: 826, bottom: 1345, centre: 1310, spread: [110, 620] as [number, number] };
  sheet.add(path(ripples(random, { ...wet, count: 320, length: 120 }), '#ffcf8e', 0.34));
  sheet.add(path(ripples(random, { top: 826, bottom: 1345, count: 420, length: 170 }), '#060b14', 0.4));
  sheet.add(lampPost(sheet, 300, 830, 470), lampPost(sheet, 820, 815, 260));
  sheet.add(line(rain(random), '#bcd0da', 1.5, 0.16));
  return {
    ground: (x, y) => {
      const drift = air(x * 3, y * 6) - 0.5;
      if (y < 0.615)
        return mix(
          sky(y / 0.615 + drift * 0.5),
          [255, 160, 80],
          Math.exp(-((x - 0.66) ** 2 * 14 + (y - 0.5) ** 2 * 20)) * 0.16,
        );
      return floor((y - 0.615) / 0.385 + drift * 0.3);
    },
    svg: sheet.svg(),
    grain: 10,
    vignette: 0.5,
  };
};

function shedRow(sheet: Sheet): string {
  const fronts: string[] = [];
  const paints = ['#101a27', '#142130', '#0f1925', '#152434', '#111c29'];
  for (let index = 0; index < 5; index++) {
    const left = -160 + index * 440;
    const ridgeY = 300 + index * 4;
    const wall = sheet.down(paints[index] ?? '#101a27', '#0a111b');
    fronts.push(
      path(
        shape([
          [left, 822],
          [left, 480],
          [left + 220, ridgeY],
          [left + 440, 480],
          [left + 440, 822],
        ]),
        wall,
      ),
      line(`M${left} 480L${left + 220} ${ridgeY}L${left + 440} 480`, '#4a6579', 5, 0.6),
      box(left + 186, 400, 68, 46, '#0a111b'),
      line(planks(left, ridgeY), '#060a11', 2, 0.7),
    );
    if (index !== 3)
      fronts.push(box(left + 130, 560, 180, 262, '#090f18'), box(left + 218, 560, 4, 262, '#1a2735'));
  }
  return fronts.join('');
}

function planks(left: number, ridgeY: number): string {
  let data = '';
  for (let x = 20; x < 440; x += 22)
    data += `M${left + x} ${n(ridgeY + 12 + (Math.abs(x - 220) / 220) * 176)}V822`;
  return data;
}

function figureInDoor(): string {
  return (
    path(
      'M1298 823L1304 742L1290 740Q1284 682 1306 664Q1322 656 1338 664Q1360 682 1354 740L1340 742L1346 823L1328 823L1322 762L1316 823Z',
      '#190f0a',
    ) +
    disc(1322, 644, 17, '#190f0a') +
    path('M1300 638Q1304 620 1322 620Q1340 620 1344 638L1352 642H1292Z', '#190f0a') +
    path('M1300 824L1343 824L1400 1120L1290 1120Z', '#0c0a0c', 0.45)
  );
}

function crates(random: Random): string {
  let stack = '';
  for (let index = 0; index < 9; index++) {
    const x = 1480 + (index % 5) * 96 + random.between(-8, 8);
    const y = 760 - (index > 4 ? 78 : 0) + (index > 4 ? 4 : 0);
    stack +=
      box(x, y, 90, 76, index % 2 ? '#0b111a' : '#0e1520') +
      line(
        `M${n(x)} ${y + 2}H${n(x + 88)}M${n(x + 1)} ${y + 2}V${y + 74}`,
        '#e98f40',
        2.5,
        index % 5 === 0 ? 0.7 : 0.25,
      );
  }
  return stack;
}

function lampPost(sheet: Sheet, x: number, base: number, tall: number): string {
  const top = base - tall;
  return (
    line(`M${x} ${base}V${top + 20}Q${x} ${top} ${x + 24} ${top}`, '#060a11', tall / 50) +
    sheet.glow(x + 28, top + 8, tall * 0.55, tall * 0.55, '#cfe4ea', 0.42) +
    disc(x + 28, top + 6, tall / 52, '#f2fbff')
  );
}

function rain(random: Random): string {
  let data = '';
  for (let index = 0; index < 420; index++) {
    const x = random.between(-60, WIDTH);
    const y = random.between(-40, HEIGHT);
    const fall = random.between(18, 62);
    data += `M${n(x)} ${n(y)}l${n(fall * 0.16)} ${n(fall)}`;
  }
  return data;
}
