import { createHash } from 'node:crypto';
import type { Day } from './days.ts';
import type { Entry } from './entry.ts';

/*
 * Canonical bytes. All that is hashed is ASCII text and safe whole numbers in arrays of fixed order, for which
 * JSON.stringify has one answer everywhere. docs/decisions/0019 says what each hash is for.
 */

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What a movement says, whenever it arrived: 64 hex digits. */
export function digestOf({ rail, source, kind, day, about, reason, postings }: Entry): string {
  const sides = postings.map(({ account, currency, amount }) => [account, currency, amount]);
  return sha256(JSON.stringify(['longwave-movement-1', rail, source, kind, day, about, reason, sides]));
}

/** Before the first entry. */
export const GENESIS = sha256(JSON.stringify(['longwave-ledger-1']));

/** The chain after entry `id`, from the chain before it. */
export function chainOf(before: string, entry: { id: number; bookedOn: Day; digest: string }): string {
  return sha256(JSON.stringify(['longwave-entry-1', before, entry.id, entry.bookedOn, entry.digest]));
}

/** Takes digests in the order of rail and source, byte by byte; the same movements give the same hash. */
export function createContentHash(): { add(digest: string): void; end(): string } {
  const hash = createHash('sha256').update('longwave-content-1\n');
  return {
    add: (digest) => void hash.update(`${digest}\n`),
    end: () => hash.digest('hex'),
  };
}

/** A closed month, after the one before it. */
export function closingDigestOf(
  before: string,
  closing: { month: string; lastId: number; head: string; balances: string },
): string {
  const { month, lastId, head, balances } = closing;
  return sha256(JSON.stringify(['longwave-closing-1', before, month, lastId, head, balances]));
}
