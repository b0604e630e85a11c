import { afterEach, expect, it } from 'vitest';
import { parseMirrors } from '#edition';
import type { Store } from '#store';
import { eachDatabase } from '../../test/databases.ts';
import { serveFolder, type Manner, type MirrorServer } from '../../test/mirror-server.ts';
import { openSignedSite, type SignedSite } from '../../test/signed-site.ts';
import { mirrorList } from './list.ts';
import { openRegister, type MirrorState } from './mirrors.ts';
import { KEPT_MS, readProbes } from './probe/rows.ts';
import { brokenVantages, probeRound, type Round, type RoundOptions } from './round.ts';
import { applyRule, foresee } from './rule-apply.ts';
import { readRule, RULE, setRule } from './rule.ts';
import { listVantages, putVantage, removeVantage, setControl } from './vantages.ts';

const AT = Date.UTC(2026, 10, 27, 12);
const MINUTE = 60_000;
const BLOCKED: Manner = (_request, response) => {
  response.writeHead(451).end();
  return true;
};

eachDatabase((_name, open) => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  async function start() {
    const store = await open();
    const site = await openSignedSite(AT);
    ends.push(() => site.close());
    await site.publish({ 'index.html': '<h1>Front</h1>' }, AT);
    const folder = await site.push('mirror');
    const manners: Record<string, Manner> = {};
    const add = async (id: string, state: MirrorState): Promise<MirrorServer> => {
      const server = await serveFolder(
        folder,
        (request, response) => manners[id]?.(request, response) ?? false,
      );
      ends.push(() => server.close());
      const register = openRegister(store);
      const { address } = server;
      await register.add({ id, kind: 'folder', target: folder, address, use: 'data', state }, AT);
      await register.pushed(id, { edition: 1, at: AT });
      return server;
    };
    return { store, site, manners, add };
  }

  const round = (
    store: Store,
    site: SignedSite,
    at: number,
    more: Partial<RoundOptions> = {},
  ): Promise<Round> =>
    probeRound({
      store,
      depot: site.depot,
      environment: process.env,
      pages: [],
      at,
      now: () => at,
      answerMs: 10_000,
      ...more,
    });

  it('takes a blocked mirror out of the signed list and puts a spare in, within one press', async () => {
    const { store, site, manners, add } = await start();
    const [oak, elm] = [await add('oak', 'listed'), await add('elm', 'spare')];
    await add('fir', 'retired');
    const listed = async (): Promise<string[]> => {
      const file = await mirrorList(store, { origin: 'https://farshore.example', at: AT });
      return parseMirrors(Buffer.from(file?.text ?? '')).mirrors.map(({ address }) => address);
    };
    await round(store, site, AT);
    expect((await applyRule(store, AT)).moves).toEqual([]);
    expect(await listed()).toEqual([oak.address]);
    expect(await store.jobs.list({ kind: 'press' })).toEqual([]);
    manners['oak'] = BLOCKED;
    for (const minute of [1, 2]) await round(store, site, AT + minute * MINUTE);
    expect((await foresee(store, AT + 2 * MINUTE)).moves).toHaveLength(2);
    expect(await listed()).toEqual([oak.address]);
    await applyRule(store, AT + 2 * MINUTE);
    expect(await listed()).toEqual([elm.address]);
    const [job] = await store.jobs.list({ kind: 'press' });
    expect(job).toMatchObject({ key: 'press', runAt: AT + 2 * MINUTE, state: 'waiting' });
    const states = (await openRegister(store).list()).map(({ id, state }) => `${id} ${state}`);
    expect(states.sort()).toEqual(['elm listed', 'fir retired', 'oak blocked']);
    expect((await readProbes(store, AT)).filter(({ mirror }) => mirror === 'fir')).toEqual([]);
  });

  it('keeps what was found for 90 days', async () => {
    const { store, site, add } = await start();
    await add('oak', 'listed');
    await round(store, site, AT);
    await round(store, site, AT + KEPT_MS);
    expect((await readProbes(store, 0)).map(({ at }) => at)).toEqual([AT, AT + KEPT_MS]);
    const { rows } = await round(store, site, AT + KEPT_MS + 1);
    expect(rows).toMatchObject([{ mirror: 'oak', vantage: 'here', verdict: 'stale', edition: 1 }]);
    expect((await readProbes(store, 0)).map(({ at }) => at)).toEqual([AT + KEPT_MS, AT + KEPT_MS + 1]);
  });

  it('looks from every vantage, and takes nothing from one that does not work', async () => {
    const { store, site, add } = await start();
    await add('oak', 'listed');
    const command = ['curl', '-sS', '--include', '--no-buffer', '{url}'];
    expect(await putVantage(store, { id: 'tehran', label: 'Tehran', command }, AT)).toBeNull();
    expect(
      await putVantage(store, { id: 'minsk', label: 'Minsk', command: ['no-such-program', '{url}'] }, AT + 1),
    ).toBeNull();
    const { rows, broken } = await round(store, site, AT);
    expect(rows.map(({ vantage, verdict }) => `${vantage} ${verdict}`)).toEqual(['here ok', 'tehran ok']);
    expect(broken).toMatchObject([{ vantage: 'minsk', why: expect.stringContaining('cannot be started') }]);
    expect(await brokenVantages(store)).toEqual(broken);
    await round(store, site, AT + 1, { vantages: ['here'], mirrors: ['oak'] });
    expect(await brokenVantages(store)).toEqual(broken);
    expect(await removeVantage(store, 'minsk')).toBe(true);
    expect(await removeVantage(store, 'minsk')).toBe(false);
    expect(await brokenVantages(store)).toEqual([]);
    expect((await listVantages(store)).map(({ id }) => id)).toEqual(['here', 'tehran']);
    await expect(round(store, site, AT, { vantages: ['lima'] })).rejects.toThrow(
      'No vantage is called "lima"',
    );
    await expect(round(store, site, AT, { mirrors: ['fig'] })).rejects.toThrow('No mirror is named "fig"');
  });

  it('looks at spares from this machine alone, unless it is told otherwise', async () => {
    const { store, site, manners, add } = await start();
    await add('oak', 'listed');
    await add('elm', 'spare');
    await add('ash', 'blocked');
    const command = ['curl', '-sS', '--include', '--no-buffer', '{url}'];
    expect(await putVantage(store, { id: 'tehran', label: 'Tehran', command }, AT)).toBeNull();
    let elmAsked = 0;
    manners['elm'] = ({ headers }) => {
      if (headers['user-agent']?.startsWith('curl') === true) elmAsked += 1;
      return false;
    };
    const seen = async (more: Partial<RoundOptions> = {}): Promise<string[]> => {
      const { rows } = await round(store, site, AT, more);
      return rows.map(({ mirror, vantage }) => `${mirror} ${vantage}`).sort();
    };
    const usual = ['ash here', 'ash tehran', 'elm here', 'oak here', 'oak tehran'];
    expect(await seen()).toEqual(usual);
    expect(await seen({ mirrors: ['elm'], vantages: ['tehran'] })).toEqual([]);
    expect(elmAsked).toBe(0);
    expect(await seen({ everywhere: true })).toEqual([...usual, 'elm tehran'].sort());
    expect(elmAsked).toBeGreaterThan(0);
    await setRule(store, { sparesFrom: 'all' });
    expect(await seen()).toHaveLength(6);
    expect(await seen({ everywhere: false })).toEqual(usual);
  });

  it('believes a vantage that reaches no mirror and yet its control, and not one whose line is cut', async () => {
    const { store, site, manners, add } = await start();
    await add('oak', 'listed');
    await add('ash', 'listed');
    const elm = await add('elm', 'spare');
    const control = await add('control', 'retired');
    const command = ['curl', '-sS', '--include', '--no-buffer', '{url}'];
    await putVantage(store, { id: 'tehran', label: 'Tehran', command }, AT);
    const fromCurl: Manner = ({ headers, socket }) => {
      const blocked = headers['user-agent']?.startsWith('curl') === true;
      if (blocked) socket.destroy();
      return blocked;
    };
    [manners['oak'], manners['ash']] = [fromCurl, fromCurl];
    let minute = 0;
    const looked = async (): Promise<{ found: Round; moves: string[] }> => {
      const at = AT + (minute += 1) * MINUTE;
      const found = await round(store, site, at, { pages: [] });
      const { moves } = await applyRule(store, at);
      return { found, moves: moves.map(({ id, to }) => `${id} ${to}`) };
    };
    // Without a control nobody knows.
    for (let turn = 0; turn < 2; turn += 1) expect(await looked()).toMatchObject({ moves: [] });
    expect(await setControl(store, 'tehran', control.address)).toBeNull();
    manners['control'] = fromCurl;
    for (let turn = 0; turn < 2; turn += 1) {
      const { found, moves } = await looked();
      expect(moves).toEqual([]);
      expect(found.rows.map(({ vantage }) => vantage)).not.toContain('tehran');
      expect(found.broken).toMatchObject([
        { vantage: 'tehran', why: expect.stringContaining('its line is cut') },
      ]);
    }
    // A page that one has to sign in at says nothing of mirrors either.
    manners['control'] = (_request, response) => {
      response.writeHead(302, { location: 'http://sign-in.example/' }).end();
      return true;
    };
    expect((await looked()).found).toMatchObject({ believed: [], broken: [{ vantage: 'tehran' }] });
    manners['control'] = () => false;
    expect(await looked()).toMatchObject({ found: { believed: ['tehran'], broken: [] }, moves: [] });
    const second = await looked();
    expect(second.moves).toEqual(['elm listed', expect.stringMatching(/^(?:oak|ash) blocked$/)]);
    expect(elm.asked.length).toBeGreaterThan(0);
    // Where a mirror answers the control is left alone.
    control.asked.length = 0;
    await looked();
    expect(control.asked).toEqual([]);
    expect(await removeVantage(store, 'tehran')).toBe(true);
    expect((await listVantages(store)).map(({ control: address }) => address)).toEqual([null]);
  });

  it.each([
    ['farshore.example', /is no full address/],
    ['ftp://farshore.example/', /is no full address/],
    ['https://farshore.example/?a', /has "\?"/],
  ])('refuses the control %s', async (control, why) => {
    expect(await setControl(await open(), 'here', control)).toMatch(why);
  });

  it.each([
    [{ id: 'Tehran', command: ['curl', '{url}'] }, /cannot be called "Tehran"/],
    [{ id: 'here', command: ['curl', '{url}'] }, /always there/],
    [{ id: 'tehran', command: [] }, /command is missing/],
    [{ id: 'tehran', command: ['curl', '-i'] }, /write \{url\} in its place/],
  ])('refuses the vantage %j', async (vantage, why) => {
    expect(await putVantage(await open(), { label: '', ...vantage }, AT)).toMatch(why);
  });

  it('follows the rule that the newsroom set', async () => {
    const store = await open();
    expect(await readRule(store)).toEqual(RULE);
    expect(await setRule(store, { rounds: 3, returnHours: null })).toEqual({
      ...RULE,
      rounds: 3,
      returnHours: null,
    });
    expect(await setRule(store, { vantages: 2 })).toEqual({
      ...RULE,
      rounds: 3,
      returnHours: null,
      vantages: 2,
    });
    expect(await setRule(store, { rounds: 0 })).toMatchObject({ problem: expect.stringContaining('rounds') });
    expect(await readRule(store)).toMatchObject({ rounds: 3, vantages: 2 });
  });
});
