import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { seeded } from './random.ts';

const RATE = 16_000;
const SECONDS = 3;

/**
 * Writes `sound/foghorn.wav` into the sample folder: three seconds of a foghorn at sea, 16 bit mono at 16 kHz.
 * The same bytes come out every time.
 */
export async function writeFoghorn({ folder }: { folder: string }): Promise<void> {
  const target = join(folder, 'sound');
  await mkdir(target, { recursive: true });
  const file = join(target, 'foghorn.wav');
  await writeFile(`${file}.part`, wave(samples()));
  await rename(`${file}.part`, file);
}

/** A low reed with its overtones, a second pipe slightly off, breath and the echo from the far shore. */
function samples(): Float64Array {
  const random = seeded(1888);
  const dry = new Float64Array(RATE * SECONDS);
  let breath = 0;
  for (let index = 0; index < dry.length; index++) {
    const t = index / RATE;
    const blown = Math.min(1, t / 0.18) * Math.min(1, Math.max(0, (2.15 - t) / 0.22));
    const pitch = 2 * Math.PI * (112 - 9 * Math.max(0, t - 1.9)) * t;
    breath += (random.between(-1, 1) - breath) * 0.12;
    let tone = 0;
    for (let overtone = 1; overtone <= 9; overtone++) {
      tone += (Math.sin(pitch * overtone) + 0.6 * Math.sin(pitch * overtone * 1.006)) / overtone ** 1.15;
    }
    dry[index] = blown * (tone * 0.2 + breath * 0.25) + breath * 0.03;
  }
  const delay = Math.round(RATE * 0.62);
  return dry.map((value, index) => value + 0.24 * (dry[index - delay] ?? 0));
}

/** A RIFF/WAVE file of one PCM channel. */
function wave(sound: Float64Array): Buffer {
  const bytes = Buffer.alloc(44 + sound.length * 2);
  bytes.write('RIFF', 0, 'ascii');
  bytes.writeUInt32LE(36 + sound.length * 2, 4);
  bytes.write('WAVEfmt ', 8, 'ascii');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'ascii');
  bytes.writeUInt32LE(sound.length * 2, 40);
  const loudest = sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  sound.forEach((value, index) => bytes.writeInt16LE(Math.round((value / loudest) * 29_000), 44 + index * 2));
  return bytes;
}
