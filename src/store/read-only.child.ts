/** Run by the tests as a user who is not root: opens a store where writing is forbidden, and prints what it is told. */
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { openStore, StoreError } from './store.ts';

const folder = process.argv[2] ?? '';
const file = path.join(folder, 'newsroom.db');

async function open(): Promise<string> {
  try {
    const store = await openStore({ url: `sqlite:${file}`, now: () => 0 });
    await store.db
      .insertInto('tag')
      .values({ id: 'a', names_json: '{}' })
      .onConflict((c) => c.doNothing())
      .execute();
    await store.close();
    return 'done';
  } catch (error) {
    return error instanceof StoreError ? `${error.code}: ${error.message}` : String(error);
  }
}

const seen = [await open()];
// On a disk that may only be read there is nothing to take away.
if (seen[0] === 'done') {
  chmodSync(file, 0o400);
  seen.push(await open());
  chmodSync(file, 0o600);
  chmodSync(folder, 0o500);
  seen.push(await open());
  chmodSync(folder, 0o700);
  seen.push(await open());
}
console.log(JSON.stringify(seen));
