import { ramp } from '../colour.ts';
import { clouds, type Random } from '../random.ts';
import type { Draw } from '../scene.ts';
import { HEIGHT, Sheet, WIDTH, box, disc, group, line, n, path, shape, type Point } from '../sheet.ts';

/** A classroom from inside: the light comes through one tall window. */
export const schoolWindow: Draw = (random) => {
  const air = clouds(random, 5);
  const outside = ramp(['#9fc0cb', '#c6d8d4', '#eadfc4', '#f2cfa0']);
  const sheet = new Sheet();
  const frame: [number, number, number, number] = [760, 130, 1480, 850];
  sheet.add(view(random), wallAround(sheet, frame), bars(frame), curtain(sheet), sill(sheet, random));
  sheet.add(board(random), lightOnFloor(sheet), desks(sheet, random));
  return {
    ground: (x, y) => outside(y * 1.5 + (air(x * 5, y * 5) - 0.5) * 0.3),
    svg: sheet.svg(),
    grain: 9,
    vignette: 0.5,
  };
};

function view(random: Random): string {
  let roofs = '';
  for (let x = 740; x < 1500;) {
    const wide = random.between(50, 96);
    const tall = random.between(30, 110);
    roofs += shape([
      [x, 860],
      [x, 720 - tall],
      [x + wide / 2, 690 - tall],
      [x + wide, 720 - tall],
      [x + wide, 860],
    ]);
    x += wide * 0.94;
  }
  return (
    disc(1290, 420, 60, '#fff4d8', 0.9) +
    path(ridge2(random), '#9db5b4', 0.8) +
    path('M740 600H1500V860H740Z', '#bcd0cb', 0.65) +
    path('M1010 640l60 0l-10 22h-44ZM1036 640V590l30 44Z', '#5e7a80') +
    path(roofs, '#6d7f80') +
    line('M1380 700V520M1356 548H1404M1362 576H1398', '#54686c', 5)
  );
}

function ridge2(random: Random): string {
  const points: Point[] = [[740, 620]];
  for (let x = 740; x <= 1500; x += 40) points.push([x, 570 - random.between(0, 46)]);
  return shape([...points, [1500, 620]]);
}

function wallAround(sheet: Sheet, [left, top, right, bottom]: [number, number, number, number]): string {
  const wall = sheet.across('#1d2b33', '#35505a', '#4a6a70', '#3a555d', '#1c2a32');
  const hole = `M0 0H${WIDTH}V1010H0ZM${left} ${top}V${bottom}H${right}V${top}Z`;
  return (
    `<path d="${hole}" fill="${wall}" fill-rule="evenodd"/>` +
    box(0, 960, WIDTH, 26, '#2a3d43') +
    box(0, 986, WIDTH, 350, sheet.down('#3b2f2a', '#5a4030', '#2b1e1a')) +
    line(boards(), '#1d1411', 2.4, 0.6) +
    box(left - 34, top - 34, right - left + 68, 36, '#d9d0ba') +
    box(left - 34, top - 34, 36, bottom - top + 60, sheet.across('#8e9690', '#d9d0ba')) +
    box(right - 2, top - 34, 36, bottom - top + 60, sheet.across('#efe4c8', '#8e9690'))
  );
}

function boards(): string {
  let data = '';
  for (let x = -1400; x < 3400; x += 120) data += `M${n(1000 + (x - 1000) * 0.55)} 986L${x} ${HEIGHT}`;
  return data;
}

function bars([left, top, right, bottom]: [number, number, number, number]): string {
  const parts: string[] = [];
  for (let column = 1; column < 3; column++)
    parts.push(box(left + ((right - left) / 3) * column - 9, top, 18, bottom - top, '#cfc7b1'));
  for (const share of [0.32, 0.66])
    parts.push(box(left, top + (bottom - top) * share - 8, right - left, 16, '#c2bba7'));
  return parts.join('');
}

function curtain(sheet: Sheet): string {
  const fold = (x: number, wide: number, sway: number): string =>
    path(
      `M${x} 70Q${x + sway} 500 ${x - sway * 0.4} 950H${x + wide - sway * 0.4}Q${x + wide + sway * 0.6} 500 ${x + wide} 70Z`,
      sheet.across('#7a2f26', '#c96a41', '#8b3a2b', '#b65a3a', '#5e241f'),
    );
  return (
    fold(640, 130, 18) +
    fold(560, 100, 10) +
    fold(1470, 140, -14) +
    box(520, 60, 1130, 16, '#1c1512') +
    disc(516, 68, 16, '#1c1512') +
    disc(1652, 68, 16, '#1c1512')
  );
}

