/*
 * Put into a process by `node --import`: writes into the file that `LOADED` names, line by line, each module when it is
 * loaded, with its bytes, and the moment at which the process first listens.
 */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const file = process.env['LOADED'] ?? '';
const note = (line: string): void => appendFileSync(file, `${process.pid} ${line}\n`);

subscribe('tracing:net.server.listen:asyncEnd', () => note('listens'));
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const { source = '' } = loaded;
    note(`${typeof source === 'string' ? source.length : source.byteLength} ${url}`);
    return loaded;
  },
});
