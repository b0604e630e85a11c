import { hash } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openDepot, type Depot } from '#depot';
import { signEdition } from '#edition';
import { makeKeys, type Keys } from './vectors/edition/authority.ts';

/** A small site in a depot, signed with keys of its own, and its editions as plain folders. */
export type SignedSite = {
  depot: Depot;
  /** Puts pages, null takes one out, and signs the edition. Times are milliseconds since 1970. */
  publish(pages: Record<string, string | null>, at: number): Promise<void>;
  /** Writes the edition as it is into the folder of that name. @returns where it lies */
  push(name: string): Promise<string>;
  /** Another folder with the same files. */
  copy(from: string, name: string): string;
  close(): Promise<void>;
};

export async function openSignedSite(at: number, name = 'The Mirror'): Promise<SignedSite> {
  const keys = await makeKeys(at, name);
  return openSite(keys);
}

async function openSite(keys: Keys): Promise<SignedSite> {
  const folder = mkdtempSync(join(tmpdir(), 'longwave-signed-'));
  const depot = await openDepot({ folder: join(folder, 'edition'), now: () => 0 });
  return {
    depot,
    async publish(pages, at) {
      const writer = await depot.begin();
      for (const [path, text] of Object.entries(pages)) {
        if (text === null) writer.remove(path);
        else
          writer.put({
            path,
            type: 'text/html; charset=utf-8',
            raw: Buffer.from(text),
            stored: gzipSync(text),
            gzip: true,
          });
      }
      await writer.commit({
        published: at,
        note: null,
        sign: ({ edition, standing, log }) =>
          signEdition({
            edition,
            standing,
            log,
            ...keys,
            at,
            gzip: (bytes) => gzipSync(bytes),
            sha256: (bytes) => hash('sha256', bytes, 'buffer'),
          }),
      });
    },
    async push(into) {
      const to = join(folder, into);
      await depot.exportFolder({ to });
      return to;
    },
    copy(from, into) {
      const to = join(folder, into);
      cpSync(from, to, { recursive: true });
      return to;
    },
    async close() {
      await depot.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
