import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Paper } from '#reach';
import { childFile } from '../child.ts';
import { openStoreOf } from '../open.ts';
import { Refusal } from '../out.ts';
import { readSettings, type Environment } from '../settings.ts';
import { labStory, type LabStory } from './stories.ts';

const DAY = 86_400_000;

export type PaperOptions = {
  /** Where the newsroom and its editions go. */
  folder: string;
  origin: string;
  mirrors: readonly { address: string; use: 'entry' | 'data'; neutral: boolean }[];
  now: () => number;
};

/**
 * Makes the lab's paper as any newsroom is made: keys, mirrors, stories, three editions, each written out as a folder.
 * Readers have seen the second; today's story came with the third.
 */
export async function makePaper({ folder, origin, mirrors, now }: PaperOptions): Promise<Paper> {
  await mkdir(folder, { recursive: true });
  const environment = { LONGWAVE_DATA: join(folder, 'data') };
  const at = (name: string): string => join(folder, name);
  const stories = {
    kept: labStory('the-night-the-ferry-stopped', 'The night the ferry stopped', daysAgo(now(), 3), 6_000),
    long: labStory('all-the-tides-of-a-winter', 'All the tides of a winter', daysAgo(now(), 2), 96_000),
    today: labStory('port-hallow-opens-its-gate', 'Port Hallow opens its gate', daysAgo(now(), 1), 6_000),
    second: labStory('a-clerk-resigns', 'A clerk resigns', daysAgo(now(), 2), 3_000),
  };
  await longwave(['init', '--name', 'Far Shore', '--address', origin], environment);
  await makeKeys(folder, environment);
  await list(environment, mirrors, now);
  await publish(folder, 'first', [stories.kept, stories.long], environment);
  await longwave(['press', '--full', '--out', at('older')], environment);
  await publish(folder, 'second', [stories.second], environment);
  await longwave(['press', '--out', at('before')], environment);
  await publish(folder, 'third', [stories.today], environment);
  await longwave(['press', '--out', at('today')], environment);
  const { fingerprint } = (await longwave(['keys', 'show'], environment)) as { fingerprint: string };
  const [older, before, today] = [at('older'), at('before'), at('today')];
  return { older, before, today, fingerprint, stories };
}

const daysAgo = (now: number, days: number): Date => new Date(Math.floor((now - days * DAY) / 1000) * 1000);

async function makeKeys(folder: string, environment: Environment): Promise<void> {
  const file = join(folder, 'passphrase');
  await writeFile(file, 'far shore lab, not a secret\n', { mode: 0o600 });
  await longwave(['keys', 'create', '--passphrase-file', file], environment);
}

async function list(
  environment: Environment,
  mirrors: PaperOptions['mirrors'],
  now: () => number,
): Promise<void> {
  const { openRegister } = await import('#reach');
  const store = await openStoreOf(readSettings(environment), now);
  try {
    const register = openRegister(store);
    for (const { address, use, neutral } of mirrors) {
      const id = new URL(address).hostname.replace(/\..*/, '');
      const options = neutral ? { neutral } : {};
      await register.add(
        { id, kind: 'folder', target: '/nowhere', address, use, state: 'listed', options },
        now(),
      );
      // As filled: the list names no mirror that holds nothing.
      await register.pushed(id, { edition: 1, at: now() });
    }
  } finally {
    await store.close();
  }
}

async function publish(
  folder: string,
  name: string,
  stories: readonly LabStory[],
  environment: Environment,
): Promise<void> {
  const place = join(folder, name);
  await mkdir(place);
  for (const [at, { markdown }] of stories.entries()) await writeFile(join(place, `${at}.md`), markdown);
  await longwave(['import', place], environment);
}

/** Runs another command of ours in a process of its own. @returns what it says as JSON */
async function longwave(args: readonly string[], environment: Environment): Promise<unknown> {
  const plain = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('LONGWAVE_') && name !== 'DATABASE_URL',
  );
  const env = { ...Object.fromEntries(plain), ...environment };
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...process.execArgv, childFile('main.ts'), ...args, '--json'],
      { env, maxBuffer: 64 * 1024 * 1024 },
    );
    return JSON.parse(stdout) as unknown;
  } catch (cause) {
    const { stderr } = cause as { stderr?: string };
    throw new Refusal(
      `The lab's paper could not be made: "longwave ${args[0]}" said ${stderr ?? String(cause)}`,
    );
  }
}
