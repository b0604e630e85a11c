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
  sheet.add(sheet.glow(1325, 720, 640, 440, '#ff9a3d', 0.6), door);
  sheet.add(carpet(sheet), lampOnWater(random, 328, 130), lampOnWater(random, 848, 60));
  sheet.add(figureInDoor(sheet), crates(random));
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

/** The light that falls out of the door, softer towards its edges. */
function carpet(sheet: Sheet): string {
  return [0, 26, 60, 110]
    .map((spill) => {
      const reach = spill * 3.4;
      const light = sheet.down('#ffab52/0.42', '#f08a35/0.14', '#b75d22/0');
      return path(
        shape([
          [1236 - spill * 0.2, 822],
          [1414 + spill * 0.2, 822],
          [1890 + reach, 1340],
          [650 - reach, 1340],
        ]),
        light,
      );
    })
    .join('');
}

function lampOnWater(random: Random, x: number, spread: number): string {
  const glitter = { top: 830, bottom: 1240, count: 90, length: 60, centre: x };
  return path(ripples(random, { ...glitter, spread: [6, spread * 0.5] }), '#d5e6ea', 0.3);
}

function figureInDoor(sheet: Sheet): string {
  const coat =
    'M1322 652Q1336 660 1352 668Q1364 676 1368 716L1374 762Q1368 768 1362 764L1354 724L1360 782H1286L1291 724L1283 764Q1276 768 1270 762L1277 716Q1281 676 1293 668Q1308 660 1322 652Z';
  const legs = 'M1298 780L1302 823H1320L1322 790L1327 823H1346L1348 780Z';
  const head =
    'M1307 624Q1306 604 1322 603Q1339 604 1338 624Q1338 640 1331 648L1333 662H1312L1314 648Q1307 640 1307 624Z';
  const cap = 'M1303 620Q1303 596 1323 595Q1342 596 1341 614L1350 619Q1334 624 1303 620Z';
  return (
    [coat, legs, head, cap].map((part) => path(part, '#190f0a')).join('') +
    path('M1302 824L1346 824L1412 1180L1268 1180Z', sheet.down('#0c0a0c/0.75', '#0c0a0c/0'))
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
