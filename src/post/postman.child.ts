import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openSeal, openStore } from '#store';
import { openPostman } from './postman.ts';
import { mailerTo } from './testing.ts';

/** One round of the postman in a process of its own, for tests that kill it. */
const [url = '', server = '', key = '', at = ''] = process.argv.slice(2);
const now = () => Number(at);
writeFileSync(path.join(path.dirname(url.replace('sqlite:', '')), 'pid'), String(process.pid));
const store = await openStore({ url, now });
const postman = openPostman({
  store,
  seal: openSeal(key),
  mailer: mailerTo(server),
  bounces: null,
  perMinute: 60,
  holder: String(process.pid),
  now,
  failed: () => undefined,
});
await postman.round();
await store.close();
process.disconnect?.();
