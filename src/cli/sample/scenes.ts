import type { Draw } from './scene.ts';
import { concertHall } from './scenes/concert-hall.ts';
import { courtSteps } from './scenes/court-steps.ts';
import { customsSheds } from './scenes/customs-sheds.ts';
import { ferryAtDawn } from './scenes/ferry-at-dawn.ts';
import { fishingBoats } from './scenes/fishing-boats.ts';
import { marrowIslandsMap } from './scenes/marrow-islands-map.ts';
import { parliamentHall } from './scenes/parliament-hall.ts';
import { portHallowHarbour } from './scenes/port-hallow-harbour.ts';
import { powerStation } from './scenes/power-station.ts';
import { printingPress } from './scenes/printing-press.ts';
import { schoolWindow } from './scenes/school-window.ts';
import { varnSkyline } from './scenes/varn-skyline.ts';

export const SCENES = {
  'port-hallow-harbour': { seed: 11, draw: portHallowHarbour },
  'ferry-at-dawn': { seed: 12, draw: ferryAtDawn },
  'parliament-hall': { seed: 13, draw: parliamentHall },
  'varn-skyline': { seed: 14, draw: varnSkyline },
  'customs-sheds': { seed: 15, draw: customsSheds },
  'fishing-boats': { seed: 16, draw: fishingBoats },
  'court-steps': { seed: 17, draw: courtSteps },
  'printing-press': { seed: 18, draw: printingPress },
  'school-window': { seed: 19, draw: schoolWindow },
  'marrow-islands-map': { seed: 20, draw: marrowIslandsMap },
  'power-station': { seed: 21, draw: powerStation },
  'concert-hall': { seed: 22, draw: concertHall },
} satisfies Record<string, { seed: number; draw: Draw }>;

export type PictureName = keyof typeof SCENES;
