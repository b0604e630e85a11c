/*
 * The designation switch against a card rail that takes no more than so many requests a second (S2): how long it takes
 * to stop all that goes on, killed once on the way and gone on with, what was asked, and whether any was missed, asked
 * for twice, or charged before one that was due earlier.
 *
 *   node bench/switch.ts [--count 10000] [--rate 100] [--pace 80] [--kill 4000] [--rounds 1] [--on /var/tmp]
 *
 * The rail is a Stripe of our own in another process, to which the real client talks over HTTP.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { insertMany, openStore } from '#store';
import { findFault, loadCard, openContributions, openLedger, openSafety, openSwitch } from '#support';
import { show, spread } from './spread.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '100' },
    pace: { type: 'string', default: '80' },
    kill: { type: 'string', default: '4000' },
    rounds: { type: 'string', default: '1' },
    on: { type: 'string', default: '/var/tmp' },
    // Of the process that is killed.
    switch: { type: 'string' },
    port: { type: 'string', default: '0' },
    key: { type: 'string', default: '' },
  },
});
const [count, rate, pace, kill, rounds] = (['count', 'rate', 'pace', 'kill', 'rounds'] as const).map((name) =>
  Number(values[name]),
) as [number, number, number, number, number];

const DESIGNATED = {
  countries: ['RU'],
  reason: 'designated',
  source: { title: 'Order 1 of 24 November 2026', address: null, read: null },
} as const;
/** For each that is stopped, so many of another country go on. */
const OTHERS = 5;
const MINUTE = 60_000;

async function openHouse(url: string, { port, key }: { port: number; key: string }) {
  const now = Date.now;
  const store = await openStore({ url, now });
  const safety = openSafety({ store, now });
  const { openCard } = await loadCard();
  const card = openCard({
    key,
    host: '127.0.0.1',
    port,
    protocol: 'http',
    now,
    hintSecret: null,
    statement: null,
  });
  const ledger = openLedger({ store, now });
  const contributions = openContributions({ store, ledger, safety, rails: [card], now });
  let drawn = 0;
  const random = (): string => `run${process.pid}x${(drawn += 1)}`;
  const sign = (text: string) => Promise.resolve({ keyid: 'bench', sig: String(text.length) });
  const designation = openSwitch({ store, safety, contributions, now, random, sign, pace });
  return { store, designation };
}

/** The switch in a process of its own, which kills itself once so many are stopped; 0: it does not. */
async function throwSwitch(url: string): Promise<void> {
  const { store, designation } = await openHouse(url, { port: Number(values.port), key: values.key });
  const [known] = await designation.runs();
  const id = known?.id ?? (await designation.begin(DESIGNATED));
  await designation.run(id, {
    progress: (done) => {
      if (done === kill) process.kill(process.pid, 'SIGKILL');
    },
  });
  await store.close();
}

/** Contributions as they stand in the books; those later in the list are charged sooner. */
async function fill(url: string, standings: readonly string[]): Promise<void> {
  const store = await openStore({ url, now: Date.now });
  const begun = Date.now();
  await insertMany(
    store.db,
    'contribution',
    standings.map((standing, at) => ({
      id: `c${at + 1}`,
      code_hash: null,
      rail: 'card',
      rhythm: 'monthly',
      state: 'active',
      currency: 'EUR',
      amount: 500,
      cover: 0,
      purpose: 'self',
      visibility: 'private',
      lang: 'en',
      country: at < count ? 'RU' : 'DE',
      reference: null,
      standing,
      begun_on: '2026-10-24',
      changed_on: '2026-10-24',
      next_at: begun + (standings.length - at) * MINUTE,
      tries: 0,
    })),
  );
  await store.close();
}

type Became = { ended: string[]; going: string[]; requests: number; tooMany: number };
async function ask<T>(child: ChildProcess, what: object): Promise<T> {
  child.send(what);
  const [answer] = (await once(child, 'message')) as [T];
  return answer;
}

async function again(url: string, rail: { port: number; key: string }, stops: number): Promise<number> {
  const { port, key } = rail;
  const args = ['--switch', url, '--port', String(port), '--key', key, '--pace', values.pace];
  const began = performance.now();
  const child = fork(import.meta.filename, [...args, '--kill', String(stops)]);
  const [status, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (stops > 0 ? signal !== 'SIGKILL' : status !== 0)
    throw new Error(`The switch ended with ${signal ?? status}`);
  return (performance.now() - began) / 1_000;
}

/** How far behind its turn the one came that waited longest: so many others that are charged later went before. */
function mostBehind(ended: readonly string[], standings: readonly string[]): number {
  const turn = new Map(standings.slice(0, count).map((standing, at) => [standing, count - 1 - at]));
  return Math.max(...ended.map((standing, place) => place - (turn.get(standing) ?? 0)));
}

async function round(): Promise<{ seconds: number; became: Became; behind: number }> {
  const folder = mkdtempSync(join(values.on, 'longwave-switch-'));
  const fake = fork(resolve(import.meta.dirname, '../src/support/rails/card/testing/fake.child.ts'));
  try {
    const others = Math.ceil(count / OTHERS);
    const rail = await ask<{ port: number; key: string; standings: string[] }>(fake, {
      count: count + others,
      rate,
    });
    const url = `sqlite:${join(folder, 'longwave.db')}`;
    await fill(url, rail.standings);
    const first = kill > 0 ? await again(url, rail, kill) : 0;
    const seconds = first + (await again(url, rail, 0));
    const became = await ask<Became>(fake, { ask: 'report', number: 1 });
    const meant = rail.standings.slice(0, count).toSorted();
    const { store, designation } = await openHouse(url, rail);
    const [run] = await designation.runs();
    const lines = await store.db
      .selectFrom('switch_line')
      .selectAll()
      .where('run', '=', run?.id ?? '')
      .orderBy('number')
      .execute();
    const wrong = [
      ...(became.ended.toSorted().join() === meant.join()
        ? []
        : ['stopped at the rail is not what was meant']),
      ...(became.going.length === others ? [] : ['others were stopped']),
      ...(run?.counts['stopped'] === count ? [] : [`the log has ${run?.counts['stopped']} stops`]),
      ...((run?.signature ?? null) === null ? ['the log is not signed'] : []),
      ...(findFault(lines) === null ? [] : ['the log does not hold together']),
    ];
    await store.close();
    if (wrong.length > 0) throw new Error(wrong.join('; '));
    return { seconds, became, behind: mostBehind(became.ended, rail.standings) };
  } finally {
    fake.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (values.switch !== undefined) await throwSwitch(values.switch);
else {
  const all: Awaited<ReturnType<typeof round>>[] = [];
  for (let at = 0; at < rounds; at += 1) {
    const one = await round();
    all.push(one);
    const { seconds, became, behind } = one;
    console.log(
      `S2: ${became.ended.length} stopped in ${seconds.toFixed(1)} s, none missed and none twice;`,
      `${became.requests} requests, ${became.tooMany} answered 429; the one that waited longest let ${behind} go before`,
    );
  }
  console.log(
    `S2, ${rounds} rounds: ${show(spread(all.map(({ seconds }) => seconds)), ' s')};`,
    `requests ${show(spread(all.map(({ became }) => became.requests)))};`,
    `429 ${show(spread(all.map(({ became }) => became.tooMany)))};`,
    `behind ${show(spread(all.map(({ behind }) => behind)))}`,
  );
}
