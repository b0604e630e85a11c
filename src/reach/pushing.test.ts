import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '#store';
import { opener } from '../../test/databases.ts';
import { openRegister } from './mirrors.ts';
import { pushMirror } from './pushing.ts';
import type { PushReport } from './push.ts';
import { FIRST, openPaper, text } from './testing/paper.ts';

const base = mkdtempSync(join(tmpdir(), 'longwave-pushing-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe.each(['sqlite', 'postgres'] as const)('on %s, two pushes of one mirror at once', (name) => {
  const { open, clean } = opener(name);
  afterAll(clean);

  it('are one push and one refusal; the refused one notes no failure, and a dead one blocks nobody for long', async () => {
    const url = await open.url();
    const clock = { at: Date.UTC(2026, 10, 27, 12) };
    const now = (): number => clock.at;
    // As two processes have it.
    const stores = [await openStore({ url, now }), await openStore({ url, now })];
    const paper = await openPaper(join(base, name));
    const target = join(base, `${name}-place`);
    mkdirSync(target);
    try {
      const [one, two] = stores;
      if (one === undefined || two === undefined) throw new Error('There are no two stores');
      const register = openRegister(one);
      const mirror = await register.add(
        { id: 'oak', kind: 'folder', target, address: 'https://oak.example/', use: 'entry' },
        clock.at,
      );
      const push = (store: typeof one): Promise<PushReport> =>
        pushMirror(
          { store, depot: paper.depot, folder: join(base, `${name}-notes`), now, random: () => 0.5 },
          { mirror, secrets: {}, signal: new AbortController().signal },
        );
      await paper.publish(FIRST);
      const ended = await Promise.allSettled([push(one), push(two)]);
      const refused = ended.find((each) => each.status === 'rejected');
      expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(refused?.reason).toMatchObject({ code: 'busy' });
      expect(await register.get('oak')).toMatchObject({ pushedEdition: 1, error: null });
      // Filled for the first time: now it may be named.
      expect(await one.jobs.cancel('press', 'press')).toBe(true);

      await paper.publish({ put: [text('2026/11/24/new.html', 'new')] });
      expect(await one.lease('reach.push:oak', 'a process that died', 120_000)).toBe(true);
      await expect(push(two)).rejects.toMatchObject({ code: 'busy' });
      clock.at += 120_001;
      expect(await push(two)).toMatchObject({ edition: 2 });
      expect(await register.get('oak')).toMatchObject({ pushedEdition: 2, error: null });
      expect(await one.jobs.cancel('press', 'press')).toBe(false);
    } finally {
      await paper.depot.close();
      for (const store of stores) await store.close();
    }
  });
});
