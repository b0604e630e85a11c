import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDepot } from '#depot';
import { parseMirrors } from '#edition';
import { openRegister, type MirrorState } from '#reach';
import { openStore, type Store } from '#store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleNewsroom, SAMPLE_MS, serving } from './command.ts';
import { longwave } from './here.ts';
import { serveFolder, type Manner, type MirrorServer } from './mirror-server.ts';

const LONG = 240_000;
const MINUTE = 60_000;
const BLOCKED: Manner = (_request, response) => {
  response.writeHead(302, { location: 'https://censor.example/blocked' }).end();
  return true;
};

type Told = {
  probes: { mirror: string; vantage: string; verdict: string }[];
  moves: { id: string; to: string }[];
};

describe('a newsroom that looks at its mirrors', () => {
  const ends: (() => unknown)[] = [];
  const manners: Record<string, Manner> = {};
  const servers: Record<string, MirrorServer> = {};
  let settings: Record<string, string> = {};
  let store: Store;

  beforeAll(async () => {
    const data = await sampleNewsroom();
    ends.push(() => data.remove());
    settings = { LONGWAVE_DATA: data.path };
    const folder = join(data.path, 'copy');
    const depot = await openDepot({ folder: join(data.path, 'edition'), now: Date.now });
    await depot.exportFolder({ to: folder });
    await depot.close();
    store = await openStore({ url: `sqlite:${join(data.path, 'longwave.db')}`, now: Date.now });
    ends.push(() => store.close());
    // Pictures have nothing to do with it and would take the machine's time.
    await store.db.deleteFrom('job').where('kind', '=', 'media.render').execute();
    const register = openRegister(store);
    const states: [string, MirrorState][] = [
      ['oak', 'listed'],
      ['elm', 'spare'],
    ];
    for (const [id, state] of states) {
      const server = await serveFolder(
        folder,
        (request, response) => manners[id]?.(request, response) ?? false,
      );
      ends.push(() => server.close());
      servers[id] = server;
      const { address } = server;
      // Pushed to by the server beside what is served here.
      const target = join(data.path, `canary-${id}`);
      mkdirSync(target);
      await register.add({ id, kind: 'folder', target, address, use: 'data', state }, Date.now());
      await register.pushed(id, { edition: 1, at: Date.now() });
    }
  }, SAMPLE_MS);
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  }, LONG);

  it(
    'sees from every vantage what is blocked, and has the spare in the signed list within seconds',
    async () => {
      // Looks only when it is told to, so that nobody else's look is counted.
      const serve = await serving({ ...settings, LONGWAVE_PROBE_MINUTES: '0' });
      ends.push(() => serve.stop());
      const listAt = async (): Promise<string[]> => {
        const response = await fetch(`${serve.address}mirrors.json`);
        if (response.status !== 200) return [];
        return parseMirrors(new Uint8Array(await response.arrayBuffer())).mirrors.map(
          ({ address }) => address,
        );
      };
      await expect.poll(listAt, { timeout: 60_000 }).toEqual([servers['oak']?.address]);
      const curl = ['curl', '-sS', '--include', '--no-buffer', '{url}'];
      const added = await longwave(
        ['vantage', 'add', 'tehran', '--label', 'A flat', '--', ...curl],
        settings,
      );
      expect(added).toMatchObject({ status: 0 });
      const calm = await longwave(['mirror', 'check', '--json'], settings);
      expect(calm.status).toBe(0);
      expect(
        (calm.json as Told).probes
          .map(({ mirror, vantage, verdict }) => `${mirror} ${vantage} ${verdict}`)
          .sort(),
      ).toEqual(['elm here ok', 'oak here ok', 'oak tehran ok']);
      // A spare is shown to no line but this machine's own before it is needed.
      const all = await longwave(['mirror', 'check', 'elm', '--from', 'all', '--json'], settings);
      expect((all.json as Told).probes.map(({ vantage }) => vantage).sort()).toEqual(['here', 'tehran']);
      const unseen = await longwave(['mirror', 'check', 'elm', '--vantage', 'tehran'], settings);
      expect(unseen.stdout).toContain(
        'spares are seen from this machine alone, unless "--from all" is given',
      );
      const nowhere = await longwave(['mirror', 'check', '--from', 'there'], settings);
      expect(nowhere).toMatchObject({ status: 2 });
      manners['oak'] = BLOCKED;
      const once = await longwave(['mirror', 'check', '--json'], settings);
      expect(once.status).toBe(1);
      expect((once.json as Told).moves).toEqual([]);
      const twice = await longwave(['mirror', 'check'], settings);
      expect(twice.stdout).toMatch(
        /oak +blocked +tehran +× blocked +It sends on to "https:\/\/censor\.example\/blocked", another host/,
      );
      expect(twice.stdout).toMatch(
        /→ elm takes the place of oak: is a spare, was pushed edition \d+, is ok from here, tehran/,
      );
      await expect.poll(listAt, { timeout: 60_000 }).toEqual([servers['elm']?.address]);
      const page = await (await fetch(`${serve.address}verify.html`)).text();
      expect(page).toContain(servers['elm']?.address);
      expect(page).not.toContain(servers['oak']?.address);
      // Nothing of how mirrors are kept is in the list.
      const list = await (await fetch(`${serve.address}mirrors.json`)).text();
      expect(list).not.toMatch(/canary|folder|elm/);
      await serve.stop();
    },
    LONG,
  );

  it(
    'shows what was found as a line for a terminal, as data, and as a picture',
    async () => {
      const shown = await longwave(['mirror', 'history', '--days', '1'], settings);
      expect(shown.stdout).toMatch(/oak +blocked +here +·{59}× +blocked, /);
      expect(shown.stdout).toMatch(/elm +listed +here +·{59}■ +ok, /);
      const { json } = await longwave(['mirror', 'history', 'elm', '--json'], settings);
      expect(json).toMatchObject({
        mirrors: [{ id: 'elm', lanes: [{ vantage: 'here' }, { vantage: 'tehran' }] }],
      });
      const file = join(settings['LONGWAVE_DATA'] ?? '', 'out', 'mirrors.svg');
      expect(await longwave(['mirror', 'history', '--out', file], settings)).toMatchObject({ status: 0 });
      const svg = readFileSync(file, 'utf8');
      expect(svg).toMatch(
        /^<svg [^>]*role="img" aria-labelledby="title desc">\n<title id="title">Mirrors of Far Shore, /,
      );
      expect(svg).toContain('oak (blocked) from tehran: now blocked, blocked in 1 of 1 intervals.');
    },
    LONG,
  );

  it(
    'has its rule shown and set, and refuses one that cannot be',
    async () => {
      const set = await longwave(
        ['mirror', 'rule', 'set', '--rounds', '3', '--return-hours', 'never'],
        settings,
      );
      expect(set.stdout).toContain('when one vantage finds it blocked 3 times in a row');
      expect(set.stdout).toContain('never comes back by itself');
      const { json } = await longwave(['mirror', 'rule', 'show', '--json'], settings);
      expect(json).toMatchObject({ rule: { rounds: 3, vantages: 1, returnHours: null }, moves: [] });
      const wrong = await longwave(['mirror', 'rule', 'set', '--rounds', '0'], settings);
      expect(wrong).toMatchObject({ status: 2 });
    },
    LONG,
  );

  it(
    'knows its vantages, and says when one does not work',
    async () => {
      const broken = await longwave(['vantage', 'add', 'minsk', '--', 'no-such-program', '{url}'], settings);
      expect(broken.status).toBe(0);
      const looked = await longwave(['mirror', 'check', '--vantage', 'minsk'], settings);
      expect(looked.status).toBe(1);
      expect(looked.stdout).toContain('The vantage "minsk" does not work, so it says nothing of mirrors');
      const control = ['vantage', 'control', 'minsk', 'https://weather.example/'];
      expect(await longwave(control, settings)).toMatchObject({ status: 0 });
      expect((await longwave(['vantage', 'control', 'lima'], settings)).stderr).toContain(
        'No vantage is called "lima"',
      );
      const { stdout } = await longwave(['vantage', 'list'], settings);
      expect(stdout).toMatch(/minsk +minsk +https:\/\/weather\.example\/ +no-such-program/);
      expect(stdout).toContain('✗ "minsk" does not work: The command "no-such-program" cannot be started');
      expect(stdout).toMatch(/tehran +A flat +curl -sS --include --no-buffer \{url\}/);
      expect(await longwave(['vantage', 'remove', 'minsk'], settings)).toMatchObject({ status: 0 });
      const nowhere = await longwave(['vantage', 'add', 'lima', '--', 'curl'], settings);
      expect(nowhere.status).toBe(2);
      expect(nowhere.stderr).toContain('write {url} in its place');
    },
    LONG,
  );

  it(
    'has the doctor say what is wrong with its mirrors',
    async () => {
      type Finding = { check: string; verdict: string; found: string };
      const examined = async (): Promise<string[]> => {
        const { json } = await longwave(['doctor', '--json'], settings);
        const { findings } = json as { findings: Finding[] };
        return findings
          .filter(({ check }) => check === 'mirrors')
          .map(({ verdict, found }) => `${verdict}: ${found}`);
      };
      expect(await examined()).toEqual(['warn: No spare waits to take the place of one that is blocked']);
      const register = openRegister(store);
      const yew = { kind: 'folder', target: '/srv/yew', use: 'data' } as const;
      await register.add({ id: 'yew', address: 'https://yew.example/', ...yew }, Date.now());
      await register.pushed('elm', { error: 'No room', at: Date.now() });
      expect(await examined()).toEqual([
        'warn: The last push to "elm" failed: No room',
        'bad: "yew" is not named to readers, since the paper was never pushed there',
        'warn: No spare waits to take the place of one that is blocked',
      ]);
      await register.pushed('elm', { edition: 1, at: Date.now() });
      await register.remove('yew');
    },
    LONG,
  );

  it(
    'has the list signed when a mirror was filled for the first time, and when one goes',
    async () => {
      const waiting = async (): Promise<boolean> => store.jobs.cancel('press', 'press');
      await waiting();
      const target = join(settings['LONGWAVE_DATA'] ?? '', 'stick');
      mkdirSync(target);
      const added = await longwave(
        ['mirror', 'add', 'stick', target, '--address', 'https://stick.example/'],
        settings,
      );
      expect(added).toMatchObject({ status: 0 });
      // Readers are sent there once it holds something.
      expect(await waiting()).toBe(false);
      expect(await longwave(['mirror', 'push', 'stick'], settings)).toMatchObject({ status: 0 });
      expect(await waiting()).toBe(true);
      expect(await longwave(['mirror', 'push', 'stick'], settings)).toMatchObject({ status: 0 });
      expect(await waiting()).toBe(false);
      expect(await longwave(['mirror', 'remove', 'stick'], settings)).toMatchObject({ status: 0 });
      expect(await waiting()).toBe(true);
    },
    LONG,
  );

  it(
    'moves mirrors by hand, says why one is blocked, and what cannot be done',
    async () => {
      const blocked = await longwave(
        ['mirror', 'block', 'elm', '--reason', 'Its host\nwas bought'],
        settings,
      );
      expect(blocked.stdout).toContain('✓ The mirror "elm" is blocked: no reader is sent there');
      expect(blocked.stdout).toContain('! The list that readers get is empty now');
      expect((await longwave(['mirror', 'list'], settings)).stdout).toMatch(
        /· elm was blocked by hand at .+Z: Its host was bought/,
      );
      const retired = await longwave(['mirror', 'retire', 'elm'], settings);
      expect(retired.stdout).toContain('Its files are still at');
      const wrong = await longwave(['mirror', 'use', 'elm'], settings);
      expect([wrong.status, wrong.stderr]).toEqual([1, expect.stringContaining('longwave mirror spare elm')]);
      for (const deed of ['spare', 'use'])
        expect(await longwave(['mirror', deed, 'elm'], settings)).toMatchObject({ status: 0 });
      const { json } = await longwave(['mirror', 'list', '--json'], settings);
      const { mirrors } = json as { mirrors: { id: string; state: string; block: unknown }[] };
      expect(mirrors.find(({ id }) => id === 'elm')).toMatchObject({ state: 'listed', block: null });
      const unblocked = await longwave(['mirror', 'unblock', 'elm'], settings);
      expect([unblocked.status, unblocked.stderr]).toEqual([1, expect.stringContaining('is not blocked')]);
    },
    LONG,
  );

  it(
    'looks by itself, again and again',
    async () => {
      expect(await store.jobs.list({ kind: 'reach.probe' })).toEqual([]);
      const serve = await serving(settings);
      ends.push(() => serve.stop());
      const waiting = async () => (await store.jobs.list({ kind: 'reach.probe', state: 'waiting' })).length;
      await expect.poll(waiting, { timeout: 60_000 }).toBe(1);
      // The same job, due now.
      await store.jobs.add({ kind: 'reach.probe', key: 'reach.probe', payload: {}, runAt: 0, replace: true });
      const before = Date.now();
      const rounds = async (): Promise<number> => {
        const rows = await store.db.selectFrom('probe').select('at').where('at', '>=', before).execute();
        return rows.length;
      };
      await expect.poll(rounds, { timeout: 60_000 }).toBe(4);
      const next = async (): Promise<number> => {
        const [job] = await store.jobs.list({ kind: 'reach.probe', state: 'waiting' });
        return Math.round(((job?.runAt ?? 0) - before) / MINUTE);
      };
      await expect.poll(next, { timeout: 60_000 }).toBe(10);
    },
    LONG,
  );
});
