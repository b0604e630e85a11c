import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SAMPLE_MS, sampleNewsroom, serving, temporary, until } from './command.ts';
import { longwave } from './here.ts';

/* Disks that take no more, and several processes in one data folder. */

const LONG = 120_000;
const LONGWAVE = resolve(import.meta.dirname, '..', 'script', 'longwave');

let data: { path: string; remove(): void };
let work: { path: string; remove(): void };
let settings: Record<string, string>;

beforeAll(async () => {
  data = await sampleNewsroom();
  work = temporary();
  settings = { LONGWAVE_DATA: data.path };
}, SAMPLE_MS);

afterAll(() => {
  data.remove();
  work.remove();
});

/** Runs a command that can write no file beyond so many KB, as on a disk that is full. */
async function cramped(
  kilobytes: number,
  args: string,
  env: Record<string, string>,
): Promise<[number, string]> {
  const script = `ulimit -f ${kilobytes * 2}; exec "${LONGWAVE}" ${args}`;
  const child = spawn('sh', ['-c', script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  const [status] = (await once(child, 'close')) as [number];
  return [status, said];
}

it(
  'a backup that does not fit leaves nothing, whichever of its parts was the last to fit',
  async () => {
    for (const kilobytes of [0, 40, 100, 400, 2_000]) {
      const file = join(work.path, 'cramped.tar.gz');
      const [status, said] = await cramped(kilobytes, `backup "${file}"`, settings);
      expect(status).toBe(1);
      expect(said).toMatch(/failed; nothing else was touched|is full|The disk failed/);
      expect(said).not.toMatch(/fault in Longwave|Node\.js v/);
      expect(readdirSync(work.path)).toEqual([]);
    }
  },
  LONG,
);

it(
  'a full press that does not fit says so in plain words, from whichever thread, and the edition stands',
  async () => {
    const head = (): string => readFileSync(join(data.path, 'edition', 'head'), 'utf8');
    const before = head();
    for (const kilobytes of [40, 100, 200]) {
      const [status, said] = await cramped(kilobytes, 'press --full', settings);
      expect(status).toBe(1);
      expect(said).not.toMatch(/fault in Longwave|Node\.js v/);
      expect(head()).toBe(before);
    }
    expect((await longwave(['doctor', '--deep'], settings)).stdout).toContain('objects are whole');
  },
  LONG,
);

it(
  'a restore that does not fit does not blame the backup, and can be repeated',
  async () => {
    const file = join(work.path, 'whole.tar.gz');
    expect((await longwave(['backup', file], settings)).status).toBe(0);
    // Keys are no part of a backup; they come by a way of their own.
    const to = { LONGWAVE_DATA: join(work.path, 'restored'), LONGWAVE_KEYS: `${data.path}.keys` };
    const [status, said] = await cramped(150, `restore "${file}"`, to);
    expect(status).toBe(1);
    expect(said).not.toMatch(/no whole backup|fault in Longwave|Node\.js v/);
    const again = await longwave(['restore', file], to);
    expect([again.stderr, again.status]).toEqual(['', 0]);
    expect(existsSync(join(to.LONGWAVE_DATA, 'edition', 'head'))).toBe(true);
    expect((await longwave(['doctor', '--deep'], to)).stdout).toContain('objects are whole');
  },
  LONG,
);

it(
  'a restore whose edition cannot be pressed says that the newsroom is whole, and what is left to do',
  async () => {
    const file = join(work.path, 'unpressed.tar.gz');
    expect((await longwave(['backup', file], settings)).status).toBe(0);
    const to = { LONGWAVE_DATA: join(work.path, 'unpressed'), LONGWAVE_KEYS: `${data.path}.keys` };
    const packs = join(to.LONGWAVE_DATA, 'edition', 'packs');
    mkdirSync(dirname(packs), { recursive: true });
    writeFileSync(packs, 'Where packs would lie');
    const { status, stderr } = await longwave(['restore', file], to);
    expect(status).toBe(1);
    expect(stderr).toMatch(/The newsroom is restored, \d+ rows and \d+ files; its edition is not pressed/);
    expect(stderr).toContain('longwave press --full');
    rmSync(packs);
    expect((await longwave(['press', '--full'], to)).status).toBe(0);
    expect((await longwave(['doctor', '--deep'], to)).stdout).toContain('objects are whole');
    for (const made of [file, to.LONGWAVE_DATA]) rmSync(made, { recursive: true });
  },
  LONG,
);

it(
  'several presses at once, beside a server, all end well, and readers never miss a page',
  async () => {
    const server = await serving(settings);
    const front = async (): Promise<string> => {
      const answer = await fetch(server.address);
      expect(answer.status).toBe(200);
      return answer.text();
    };
    const banners = ['Ferry one', 'Ferry two', 'Ferry three', 'Ferry four'];
    const pressing = Promise.all([
      longwave(['press', '--full', '--json'], settings),
      longwave(['press', '--full', '--json'], settings),
      longwave(['press', '--json'], settings),
      ...banners.map((text) => longwave(['front', 'banner', text, '--json'], settings)),
    ]);
    let ran: { status: number; stderr: string }[] = [];
    void pressing.then((ended) => (ran = ended));
    try {
      await until('all have ended', async () => (await front()) !== '' && ran.length > 0, 60_000);
      for (const { status, stderr } of ran) expect([status, stderr]).toEqual([0, '']);
      await until('a banner stands', async () => {
        const page = await front();
        return banners.some((text) => page.includes(text));
      });
      // Nothing but the way in for the first person.
      expect(server.stderr()).toMatch(/^(?:\s*Sign in at the desk, once and within a day: \S+\s*)?$/);
    } finally {
      expect(await server.stop()).toBe(0);
    }
    expect((await longwave(['doctor', '--deep'], settings)).stdout).toContain('objects are whole');
    const names = readdirSync(join(data.path, 'edition', 'packs'));
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  },
  LONG,
);
