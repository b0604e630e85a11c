import { colour, mix, ramp } from '../colour.ts';
import { clouds, type Random } from '../random.ts';
import type { Draw } from '../scene.ts';
import { HEIGHT, Sheet, WIDTH, box, disc, group, gulls, line, n, path, shape } from '../sheet.ts';

/** Columns and steps in hard winter light; one figure. */
export const courtSteps: Draw = (random) => {
  const sky = ramp(['#6d7c93', '#97a0ad', '#c4bfb8', '#ddd0bd']);
  const air = clouds(random, 5);
  const sheet = new Sheet();
  sheet.add(
    pediment(sheet),
    porch(sheet),
    columns(sheet),
    steps(sheet, random),
    shadow(sheet),
    walker(),
    bareTree(random),
  );
  sheet.add(path(snow(random), '#ffffff', 0.75));
  return {
    ground: (x, y) => {
      const base = sky(y * 1.15 + (air(x * 2, y * 4) - 0.5) * 0.55);
      const bank = Math.max(0, air(x * 3 + 7, y * 6) - 0.5) * 1.3;
      return mix(base, colour('#eee6da'), bank);
    },
    svg: sheet.svg(),
    grain: 10,
    vignette: 0.34,
  };
};

function pediment(sheet: Sheet): string {
  const teeth = Array.from({ length: 58 }, (_, index) => box(330 + index * 30, 238, 17, 20, '#544f5c', 0.85));
  return [
    path(
      shape([
        [260, 150],
        [1170, -170],
        [2080, 150],
      ]),
      sheet.down('#b9ad9f', '#d9ccb8'),
    ),
    path(
      shape([
        [430, 132],
        [1170, -128],
        [1910, 132],
      ]),
      sheet.down('#7b7480', '#a2988f'),
    ),
    box(250, 146, 1800, 20, '#e9dcc6'),
    box(262, 166, 1800, 70, sheet.across('#cdbfac', '#d8cab4', '#a39a95')),
    box(262, 236, 1800, 26, '#6a6370'),
    ...teeth,
    box(280, 260, 1800, 34, sheet.across('#e0d3bd', '#c9bcaa', '#8e8789')),
    disc(1170, 62, 46, '#c9bcaa', 0.55),
    line('M1170 22V100M1136 40H1204M1136 40L1122 72H1150ZM1204 40L1190 72H1218Z', '#544f5c', 5, 0.75),
  ].join('');
}

function porch(sheet: Sheet): string {
  const parts = [box(330, 294, 1700, 620, sheet.across('#4a4655', '#393642', '#262430'))];
  for (const x of [560, 1120, 1680]) {
    parts.push(box(x - 84, 430, 168, 484, '#1c1a24'), box(x - 84, 430, 168, 12, '#6a6370'));
    parts.push(box(x - 66, 456, 60, 440, '#2b2733'), box(x + 6, 456, 60, 440, '#2b2733'));
    parts.push(path(`M${x - 98} 424L${x} 370L${x + 98} 424Z`, '#575261'));
  }
  parts.push(
    box(1126, 456, 50, 440, sheet.down('#ffcf86', '#e99b4f')),
    sheet.glow(1150, 720, 190, 300, '#ffb765', 0.5),
  );
  return parts.join('');
}

function columns(sheet: Sheet): string {
  const stone = sheet.across('#f3e6cf', '#efe0c6', '#cdbda8', '#85798a', '#4e4a5c');
  const parts: string[] = [];
  for (let index = 0; index < 7; index++) {
    const x = 400 + index * 280;
    const foot = 58;
    const neck = 47;
    parts.push(
      path(
        `M${x - foot} 890Q${x - neck - 3} 600 ${x - neck} 350H${x + neck}Q${x + neck + 3} 600 ${x + foot} 890Z`,
        stone,
      ),
    );
    for (let flute = -3; flute <= 3; flute++) {
      const share = flute / 3.6;
      parts.push(
        line(
          `M${n(x + share * neck)} 356Q${n(x + share * (neck + 3))} 600 ${n(x + share * foot)} 884`,
          '#5a5262',
          3.4,
          0.2 + 0.1 * Math.max(0, share),
        ),
      );
    }
    parts.push(
      box(x - 70, 294, 140, 22, stone),
      path(
        shape([
          [x - 66, 316],
          [x + 66, 316],
          [x + 48, 352],
          [x - 48, 352],
        ]),
        stone,
      ),
    );
    parts.push(box(x - 70, 886, 140, 18, stone), box(x - 80, 902, 160, 20, stone));
    parts.push(
      path(
        shape([
          [x + 58, 922],
          [x + 80, 922],
          [x + 300, 996],
          [x + 210, 996],
        ]),
        '#3a3746',
        0.35,
      ),
    );
  }
  return parts.join('');
}

