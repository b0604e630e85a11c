import { fishingBoat } from '../boats.ts';
import { mix, ramp, rise } from '../colour.ts';
import { clouds } from '../random.ts';
import type { Draw } from '../scene.ts';
import { Sheet, WIDTH, box, gulls, line, mirrored, path, placed, ripples } from '../sheet.ts';

/** Masts in blue fog. */
export const fishingBoats: Draw = (random) => {
  const sky = ramp(['#8fa9b3', '#a9bfc4', '#c4d3d2', '#cddad6']);
  const sea = ramp(['#bccdcd', '#8eaab2', '#5f8593', '#38606f', '#20424f']);
  const air = clouds(random, 5);
  const sheet = new Sheet();
  const rows = [
    { y: 640, scale: 0.5, count: 9, hull: '#8fa6ac', edge: '#c8d6d4' },
    { y: 735, scale: 0.78, count: 6, hull: '#5d7f8b', edge: '#b9cccb' },
    { y: 890, scale: 1.3, count: 4, hull: '#2b4d5a', edge: '#d9b48a' },
  ];
  for (const row of rows) {
    let boats = '';
    for (let index = 0; index < row.count; index++) {
      const x = ((index + random.between(0.2, 0.8)) / row.count) * (WIDTH + 200) - 100;
      const boat = fishingBoat(row.hull, row.edge, random);
      boats += placed(
        boat,
        x,
        row.y + random.between(-8, 8),
        row.scale * random.between(0.9, 1.1),
        random.chance(0.4),
      );
    }
    sheet.add(mirrored(boats, row.y + 8, 0.92, 0.5), boats);
    sheet.add(box(0, row.y - 300, WIDTH, 420, sheet.down('#c4d3d2/0', '#c9d7d5/0.34', '#b6c9ca/0')));
  }
  const near = placed(fishingBoat('#122e39', '#d6733f', random), 1490, 1110, 2.35, true);
  sheet.add(mirrored(near, 1124, 0.9, 0.6), near);
  sheet.add(path(ripples(random, { top: 650, bottom: 1350, count: 640, length: 200 }), '#dbe6e2', 0.4));
  sheet.add(path(ripples(random, { top: 660, bottom: 1350, count: 420, length: 180 }), '#1d4351', 0.3));
  sheet.add(line(gulls(random, 6, [200, 150, 1000, 380]), '#4b6973', 3.2, 0.8));
  return {
    ground: (x, y) => {
      const drift = air(x * 2.4, y * 5) - 0.5;
      const light = Math.exp(-((x - 0.3) ** 2 * 3 + (y - 0.22) ** 2 * 9));
      if (y < 0.47) return mix(sky(y / 0.47 + drift * 0.7), [238, 232, 214], light * 0.7);
      return mix(sea((y - 0.47) / 0.53 + drift * 0.14), [203, 216, 213], rise(0.6, 0.47, y) * 0.8);
    },
    svg: sheet.svg(),
    grain: 8,
    vignette: 0.3,
  };
};