function sill(sheet: Sheet, random: Random): string {
  const parts = [
    box(700, 848, 840, 34, sheet.down('#f3ead2', '#a79f8d')),
    box(720, 882, 800, 14, '#1d2a2f', 0.6),
  ];
  parts.push(path('M832 848L822 772H906L896 848Z', '#a4502f'), box(816, 764, 96, 16, '#bb6138'));
  for (let leaf = 0; leaf < 15; leaf++) {
    const lean = random.between(-110, 110);
    const tall = random.between(90, 240);
    parts.push(
      path(
        `M864 768Q${n(864 + lean * 0.2)} ${n(768 - tall * 0.8)} ${n(864 + lean)} ${n(768 - tall)}Q${n(864 + lean * 0.5)} ${n(768 - tall * 0.4)} 872 768Z`,
        leaf % 2 ? '#23433a' : '#31594a',
      ),
    );
  }
  parts.push(
    path('M1290 848V800Q1290 786 1304 786H1352Q1366 786 1366 800V848Z', '#2f4a52'),
    box(1180, 818, 90, 30, '#7c3d2c'),
    box(1188, 796, 84, 22, '#d7b268'),
    box(1176, 780, 92, 16, '#37565b'),
  );
  return parts.join('');
}

function board(random: Random): string {
  let chalk = '';
  for (let row = 0; row < 6; row++) {
    let x = 90;
    while (x < 420) {
      const wide = random.between(18, 66);
      const y = 372 + row * 54;
      chalk += `M${n(x)} ${y}`;
      for (let stroke = 0; stroke < wide; stroke += 9)
        chalk += `q4 ${n(random.between(-18, -4))} 9 ${n(random.between(-3, 3))}`;
      x += wide + 26;
    }
  }
  return (
    box(40, 280, 440, 400, '#6b4a33') +
    box(56, 296, 408, 368, '#16241f') +
    line(chalk, '#dfe8dc', 3, 0.62) +
    box(40, 678, 440, 16, '#84603f') +
    box(120, 670, 40, 8, '#f2efe4')
  );
}

function lightOnFloor(sheet: Sheet): string {
  const panes: string[] = [];
  for (let column = 0; column < 3; column++) {
    for (let row = 0; row < 2; row++) {
      const at = (u: number, v: number): Point => [
        700 + u * 640 - v * 330 + (u - 0.5) * v * 160,
        1010 + v * 300,
      ];
      const [u, v] = [column / 3, row / 2];
      panes.push(
        path(
          shape([
            at(u + 0.02, v + 0.03),
            at(u + 0.31, v + 0.03),
            at(u + 0.31, v + 0.46),
            at(u + 0.02, v + 0.46),
          ]),
          '#ffdca0',
          0.5,
        ),
      );
    }
  }
  return (
    panes.join('') +
    path(
      shape([
        [762, 132],
        [1478, 132],
        [1210, 1200],
        [420, 1200],
      ]),
      sheet.down('#fff0c8/0.1', '#ffe2a6/0.05', '#ffe2a6/0'),
    )
  );
}

function desks(sheet: Sheet, random: Random): string {
  const one = (x: number, y: number, scale: number): string => {
    const top =
      path('M-170 -20L150 -20L190 24L-210 24Z', sheet.across('#8a5a34', '#d99a58', '#6f452a')) +
      box(-210, 24, 400, 14, '#3a2418');
    const legs = line('M-190 38L-206 260M170 38L186 260M-130 38L-138 200M116 38L124 200', '#201510', 11);
    const tidy = path('M-60 -8L30 -8L42 12L-66 12Z', '#f5ead0') + line('M-50 -3H26M-54 3H32', '#6b7c80', 1.6);
    const chair =
      path('M-84 130Q-90 20 -70 4H60Q80 20 74 130L60 130Q62 40 50 26H-60Q-72 40 -70 130Z', '#1c2c33') +
      box(-70, 40, 130, 44, '#263b43') +
      line('M-78 130L-84 290M68 130L74 290', '#141f24', 10);
    return group(
      top + legs + tidy + (random.chance(0.8) ? group(chair, 'transform="translate(-6 58)"') : ''),
      `transform="translate(${x} ${y}) scale(${scale})"`,
    );
  };
  return [
    one(560, 960, 0.62),
    one(930, 960, 0.62),
    one(1300, 960, 0.62),
    one(1680, 960, 0.62),
    one(330, 1090, 1),
    one(950, 1090, 1),
    one(1600, 1090, 1),
  ].join('');
}
