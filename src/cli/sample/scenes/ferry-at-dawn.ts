import { ferry } from '../boats.ts';
import { colour, mix, ramp, rise } from '../colour.ts';
import { clouds, type Random } from '../random.ts';
import type { Draw } from '../scene.ts';
import { Sheet, WIDTH, box, gulls, line, mirrored, n, path, placed, ridge, ripples } from '../sheet.ts';

/** A ferry alone under a rose dawn, its wake drawn out behind it. */
export const ferryAtDawn: Draw = (random) => {
  const sky = ramp(['#1d2748', '#3d3f6b', '#7f5f86', '#c9808b', '#eda793', '#f8cfa8']);
  const sea = ramp(['#e0a198', '#a97a8c', '#5d5c83', '#2c3a62', '#141d3c']);
  const air = clouds(random, 5);
  const horizon = 0.565;
  const waterline = 800;
  const sheet = new Sheet();
  const boat = placed(ferry('#1b2140', '#2a3055', '#ffdf9e', random), 830, waterline + 6, 0.56);
  sheet.add(sheet.glow(1540, 752, 700, 330, '#ffd9a8', 0.85), path('M1494 754a46 46 0 0 1 92 0Z', '#fff6dc'));
  sheet.add(path(ridge(random, 722, 30, 756, 7), '#7c5c82', 0.5));
  sheet.add(box(0, 752, WIDTH, 26, sheet.down('#f7cfae/0.7', '#e3a79c/0')));
  sheet.add(smoke(sheet, random), mirrored(boat, waterline, 0.9, 0.5), boat);
  sheet.add(path(ripples(random, { top: 762, bottom: 1350, count: 720, length: 230 }), '#1c2750', 0.33));
  sheet.add(path(ripples(random, { top: 760, bottom: 1345, count: 360, length: 170 }), '#e9aca0', 0.36));
  sheet.add(path(wake(random), '#f3cdb8', 0.42), path(wake(random), '#fff0dc', 0.3));
  const glitter = { top: 758, bottom: 1330, count: 460, length: 80, centre: 1540 };
  sheet.add(path(ripples(random, { ...glitter, spread: [40, 170] }), '#ffe9c4', 0.85));
  sheet.add(line(gulls(random, 7, [330, 430, 760, 600]), '#20264a', 3, 0.8));
  return {
    ground: (x, y) => {
      if (y > horizon) return mix(sea((y - horizon) / (1 - horizon)), [20, 28, 66], air(x * 3, y * 30) * 0.3);
      const base = sky(y / horizon + (air(x * 2, y * 6) - 0.5) * 0.2);
      const streak = rise(0.52, 0.72, air(x * 2.4 + 3, y * 16)) * rise(0.08, 0.35, y);
      const lit = mix(colour('#57507f'), colour('#ffb59a'), rise(0.18, 0.5, y));
      const light = Math.exp(-((x - 0.77) ** 2 * 5 + (y - 0.56) ** 2 * 14));
      return mix(mix(base, lit, streak * 0.6), [255, 222, 176], light * 0.55);
    },
    svg: sheet.svg(),
    grain: 8,
    vignette: 0.36,
  };
};

function smoke(sheet: Sheet, random: Random): string {
  let puffs = '';
  for (let index = 0; index < 34; index++) {
    const t = index / 34;
    const y = 616 - t ** 0.7 * 104 + random.between(-9, 9) * t;
    const radius = 18 + t * 74;
    puffs += sheet.glow(733 - t * 560, y, radius * 1.5, radius * 0.62, '#3d3864', 0.42 * (1 - t * 0.75));
  }
  return puffs;
}

/** Two lines of broken water that part behind the stern and come towards us. */
function wake(random: Random): string {
  let data = '';
  for (let index = 0; index < 260; index++) {
    const t = random.next() ** 0.8;
    const near = random.chance(0.5);
    const x = 600 - t * 760 + random.between(-40, 40) * t;
    const y = 806 + (near ? 300 : 62) * t ** 1.25 + random.between(-22, 22) * t;
    const half = (10 + 70 * t) * random.between(0.3, 1);
    const thick = 1 + 4.5 * t * random.between(0.4, 1);
    data += `M${n(x - half)} ${n(y + thick * 0.5)}Q${n(x)} ${n(y - thick)} ${n(x + half)} ${n(y)}Q${n(x)} ${n(y + thick)} ${n(x - half)} ${n(y + thick * 0.5)}Z`;
  }
  return data;
}
