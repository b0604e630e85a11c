import { crane, ferry } from '../boats.ts';
import { colour, mix, ramp, rise } from '../colour.ts';
import { clouds, type Random } from '../random.ts';
import type { Draw } from '../scene.ts';
import { Sheet, WIDTH, box, disc, gulls, line, mirrored, n, path, placed, ridge, ripples } from '../sheet.ts';

/** Evening in ochre: cranes, a moored ferry and the town behind. */
export const portHallowHarbour: Draw = (random) => {
  const sky = ramp(['#33484c', '#6f7a63', '#c9a25a', '#efc56e', '#f0b560', '#d98b48']);
  const sea = ramp(['#c98a4a', '#9a7a4c', '#57594a', '#22302f', '#121d20']);
  const air = clouds(random, 5);
  const horizon = 0.6;
  const sun = [0.665, 0.5] as const;
  const sheet = new Sheet();
  const waterline = 800;
  const quay = harbourQuay(random);
  const town = path(ridge(random, 705, 42, waterline, 6), '#8b6a41', 0.62) + townRoofs(random, waterline);
  sheet.add(disc(1330, 640, 62, '#fff0bd', 0.95), sheet.glow(1330, 640, 520, 430, '#ffdf94', 0.75));
  sheet.add(town, box(0, 700, WIDTH, 110, sheet.down('#f0b560/0', '#e8a957/0.55')));
  sheet.add(mirrored(town, waterline, 0.8, 0.3), mirrored(quay, waterline, 0.86, 0.66), quay);
  sheet.add(path(ripples(random, { top: 806, bottom: 1345, count: 620, length: 190 }), '#16211f', 0.34));
  sheet.add(path(ripples(random, { top: 804, bottom: 1340, count: 330, length: 150 }), '#d99b52', 0.3));
  const path_ = { top: 806, bottom: 1320, count: 420, length: 90, centre: 1330 };
  sheet.add(path(ripples(random, { ...path_, spread: [50, 210] }), '#ffe2a0', 0.78));
  sheet.add(line(gulls(random, 9, [250, 180, 1150, 480]), '#2c3330', 3.4, 0.85));
  return {
    ground: (x, y) => {
      if (y > horizon)
        return mix(sea((y - horizon) / (1 - horizon)), [30, 34, 30], air(x * 3, y * 26) * 0.35);
      const base = sky(y / horizon + (air(x * 2.2, y * 7) - 0.5) * 0.34);
      const bank = rise(0.5, 0.74, air(x * 3 + 9, y * 12 + 4)) * rise(0.62, 0.2, y);
      const light = Math.exp(-((x - sun[0]) ** 2 + (y - sun[1]) ** 2) * 9);
      return mix(mix(base, colour('#49524d'), bank * 0.55), [255, 226, 150], light * 0.55);
    },
    svg: sheet.svg(),
    grain: 9,
    vignette: 0.42,
  };
};

function harbourQuay(random: Random): string {
  const dark = '#15201f';
  const cranes = [
    placed(crane(dark, 250, 150, false), 250, 806, 1.3),
    placed(crane('#26302b', 230, 190, false), 640, 802, 0.98),
    placed(crane('#35392f', 240, 120, true), 930, 800, 0.72),
    placed(crane('#3d3e31', 220, 170, false), 1085, 800, 0.56),
  ];
  const stacks: string[] = [];
  for (let x = -20; x < 560; x += 74) {
    const tall = Math.floor(random.between(1, 4)) * 26;
    stacks.push(box(x, 800 - tall, 70, tall, random.chance(0.5) ? '#1c2724' : '#2a2f27'));
  }
  const boat = placed(ferry('#141f20', '#22302d', '#ffd98a', random), 1560, 806, 0.76, true);
  const lamps = [395, 780, 1010].map((x) => line(`M${x} 800L${x} 735L${x + 14} 731`, dark, 4));
  return `${cranes.join('')}${stacks.join('')}${lamps.join('')}${box(-10, 796, 1170, 18, dark)}${boat}`;
}

function townRoofs(random: Random, base: number): string {
  let roofs = '';
  for (let x = 690; x < 2000;) {
    const width = random.between(22, 58);
    const tall = random.between(26, 78);
    const pitch = random.between(10, 30);
    roofs += `M${n(x)} ${base}V${n(base - tall)}L${n(x + width / 2)} ${n(base - tall - pitch)}L${n(x + width)} ${n(base - tall)}V${base}Z`;
    x += width * random.between(0.8, 1.15);
  }
  const spire = `M1180 ${base}V640L1196 560L1212 640V${base}ZM1520 ${base}V660Q1545 625 1570 660V${base}Z`;
  return path(roofs + spire, '#6b5638', 0.75);
}
