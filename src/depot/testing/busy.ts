import { randomBytes } from 'node:crypto';
import { openDepot, writePack } from '#depot';
import { textFile } from './events.ts';

/*
 * A process that publishes one edition after another and sweeps after each, as fast as it can:
 *   node busy.ts FOLDER NAME COUNT
 * Prints what went wrong with sweeping as a JSON list.
 */

const [folder = '', name = '', count = ''] = process.argv.slice(2);
const errors: string[] = [];
const depot = await openDepot({
  folder,
  now: Date.now,
  keep: 3,
  onSweepError: (error) => errors.push(error.stack ?? error.message),
});
for (let at = 0; at < Number(count); at++) {
  const writer = await depot.begin({ patience: 60_000 });
  const pack = writePack(writer.packFile());
  const text = randomBytes(30_000).toString('base64');
  pack.put({
    ...textFile(`${name}/${at % 20}.txt`, text, { type: 'text/plain; charset=utf-8' }),
    gzip: false,
  });
  // As a thread of a press does: the pack is there for a while before the commit takes it.
  await new Promise((done) => setImmediate(done));
  writer.addPack(pack.close());
  writer.put(textFile(`${name}/last.html`, `${at} ${text}`));
  await writer.commit({ published: Date.now(), note: null });
}
await depot.close();
console.log(JSON.stringify(errors));
