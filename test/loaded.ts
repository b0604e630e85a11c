/*
 * Put into a process by `node --import`: writes into the file that `LOADED` names, line by line, each module when it is
 * loaded, with its bytes, and the moment at which the process first listens.
 */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';

type Source = string | { readonly byteLength: number } | null | undefined;

const file = process.env['LOADED'] ?? '';
/** What is not read by the loader itself, as a package of the older kind, is as long as its file. */
function bytesOf(source: Source, url: string): number {
  if (typeof source === 'string') return source.length;
  if (source !== null && source !== undefined) return source.byteLength;
  return url.startsWith('file:') ? statSync(new URL(url)).size : 0;
}

const note = (line: string): void => appendFileSync(file, `${process.pid} ${line}\n`);

subscribe('tracing:net.server.listen:asyncEnd', () => note('listens'));
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    note(`${bytesOf(loaded.source, url)} ${url}`);
    return loaded;
  },
});
