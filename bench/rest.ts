/*
 * What the server process holds in memory, as the machine counts it (RSS), from its first answer on:
 *
 *   node bench/rest.ts [--stories 10000] [--publish 50] [--seconds 10]
 *
 * A fresh sample newsroom: after the first page, at most while its pictures are rendered and pressed, ten seconds
 * after the last of it, after some stories were published one by one, after wrk asked for every page of it. Then the
 * same load on a larger site than the cache holds, with half a minute to rest. Writes bench/results/rest.json. Needs wrk.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { openDepot } from '#depot';
import { openNewsroom, type Newsroom } from '#newsroom';
import { openStore } from '#store';
import { corpus } from './corpus.ts';
import { draftOf, fillNewsroom } from './fill.ts';

const { values } = parseArgs({
  options: {
    stories: { type: 'string', default: '10000' },
    publish: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '10' },
  },
});
const [stories, publish, seconds] = [values.stories, values.publish, values.seconds].map(Number) as [
  number,
  number,
  number,
];

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'longwave-rest-'));
const run = promisify(execFile);
const REST_MS = 10_000;
/** The cache is given up when a look every ten seconds finds that readers went quiet. */
const QUIET_MS = 30_000;

type Server = { process: ChildProcess; pid: number; address: string; started: number };

const environmentOf = (data: string): NodeJS.ProcessEnv => ({
  ...process.env,
  LONGWAVE_DATA: data,
  LONGWAVE_PORT: '0',
});

async function start(data: string): Promise<Server> {
  const started = performance.now();
  const child = spawn(join(root, 'script/longwave'), ['serve', '--json'], {
    env: environmentOf(data),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { address, pid } = JSON.parse(line) as { address: string; pid: number };
  return { process: child, pid, address, started };
}

async function stop(server: Server): Promise<void> {
  server.process.kill('SIGTERM');
  await once(server.process, 'exit');
}

/** Resident memory now, in MB. */
function resident(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** Resident memory at its most so far, in MB; the count begins anew with {@link forgetPeak}. */
function peak(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

const childrenOf = (pid: number): number =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).length;

async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 6000; attempt++) {
    if (await done()) return;
    await wait(20);
  }
  throw new Error(`Waited in vain until ${what}`);
}

const answers = async (address: string, path = ''): Promise<boolean> =>
  (await fetch(address + path).catch(() => null))?.status === 200;

async function pathsOf(data: string): Promise<string[]> {
  const depot = await openDepot({ folder: join(data, 'edition'), now: Date.now });
  const paths = [...depot.list()].map(({ path }) => path);
  await depot.close();
  return paths;
}

/** Asks for every path in turn, on 64 connections; every third time unpacked. @returns requests a second */
async function load(server: Server, paths: readonly string[]): Promise<number> {
  const script = join(folder, 'paths.lua');
  writeFileSync(
    script,
    `local paths = {${paths.map((path) => JSON.stringify(`/${encodeURI(path)}`)).join(',')}}
local at = 0
function request()
  at = at + 1
  return wrk.format("GET", paths[at % #paths + 1], { ["Accept-Encoding"] = at % 3 == 0 and "identity" or "gzip, br" })
end
`,
  );
  const { stdout } = await run('wrk', [
    '-t1',
    '-c64',
    `-d${seconds}s`,
    '-s',
    script,
    server.address.slice(0, -1),
  ]);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
}

type Figures = Record<string, number>;

async function pictures(server: Server, newsroom: Newsroom, figures: Figures): Promise<void> {
  await until('the first page is there', () => answers(server.address));
  figures['start to the first page, ms'] = performance.now() - server.started;
  figures['after the first page'] = resident(server.pid);
  await until('all pictures are rendered', async () => {
    const media = await newsroom.media.get(await newsroom.live.mediaInUse());
    return media.every((medium) => !('renditions' in medium) || medium.state === 'ready');
  });
  await until('nothing is under way', () => Promise.resolve(childrenOf(server.pid) === 0));
  figures['at most while pictures are made'] = peak(server.pid);
  await wait(REST_MS);
  figures['10 s after the pictures'] = resident(server.pid);
}

async function publishing(server: Server, newsroom: Newsroom, figures: Figures): Promise<void> {
  const sections = (await newsroom.sections.list()).map(({ id }) => id);
  const authors = (await newsroom.authors.list()).slice(0, 2).map(({ id }) => id);
  const tags = (await newsroom.tags.list()).slice(0, 3).map(({ id }) => id);
  forgetPeak(server.pid);
  for (const one of corpus(0, publish)) {
    const draft = { ...draftOf(one), section: sections[0] ?? null, bylines: authors, tags };
    const { id } = await newsroom.stories.create({ lang: 'en', draft });
    const moved = await newsroom.stories.move({ story: id, to: 'live' });
    if (!moved.ok) throw new Error(moved.reasons.map(({ message }) => message).join('; '));
    const path = (await newsroom.stories.get(id))?.path ?? '';
    await until('the story is there', () => answers(server.address, path));
  }
  figures[`at most while ${publish} stories are published`] = peak(server.pid);
  await wait(REST_MS);
  figures['10 s after them'] = resident(server.pid);
}

async function loaded(server: Server, data: string, name: string, figures: Figures): Promise<void> {
  const paths = await pathsOf(data);
  forgetPeak(server.pid);
  figures[`${name}: requests a second`] = await load(server, paths);
  figures[`${name}: at most under load`] = peak(server.pid);
  await wait(QUIET_MS);
  figures[`${name}: 30 s after it`] = resident(server.pid);
}

async function sample(figures: Figures): Promise<void> {
  const data = join(folder, 'sample');
  await run(join(root, 'script/longwave'), ['init', '--sample'], { env: environmentOf(data) });
  const store = await openStore({ url: `sqlite:${join(data, 'longwave.db')}`, now: Date.now });
  const newsroom = await openNewsroom({ store, folder: data, now: Date.now, random: Math.random });
  const server = await start(data);
  try {
    await pictures(server, newsroom, figures);
    await publishing(server, newsroom, figures);
    await loaded(server, data, 'sample', figures);
  } finally {
    await stop(server);
    await store.close();
  }
}

async function large(figures: Figures): Promise<void> {
  const data = join(folder, 'large');
  await fillNewsroom(data, stories);
  await run(join(root, 'script/longwave'), ['press'], { env: environmentOf(data) });
  const server = await start(data);
  try {
    await until('the first page is there', () => answers(server.address));
    await loaded(server, data, `${stories} stories`, figures);
  } finally {
    await stop(server);
  }
}

const figures: Figures = {};
try {
  await sample(figures);
  if (stories > 0) await large(figures);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const [what, figure] of Object.entries(figures)) {
  console.log(`${what.padEnd(48)} ${figure.toFixed(0).padStart(7)}`);
}
const results = {
  command: `node bench/rest.ts --stories ${stories} --publish ${publish} --seconds ${seconds}`,
  date: new Date().toISOString(),
  machine: { processor: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version },
  figures: Object.fromEntries(
    Object.entries(figures).map(([what, figure]) => [what, Math.round(figure * 10) / 10]),
  ),
};
writeFileSync(join(root, 'bench/results/rest.json'), `${JSON.stringify(results, null, 2)}\n`);
