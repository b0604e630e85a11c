import { expect, it } from 'vitest';
import { parseMirrors, type MirrorList } from '#edition';
import type { Store } from '#store';
import { eachDatabase } from '../../test/databases.ts';
import { listBefore, mirrorList } from './list.ts';
import { openRegister, type NewMirror } from './mirrors.ts';
import { NO_PLACES } from './rule-facts.ts';
import { writePlaces } from './rule-places.ts';

const AT = Date.UTC(2026, 10, 27, 12);
const ORIGIN = 'https://farshore.example';

const mirror = (id: string, more: Partial<NewMirror> = {}): NewMirror => ({
  id,
  kind: 'folder',
  target: `/srv/canary-target/${id}`,
  address: `https://${id}.example/`,
  use: 'data',
  state: 'listed',
  options: {},
  ...more,
});

eachDatabase((_name, open) => {
  /** As after its first push. */
  const add = async (store: Store, one: NewMirror, at: number): Promise<void> => {
    await openRegister(store).add(one, at);
    await openRegister(store).pushed(one.id, { edition: 1, at });
  };

  const listAt = async (store: Store, at: number, origin = ORIGIN): Promise<MirrorList | null> => {
    const file = await mirrorList(store, { origin, at });
    return file === null ? null : parseMirrors(Buffer.from(file.text));
  };

  it('is not there before the first mirror, and stays, empty, after the last', async () => {
    const store = await open();
    const register = openRegister(store);
    expect(await listAt(store, AT)).toBeNull();
    await add(store, mirror('pine', { state: 'spare' }), AT);
    expect(await listAt(store, AT)).toBeNull();
    await register.setState('pine', 'listed', AT);
    expect((await listAt(store, AT))?.mirrors).toEqual([{ address: 'https://pine.example/', use: 'data' }]);
    await register.setState('pine', 'retired', AT);
    const last = await listAt(store, AT);
    expect(last).toMatchObject({ version: AT / 1000 + 1, mirrors: [] });
  });

  it('holds the listed mirrors, the oldest first, and last what is kept for want of a spare', async () => {
    const store = await open();
    const register = openRegister(store);
    const ids = ['yew', 'oak', 'elm', 'ash'];
    for (const [nth, id] of ids.entries()) await add(store, mirror(id), AT + nth);
    await register.setState('elm', 'blocked', AT);
    await writePlaces(store, { ...NO_PLACES, last: ['yew'] });
    const addresses = (await listAt(store, AT))?.mirrors.map(({ address }) => address);
    expect(addresses).toEqual(['https://oak.example/', 'https://ash.example/', 'https://yew.example/']);
  });

  it('has no mirror that was never pushed to, even if it is listed', async () => {
    const store = await open();
    const register = openRegister(store);
    await add(store, mirror('oak'), AT);
    await register.add(mirror('elm'), AT + 1);
    await register.pushed('elm', { error: 'No room', at: AT });
    const before = await listAt(store, AT);
    expect(before?.mirrors.map(({ address }) => address)).toEqual(['https://oak.example/']);
    await register.pushed('elm', { edition: 2, at: AT });
    const after = await listAt(store, AT);
    expect(after?.mirrors).toHaveLength(2);
    expect(after?.version).toBeGreaterThan(before?.version ?? 0);
  });

  it('has a version that rises with every change of what it says, and only then', async () => {
    const store = await open();
    const register = openRegister(store);
    await add(store, mirror('oak'), AT);
    const first = (await listAt(store, AT))?.version ?? 0;
    expect((await listAt(store, AT + 9_000))?.version).toBe(first);
    await register.pushed('oak', { edition: 4, at: AT });
    expect((await listAt(store, AT + 9_000))?.version).toBe(first);
    await add(store, mirror('elm'), AT + 1);
    const second = (await listAt(store, AT + 9_000))?.version ?? 0;
    expect(second).toBe(first + 9);
    // Within one second, and with a clock that was set back.
    await register.setState('elm', 'spare', AT);
    expect((await listAt(store, AT))?.version).toBe(second + 1);
    const moved = await listAt(store, AT, 'https://EAST.farshore.example');
    expect(moved).toMatchObject({ version: second + 2, origin: 'https://east.farshore.example/' });
    expect(await listBefore(store)).toEqual(moved);
  });

  it('tells nothing of a mirror but its address, its use and that it is neutral', async () => {
    const store = await open();
    await add(
      store,
      mirror('canary-id', {
        kind: 'sftp',
        target: 'canary-user@canary-host:/canary-path',
        address: 'https://garden.example/notes/',
        use: 'entry',
        options: { neutral: true, note: 'canary-note', bucket: 'canary-bucket' },
      }),
      AT,
    );
    const file = await mirrorList(store, { origin: ORIGIN, at: AT });
    expect(file?.text).not.toMatch(/canary|sftp/);
    expect(parseMirrors(Buffer.from(file?.text ?? '')).mirrors).toEqual([
      { address: 'https://garden.example/notes/', neutral: true, use: 'entry' },
    ]);
  });
});
