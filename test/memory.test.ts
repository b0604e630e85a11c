import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_MS, newSampleNewsroom, serving, until, type Serving } from './command.ts';

/*
 * What the server process holds, as Linux counts it. A small server has neighbours: at rest no more than 150 MB.
 */

const AT_REST_MB = 150;
/** Pictures and large presses are other processes' work; done in this one they took it to 200 MB and above. */
const AT_MOST_MB = 185;
const PICTURES_MS = 240_000;

let data: { path: string; remove(): void };
let server: Serving;

beforeAll(async () => {
  data = await newSampleNewsroom();
  server = await serving({ LONGWAVE_DATA: data.path });
}, SAMPLE_MS);

afterAll(async () => {
  await server.stop();
  data.remove();
});

/** Megabytes, by the name that Linux gives the count: VmRSS now, VmHWM at most. */
function megabytes(count: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8');
  return Number(new RegExp(`${count}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}

function children(): string[] {
  const { pid } = server.child;
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
}

/** AVIF is made last, one width after the other. */
function avifs(): number {
  const files = readdirSync(join(data.path, 'media'), { recursive: true }).map(String);
  return files.filter((file) => file.endsWith('.avif')).length;
}

async function shown(): Promise<number> {
  const front = await (await fetch(server.address)).text();
  return [...front.matchAll(/srcset="[^"]*\.avif/g)].length;
}

describe('the memory of the server', () => {
  it(
    'is small again after the pictures of a first start are rendered and pressed',
    async () => {
      const before = avifs();
      // Nothing is asked of the server meanwhile: a first start has no readers yet.
      await until('a picture is made as AVIF', () => Promise.resolve(avifs() > before), PICTURES_MS);
      await until(
        'the process that renders has ended',
        () => Promise.resolve(children().length === 0),
        PICTURES_MS,
      );
      await until('pictures are shown as AVIF', async () => (await shown()) > 0);
      await until(
        `the server holds at most ${AT_REST_MB} MB, it holds ${megabytes('VmRSS').toFixed(0)}`,
        () => Promise.resolve(megabytes('VmRSS') <= AT_REST_MB),
        60_000,
      );
      expect(megabytes('VmHWM')).toBeLessThan(AT_MOST_MB);
    },
    3 * PICTURES_MS,
  );
});
