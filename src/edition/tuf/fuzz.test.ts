import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeMetadata, openTrust, signMetadata, TufError } from '#edition';
import type { Trust } from '#edition';
import { outcomeOf } from '../../../test/vectors/tuf/reader.ts';
import { NOW, Repository } from '../../../test/vectors/tuf/repository.ts';

/* Metadata changed at random. Whatever comes is taken as it was signed, or refused by the one named error. */

const ROLES = ['root', 'timestamp', 'snapshot', 'targets', 'press'] as const;
/** Bits of which each changes digits, letters and their case, or leaves ASCII. */
const MASKS = [0x01, 0x20, 0x04, 0x80, 0x10];
type Role = (typeof ROLES)[number];

/** How metadata that is signed, but not as it should be, may end. */
const CODES = ['malformed', 'wrong_type', 'unsupported', 'unsigned', 'rollback', 'wrong_version', 'expired'];

async function repositoryOf(): Promise<Repository> {
  const repository = await Repository.open();
  await repository.delegate('targets', { name: 'press', paths: ['edition/*'] });
  await repository.addTarget('press', 'edition/record', 'an edition');
  await repository.publish('press', 'targets', 'snapshot', 'timestamp', 'root');
  return repository;
}

/** A trusted set that has taken all that comes before a role. */
async function trustBefore(repository: Repository, role: Role): Promise<Trust> {
  const trust = await openTrust({ root: repository.bytes('root', 1), now: NOW });
  for (const before of ROLES.slice(0, ROLES.indexOf(role)))
    await take(trust, before, repository.bytes(before));
  return trust;
}

function take(trust: Trust, role: Role, bytes: Uint8Array): Promise<unknown> {
  if (role === 'press') return trust.delegated(bytes, 'press', 'targets');
  return trust[role](bytes);
}

const signedOf = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes)).signed;

describe('changed metadata', () => {
  test.each(ROLES)('%s: no single byte can be another', async (role) => {
    const repository = await repositoryOf();
    const genuine = repository.bytes(role);
    const trust = await trustBefore(repository, role);
    for (let at = 0; at < genuine.length; at++) {
      const changed = Uint8Array.from(genuine);
      changed[at] = (genuine[at] ?? 0) ^ (MASKS[at % MASKS.length] ?? 1);
      const error = await take(trust, role, changed).catch((reason: unknown) => reason);
      expect(error, `byte ${at} of ${role}`).toBeInstanceOf(TufError);
    }
    // Nothing that was refused stands in the way of the genuine one.
    expect(await outcomeOf(take(trust, role, genuine))).toBe('ok');
  });

  test.each(ROLES)('%s: any byte, any value', async (role) => {
    const repository = await repositoryOf();
    const genuine = repository.bytes(role);
    const trust = await trustBefore(repository, role);
    const change = fc.record({ at: fc.nat(genuine.length - 1), by: fc.integer({ min: 1, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, by }) => {
        const changed = Uint8Array.from(genuine);
        changed[at] = (genuine[at] ?? 0) ^ by;
        expect(await outcomeOf(take(trust, role, changed))).not.toBe('ok');
      }),
      { numRuns: 200 },
    );
  });

  test.each(ROLES)('%s: cut, doubled or filled up, it says what was signed or is refused', async (role) => {
    const repository = await repositoryOf();
    const genuine = repository.bytes(role);
    const splice = fc.record({
      at: fc.nat(genuine.length),
      drop: fc.nat(8),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 8 }),
        fc.constantFrom(' ', '\n', ',', '{}', '"a":1,').map((text) => new TextEncoder().encode(text)),
      ),
    });
    await fc.assert(
      fc.asyncProperty(splice, async ({ at, drop, put }) => {
        const changed = Uint8Array.of(...genuine.subarray(0, at), ...put, ...genuine.subarray(at + drop));
        const trust = await trustBefore(repository, role);
        if ((await outcomeOf(take(trust, role, changed))) === 'ok') {
          expect(signedOf(changed)).toEqual(signedOf(genuine));
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each(ROLES)('%s: no JSON at all makes it fail in another way', async (role) => {
    const repository = await repositoryOf();
    const trust = await trustBefore(repository, role);
    const file = fc.oneof(
      fc.json(),
      fc.jsonValue().map((signed) => JSON.stringify({ signatures: [], signed })),
      fc.record({ signatures: fc.jsonValue(), signed: fc.jsonValue() }).map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        expect(await outcomeOf(take(trust, role, new TextEncoder().encode(text)))).not.toBe('ok');
      }),
      { numRuns: 150 },
    );
  });

  test.each(ROLES)('%s: properly signed nonsense is taken or refused, and nothing else', async (role) => {
    const repository = await repositoryOf();
    const signers = repository.signers.get(role) ?? [];
    const genuine = signedOf(repository.bytes(role));
    const edit = fc.record({
      step: fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }),
      value: fc.jsonValue(),
    });
    await fc.assert(
      fc.asyncProperty(edit, async ({ step, value }) => {
        const changed = replaced(genuine, step, value);
        const trust = await trustBefore(repository, role);
        const attempt = async (): Promise<unknown> =>
          take(trust, role, encodeMetadata(await signMetadata(changed, signers)));
        // Fractions have no canonical form, so signing may refuse, by the same error; any other goes through.
        const outcome = await outcomeOf(attempt());
        expect(outcome === 'ok' || CODES.includes(outcome), outcome).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

/** The value with one part of it, found by the numbers of its fields, replaced. */
function replaced(whole: unknown, [first = 0, ...rest]: readonly number[], value: unknown): unknown {
  if (typeof whole !== 'object' || whole === null) return value;
  const entries = Object.entries(whole);
  const chosen = first % Math.max(entries.length, 1);
  const changed = entries.map(([name, item], at): [string, unknown] =>
    at === chosen ? [name, rest.length === 0 ? value : replaced(item, rest, value)] : [name, item],
  );
  return Array.isArray(whole) ? changed.map(([, item]) => item) : Object.fromEntries(changed);
}
