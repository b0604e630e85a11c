import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SAMPLE_MS, sampleNewsroom } from '../../test/command.ts';
import { run } from './program.ts';

const DAY = 86_400_000;

let newsroom: { path: string; remove(): void };

beforeAll(async () => {
  newsroom = await sampleNewsroom();
}, SAMPLE_MS);

afterAll(() => newsroom.remove());

/** What a command says and ends with, some days from now. */
async function later(days: number, args: readonly string[]): Promise<{ status: number; json: unknown }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  stderr.resume();
  const said = text(stdout);
  const status = await run({
    args: [...args, '--json'],
    environment: { LONGWAVE_DATA: newsroom.path },
    stdout,
    stderr,
    stdin: new PassThrough(),
    now: () => Date.now() + days * DAY,
  });
  stdout.end();
  return { status, json: JSON.parse(await said) as unknown };
}

test('a press that finds nothing to do signs anew what is due, so that what is exported next has not expired', async () => {
  expect(await later(0, ['press'])).toMatchObject({ status: 0, json: { how: 'none', signedAnew: false } });
  expect(await later(10, ['press'])).toMatchObject({ status: 0, json: { how: 'none', signedAnew: true } });
  const after = await later(10, ['doctor']);
  expect(JSON.stringify(after.json)).not.toContain('expired');
  expect(JSON.stringify((await later(8, ['doctor'])).json)).toMatch(
    /The timestamp signature is of .{17}, which is to come/,
  );
  expect(await later(11, ['press'])).toMatchObject({ json: { signedAnew: false } });
}, 60_000);
