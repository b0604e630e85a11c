import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore, type Store } from '#store';
import { layReserve } from './reserve.ts';
import { listSessions, panic } from './sessions.ts';

/** Somebody who is signed in a hundred times. */
async function signIn(store: Store): Promise<void> {
  const account = { id: 'ivo', name: 'Ivo', roles_json: '[]', created_at: 0, closed_at: null };
  await store.db.insertInto('account').values(account).execute();
  const columns = await store.db.introspection.getTables();
  const session = columns.find(({ name }) => name === 'session')?.columns ?? [];
  for (let at = 0; at < 100; at++) {
    const row = Object.fromEntries(
      session.map(({ name, dataType, isNullable }) => [
        name,
        isNullable ? null : /int/i.test(dataType) ? at : `${name} ${at}`,
      ]),
    );
    await store.db
      .insertInto('session')
      .values({ ...row, account: 'ivo' } as never)
      .execute();
  }
}

it('signs everybody out on a disk on which nothing else can be written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'longwave-reserve-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', folder]);
  const store = await openStore({ url: `sqlite:${join(folder, 'newsroom.db')}`, now: () => 0 });
  try {
    await signIn(store);
    await layReserve(folder);
    // Whatever the database has beside it is full as well.
    const filler = join(folder, 'filler');
    writeFileSync(filler, '');
    for (let size = 1_000_000; size > 0; size = Math.floor(size / 2)) {
      try {
        for (;;) appendFileSync(filler, Buffer.alloc(size, 1));
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' });
      }
    }
    const row = { key: 'one', value_json: 'x'.repeat(5_000_000), changed_at: 0 };
    await expect(store.db.insertInto('setting').values(row).execute()).rejects.toMatchObject({
      code: 'disk_full',
    });
    expect(await listSessions(store)).toHaveLength(100);
    expect(await panic(store, folder)).toMatchObject({ sessions: 100 });
    expect(await listSessions(store)).toEqual([]);
    expect(existsSync(join(folder, 'reserve'))).toBe(false);
  } finally {
    await store.close();
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  }
});

it('lays nothing where there is little room, and no second time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'longwave-reserve-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder]);
  try {
    await layReserve(folder);
    expect(existsSync(join(folder, 'reserve'))).toBe(false);
    execFileSync('mount', ['-o', 'remount,size=64m', folder]);
    await layReserve(folder);
    await layReserve(folder);
    expect(existsSync(join(folder, 'reserve'))).toBe(true);
  } finally {
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  }
});
