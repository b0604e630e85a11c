import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseMirrors, type MirrorList } from '#edition';
import { openStore, type Store } from '#store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSampleNewsroom, SAMPLE_MS, serving } from './command.ts';
import { longwave } from './here.ts';
import { serveFolder, type Manner, type MirrorServer } from './mirror-server.ts';

/* A server left alone with a listed mirror and a spare, one of which gets blocked. */

const LONG = 240_000;
const BLOCKED: Manner = (request) => {
  request.socket.destroy();
  return true;
};

describe('a server that is left alone', () => {
  const ends: (() => unknown)[] = [];
  const manners: Record<string, Manner> = {};
  const servers: Record<string, MirrorServer> = {};
  const folders: Record<string, string> = {};
  let settings: Record<string, string> = {};
  let store: Store;

  beforeAll(async () => {
    const data = await newSampleNewsroom();
    ends.push(() => data.remove());
    settings = { LONGWAVE_DATA: data.path };
    store = await openStore({ url: `sqlite:${join(data.path, 'longwave.db')}`, now: Date.now });
    ends.push(() => store.close());
    // Pictures have nothing to do with it and would take the machine's time.
    await store.db.deleteFrom('job').where('kind', '=', 'media.render').execute();
    for (const id of ['oak', 'elm']) {
      const folder = join(data.path, 'out', id);
      mkdirSync(folder, { recursive: true });
      const manner: Manner = (request, response) => manners[id]?.(request, response) ?? false;
      const server = await serveFolder(folder, manner);
      ends.push(() => server.close());
      [servers[id], folders[id]] = [server, folder];
    }
  }, SAMPLE_MS);
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  }, LONG);

  /** The signed list as whoever asks this mirror or the newsroom gets it; null where there is none. */
  async function listAt(address: string): Promise<MirrorList | null> {
    const response = await fetch(`${address}mirrors.json`).catch(() => null);
    if (response?.status !== 200) return null;
    return parseMirrors(new Uint8Array(await response.arrayBuffer()));
  }
  const addressesAt = async (address: string): Promise<string[]> =>
    (await listAt(address))?.mirrors.map((one) => one.address) ?? [];
  const addressOf = (id: string): string => servers[id]?.address ?? '';

  it(
    'fills its mirrors, names them once they are filled, and replaces the one that gets blocked',
    async () => {
      for (const id of ['oak', 'elm']) {
        const words = [id, folders[id] ?? '', '--address', addressOf(id)];
        const added = await longwave(
          ['mirror', 'add', ...words, ...(id === 'elm' ? ['--spare'] : [])],
          settings,
        );
        expect([added.status, added.stderr]).toEqual([0, '']);
      }
      const set = await longwave(['mirror', 'rule', 'set', '--rounds', '1'], settings);
      expect(set).toMatchObject({ status: 0 });
      const serve = await serving(settings);
      ends.push(() => serve.stop());
      // Filled first, then named, then pushed again with the list.
      await expect
        .poll(() => addressesAt(addressOf('elm')), { timeout: 120_000 })
        .toEqual([addressOf('oak')]);
      const before = await listAt(addressOf('elm'));
      const look = (): Promise<void> =>
        store.jobs.add({ kind: 'reach.probe', key: 'reach.probe', payload: {}, runAt: 0, replace: true });
      const seen = async (): Promise<string[]> => {
        const rows = await store.db.selectFrom('probe').select(['mirror', 'verdict']).orderBy('id').execute();
        return [...new Set(rows.map(({ mirror, verdict }) => `${mirror} ${verdict}`))].sort();
      };
      await look();
      await expect.poll(seen, { timeout: 120_000 }).toEqual(['elm ok', 'oak ok']);
      manners['oak'] = BLOCKED;
      await look();
      await expect
        .poll(() => addressesAt(addressOf('elm')), { timeout: 120_000 })
        .toEqual([addressOf('elm')]);
      const after = await listAt(addressOf('elm'));
      expect(after?.version).toBeGreaterThan(before?.version ?? Infinity);
      expect(await listAt(serve.address)).toEqual(after);
      const { json } = await longwave(['mirror', 'list', '--json'], settings);
      expect((json as { mirrors: { id: string; state: string }[] }).mirrors).toMatchObject([
        { id: 'oak', state: 'blocked' },
        { id: 'elm', state: 'listed' },
      ]);
      const root = join(`${settings['LONGWAVE_DATA']}.keys`, 'root', '1.root.json');
      const verify = () => longwave(['verify', folders['elm'] ?? '', '--root', root], settings);
      // The list stands there before the push has come to its end.
      await expect.poll(async () => (await verify()).status, { timeout: 20_000 }).toBe(0);
      expect(serve.stderr()).toContain('elm takes the place of oak');
      await serve.stop();
    },
    LONG,
  );
});
