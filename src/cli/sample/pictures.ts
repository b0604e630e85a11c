import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import sharp from 'sharp';

import { seeded, type Random } from './random.ts';
import type { Scene } from './scene.ts';
import { SCENES, type PictureName } from './scenes.ts';
import { HEIGHT, WIDTH } from './sheet.ts';

/** The pictures there are, as their files are named without `.jpg`. */
export const pictureNames = Object.keys(SCENES) as PictureName[];

type DrawOptions = {
  /** The copy of the sample folder; pictures go to `pictures/<name>.jpg` in it, 2,000 × 1,333 pixels each. */
  folder: string;
  /** Default: all of them. */
  names?: readonly PictureName[];
  progress?: (done: number, total: number, name: PictureName) => void;
};

/** Draws the sample newsroom's pictures. The same pictures come out every time. */
export async function drawPictures({ folder, names = pictureNames, progress }: DrawOptions): Promise<void> {
  const target = join(folder, 'pictures');
  await mkdir(target, { recursive: true });
  const grain = grainTile(seeded(1991));
  let done = 0;
  for (const name of names) {
    const { seed, draw } = SCENES[name];
    const bytes = await print(draw(seeded(seed)), grain);
    const file = join(target, `${name}.jpg`);
    await writeFile(`${file}.part`, bytes);
    await rename(`${file}.part`, file);
    done += 1;
    progress?.(done, names.length, name);
  }
}

const COARSE_WIDTH = 320;
const COARSE_HEIGHT = 213;
const GRAIN_SIDE = 512;

async function print(scene: Scene, grain: Int8Array): Promise<Buffer> {
  const [ground, drawn] = await Promise.all([
    sharp(coarse(scene.ground), { raw: { width: COARSE_WIDTH, height: COARSE_HEIGHT, channels: 3 } })
      .resize(WIDTH, HEIGHT, { fit: 'fill', kernel: 'cubic' })
      .raw()
      .toBuffer(),
    sharp(Buffer.from(scene.svg)).ensureAlpha().raw().toBuffer(),
  ]);
  lay(ground, drawn, scene, grain);
  return sharp(ground, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .jpeg({ quality: 84, chromaSubsampling: '4:2:0' })
    .toBuffer();
}

function coarse(ground: Scene['ground']): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(COARSE_WIDTH * COARSE_HEIGHT * 3);
  for (let y = 0, at = 0; y < COARSE_HEIGHT; y++) {
    for (let x = 0; x < COARSE_WIDTH; x++, at += 3) {
      const [red, green, blue] = ground((x + 0.5) / COARSE_WIDTH, (y + 0.5) / COARSE_HEIGHT);
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
    }
  }
  return pixels;
}

/** Lays the drawing over the ground, darkens the corners and adds grain, in place. */
function lay(ground: Buffer, drawn: Buffer, scene: Scene, grain: Int8Array): void {
  const strength = scene.grain / 127;
  for (let y = 0, at = 0, from = 0; y < HEIGHT; y++) {
    const dy = (y / HEIGHT - 0.5) * 2;
    const row = (y % GRAIN_SIDE) * GRAIN_SIDE;
    for (let x = 0; x < WIDTH; x++, at += 3, from += 4) {
      const dx = (x / WIDTH - 0.5) * 2;
      const corner = dx * dx + dy * dy - 0.55;
      const light = corner > 0 ? 1 - scene.vignette * corner * 0.7 : 1;
      const speck = (grain[row + (x % GRAIN_SIDE)] ?? 0) * strength;
      const cover = (drawn[from + 3] ?? 0) / 255;
      for (let channel = 0; channel < 3; channel++) {
        const under = ground[at + channel] ?? 0;
        const value = (under + ((drawn[from + channel] ?? 0) - under) * cover) * light + speck;
        ground[at + channel] = value < 0 ? 0 : value > 255 ? 255 : value;
      }
    }
  }
}

/** Bell-shaped noise around zero, -127..127. */
function grainTile(random: Random): Int8Array {
  return Int8Array.from(
    { length: GRAIN_SIDE * GRAIN_SIDE },
    () => (random.next() + random.next() + random.next() - 1.5) * 84,
  );
}
