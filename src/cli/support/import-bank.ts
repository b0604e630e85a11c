import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FileReport, Reconciliation, StatementFile } from '#support';
import type { Call } from '../call.ts';
import { EXIT, Refusal } from '../out.ts';
import { payerKeyOf } from './payer-key.ts';
import { tellImport } from './tell-bank.ts';
import { withSupport } from './with-support.ts';

/** Thrown so that the database undoes what a dry run has done. */
class Undone extends Error {}

export type Imported = { dryRun: boolean; files: FileReport[]; waiting: number; books: Reconciliation };

export async function importStatements(
  call: Call,
  paths: readonly string[],
  { dryRun }: { dryRun: boolean },
): Promise<number> {
  const { settings, out } = call;
  const files = paths.flatMap((path) => filesAt(resolve(path)));
  return withSupport(call, async ({ store, house: { transfer, contributions, ledger } }) => {
    const { reconcile } = await import('#support');
    const isNamed = contributions.rails.includes('transfer');
    const key = payerKeyOf(settings, { make: !dryRun && isNamed });
    const bar = out.bar(dryRun ? 'Reading' : 'Importing');
    const work = async (): Promise<Imported> => {
      const reports = await transfer.take(files, {
        key,
        progress: (done, total, file) => bar.to(done, total, file),
      });
      if (isNamed) await contributions.read('transfer');
      const waiting = await transfer.waiting();
      return { dryRun, files: reports, waiting: waiting.length, books: await reconcile(store.db, ledger) };
    };
    const imported = await (dryRun ? undone(store, work) : work()).finally(() => bar.end());
    out.result(imported, () => tellImport(out, imported));
    const sound = imported.files.every(({ fault }) => fault === null) && imported.books.toTheCent;
    return sound ? EXIT.done : EXIT.refused;
  });
}

async function undone<T>(
  store: { transaction: (work: () => Promise<never>) => Promise<never> },
  work: () => Promise<T>,
): Promise<T> {
  const held: { result?: T } = {};
  try {
    await store.transaction(async () => {
      held.result = await work();
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
  return held.result as T;
}

/** Every XML file in a folder and those in it, by name; a file is taken whatever its name. */
function filesAt(path: string): StatementFile[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new Refusal(`There is nothing at "${path}"`, ['Name a file or a folder']);
  if (!found.isDirectory()) return [fileAt(path, found.size)];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.xml$/i.test(name),
  );
  const files = names.sort().flatMap((name) => {
    const size = statSync(join(path, name), { throwIfNoEntry: false });
    return size?.isFile() === true ? [fileAt(join(path, name), size.size)] : [];
  });
  if (files.length === 0)
    throw new Refusal(`The folder "${path}" holds no statements`, [
      'Their names end with ".xml"; name files otherwise',
    ]);
  return files;
}

const fileAt = (path: string, bytes: number): StatementFile => ({
  name: path,
  bytes,
  open: () => createReadStream(path) as AsyncIterable<Uint8Array>,
});
