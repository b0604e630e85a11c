import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporary } from './command.ts';
import { longwave } from './here.ts';
import { opener } from './databases.ts';

/* A PostgreSQL database in which nobody has made a newsroom yet. */

const { open, clean } = opener('postgres');
let url: string;
let work: { path: string; remove(): void };

beforeAll(async () => {
  url = await open.url();
  work = temporary();
}, 120_000);

afterAll(async () => {
  await clean();
  work.remove();
});

async function tables(): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const sql = "SELECT count(*)::int AS n FROM pg_class WHERE relnamespace = 'public'::regnamespace";
    const { rows } = await client.query<{ n: number }>(sql);
    return rows[0]?.n ?? 0;
  } finally {
    await client.end();
  }
}

it('is no newsroom to any command but init, and nothing is made in it', async () => {
  const settings = { LONGWAVE_DATA: join(work.path, 'data'), DATABASE_URL: url };
  for (const args of [
    ['story', 'list'],
    ['story', 'show', 'x'],
    ['front', 'set'],
    ['press'],
    ['press', '--full'],
    ['backup', join(work.path, 'whole.tar.gz')],
    ['import', 'sample'],
    ['keys', 'create'],
    ['mirror', 'list'],
    ['quarantine', 'list'],
    ['vantage', 'list'],
    ['doctor'],
  ]) {
    const { status, stdout, stderr } = await longwave(args, settings);
    const told = expect.stringMatching(
      /There is no newsroom in PostgreSQL at [^ ]+ yet[\s\S]*"longwave init"/,
    ) as string;
    expect([args, status, stdout + stderr]).toEqual([args, 1, told]);
    expect([args, await tables()]).toEqual([args, 0]);
    expect([args, existsSync(settings.LONGWAVE_DATA)]).toEqual([args, false]);
  }
  expect((await longwave(['init', '--name', 'A', '--address', 'https://a.example'], settings)).status).toBe(
    0,
  );
  expect((await longwave(['story', 'list'], settings)).status).toBe(0);
}, 240_000);
