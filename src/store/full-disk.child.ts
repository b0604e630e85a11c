/**
 * Run by the tests as a process of its own, in a folder on a disk of 4 MB: writes until the disk is full, frees some
 * space, and goes on. Prints what it saw as one JSON object.
 */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openStore, type Store, StoreError } from './store.ts';

const [folder = '', url = `sqlite:${path.join(folder, 'newsroom.db')}`] = process.argv.slice(2);
const filler = path.join(folder, 'filler');
writeFileSync(filler, Buffer.alloc(1_000_000));

const text = 'x'.repeat(20_000);
const setting = (key: string) => ({ key, value_json: text, changed_at: 0 });

async function codeOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'done',
    (error: unknown) => (error instanceof StoreError ? error.code : String(error)),
  );
}

/** Commits one row after another until that fails; returns how many were committed and why it ended. */
async function fill(store: Store): Promise<{ committed: number; end: string }> {
  for (let committed = 0; ; committed++) {
    const end = await codeOf(
      store.db
        .insertInto('setting')
        .values(setting(`one${committed}`))
        .execute(),
    );
    if (end !== 'done') return { committed, end };
  }
}

async function count(store: Store): Promise<number> {
  return (await store.db.selectFrom('setting').select('key').execute()).length;
}

const store = await openStore({ url, now: () => 0 });
const filled = await fill(store);
const large = store.transaction(async (db) => {
  for (let n = 0; n < 200; n++)
    await db
      .insertInto('setting')
      .values(setting(`large${n}`))
      .execute();
});
const largeEnd = await codeOf(large);
// More than the cache holds, so that the disk is full in the middle and not at the end.
const hidden = store.transaction(async (db) => {
  for (let n = 0; n < 1500; n++)
    await db
      .insertInto('setting')
      .values(setting(`hidden${n}`))
      .execute()
      .catch(() => {});
});
const hiddenEnd = await codeOf(hidden);
const kept = await count(store);
const health = await store.health();
rmSync(filler);
const after = await codeOf(store.db.insertInto('setting').values(setting('after')).execute());
await store.close();
const again = await openStore({ url, now: () => 0 });
const reopened = await count(again);
const healthAfter = await again.health();
await again.close();
console.log(JSON.stringify({ ...filled, largeEnd, hiddenEnd, kept, health, after, reopened, healthAfter }));
