import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { CommitOptions } from '#depot';
import {
  encodeDraft,
  fingerprintOf,
  fromHex,
  newRoot,
  newTargets,
  parseNoteKey,
  signEdition,
  signerFromSeed,
  signMetadata,
} from '#edition';
import type { Anchors, EditionSigners, Signer } from '#edition';

/* Keys of a paper that exists for a measurement: two people, of whom both sign the root. */

export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

export type Keys = { signers: EditionSigners; anchors: Anchors; fingerprint: string };

const signerOf = (name: string): Promise<Signer> => signerFromSeed(sha256(Buffer.from(`bench ${name}`)));

/** @param at - when the keys are made, in milliseconds since 1970 */
export async function makeKeys(at: number): Promise<Keys> {
  const [press, snapshot, timestamp, log] = await Promise.all(
    ['press', 'snapshot', 'timestamp', 'log'].map(signerOf),
  );
  if (!press || !snapshot || !timestamp || !log) throw new Error('Four keys were made');
  const people = await Promise.all(
    [1, 2].map(async (person) => ({
      root: await signerOf(`root ${person}`),
      targets: await signerOf(`targets ${person}`),
    })),
  );
  const publicKey = fromHex(log.key.keyval.public);
  const root = await newRoot(
    {
      paper: 'The Bench',
      sample: true,
      holders: people.map((person) => ({ root: person.root.key, targets: person.targets.key })),
      thresholds: { root: 2, targets: 2 },
      snapshot: snapshot.key,
      timestamp: timestamp.key,
      log: publicKey,
    },
    { at },
  );
  const targets = await newTargets(press.key, { at });
  const { name } = await parseNoteKey(root.longwave.log);
  return {
    anchors: {
      roots: [
        encodeDraft(
          await signMetadata(
            root,
            people.map((person) => person.root),
          ),
        ),
      ],
      targets: encodeDraft(
        await signMetadata(
          targets,
          people.map((person) => person.targets),
        ),
      ),
    },
    signers: {
      press,
      snapshot,
      timestamp,
      log: { name, publicKey, sign: (message) => log.sign(message) },
    },
    fingerprint: await fingerprintOf(root),
  };
}

/** Signs what is committed, as the press does; `spent` is told the milliseconds it took. */
export function signWith(
  { signers, anchors }: Keys,
  at: number,
  spent: (ms: number) => void = () => undefined,
): NonNullable<CommitOptions['sign']> {
  return async ({ edition, changed, standing, log }) => {
    const started = performance.now();
    const signed = await signEdition({
      edition: changed ? edition : null,
      standing,
      log,
      signers,
      anchors,
      at,
      gzip: (bytes) => gzipSync(bytes, { level: 9 }),
      sha256,
    });
    spent(performance.now() - started);
    return signed;
  };
}