const STEPS = 11;

function stepEdge(index: number): number {
  return 920 + 430 * (index / STEPS) ** 1.35;
}

function steps(sheet: Sheet, random: Random): string {
  const parts: string[] = [];
  const tread = sheet.across('#f5ead6', '#e9dcc6', '#c2b5a8');
  const riser = sheet.across('#b8ab9d', '#a0958f', '#6a6470');
  for (let index = 0; index < STEPS; index++) {
    const top = stepEdge(index);
    const next = stepEdge(index + 1);
    const left = 300 - index * 44;
    parts.push(
      path(
        shape([
          [left, top],
          [WIDTH + 40, top],
          [WIDTH + 40, next],
          [left - 40, next],
        ]),
        riser,
      ),
    );
    parts.push(
      path(
        shape([
          [left, top],
          [WIDTH + 40, top],
          [WIDTH + 40, top + (next - top) * 0.48],
          [left - 20, top + (next - top) * 0.48],
        ]),
        tread,
      ),
    );
    parts.push(line(wear(random, left, top), '#8b8088', 1.6, 0.5));
  }
  parts.push(
    path(
      shape([
        [300, 920],
        [-200, 1340],
        [-200, 1120],
        [120, 920],
      ]),
      '#75707b',
    ),
    box(-10, 860, 310, 64, sheet.across('#8d8790', '#c8bcae')),
  );
  parts.push(
    path(
      shape([
        [-10, 924],
        [300, 924],
        [-140, 1340],
        [-10, 1340],
      ]),
      sheet.down('#5e5966', '#3f3b49'),
    ),
  );
  return parts.join('');
}

function wear(random: Random, left: number, y: number): string {
  let data = '';
  for (let index = 0; index < 8; index++) {
    const x = random.between(left, WIDTH);
    data += `M${n(x)} ${n(y + random.between(2, 8))}h${n(random.between(14, 90))}`;
  }
  return data;
}

/** The shadow of something large across the square falls over half the stairs. */
function shadow(sheet: Sheet): string {
  return path(
    shape([
      [1120, 1340],
      [1500, 920],
      [2040, 920],
      [2040, 1340],
    ]),
    sheet.across('#2b2838/0.45', '#2b2838/0.7'),
  );
}

function walker(): string {
  const long = path('M786 1181L826 1181L1010 1345L880 1345Z', '#3a3443', 0.5);
  const body: string =
    path(
      'M-13 0L-9 -62L-24 -64Q-32 -132 -8 -158L14 -158Q34 -134 26 -66L14 -62L20 0L8 0L0 -54L-3 0Z',
      '#1a1822',
    ) +
    disc(2, -174, 14, '#1a1822') +
    path('M-14 -178Q2 -204 18 -180L24 -174H-14Z', '#1a1822') +
    path('M24 -112L42 -70L34 -64L18 -96Z', '#1a1822') +
    box(28, -72, 44, 34, '#7a2f2a');
  return long + group(body, 'transform="translate(800 1180) scale(1.12)"');
}

function bareTree(random: Random): string {
  const strokes: string[] = [];
  const grow = (x: number, y: number, angle: number, length: number, width: number): void => {
    const endX = x + Math.cos(angle) * length;
    const endY = y - Math.sin(angle) * length;
    strokes.push(
      line(
        `M${n(x)} ${n(y)}Q${n(x + Math.cos(angle + 0.25) * length * 0.5)} ${n(y - Math.sin(angle + 0.25) * length * 0.5)} ${n(endX)} ${n(endY)}`,
        '#2a2732',
        width,
      ),
    );
    if (width < 1.6) return;
    const forks = random.chance(0.3) ? 3 : 2;
    for (let fork = 0; fork < forks; fork++) {
      grow(
        endX,
        endY,
        angle + random.between(-0.62, 0.62),
        length * random.between(0.66, 0.86),
        width * 0.62,
      );
    }
  };
  grow(112, 905, 1.5, 200, 22);
  return strokes.join('') + line(gulls(random, 5, [380, 60, 640, 130]), '#2a2732', 3);
}

function snow(random: Random): string {
  let data = '';
  for (let index = 0; index < 260; index++) {
    const x = random.between(0, WIDTH);
    const y = random.between(0, HEIGHT);
    const r = random.between(1.2, 4);
    data += `M${n(x - r)} ${n(y)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0Z`;
  }
  return data;
}
