import { sha256 } from './memory.ts';
import {
  addSignatures,
  encodeDraft,
  fromHex,
  newRoot,
  newTargets,
  nextRoot,
  nextTargets,
  parseNoteKey,
  signerFromSeed,
  signMetadata,
} from '#edition';
import type { Anchors, EditionSigners, NoteSigner, PaperRoot, Signer } from '#edition';

/* Keys of a paper that everybody can have: each is made from a seed that follows from its name. */

/** The seed of a key of the vectors, 32 bytes. */
export const seedOf = (name: string): Uint8Array => sha256(Buffer.from(`longwave vectors: ${name}`));

export const signerOf = (name: string): Promise<Signer> => signerFromSeed(seedOf(name));

export type Keys = {
  anchors: Anchors;
  signers: EditionSigners;
  /** Signs metadata by the key of a name. */
  sign: (signed: object, ...names: string[]) => Promise<Uint8Array>;
};

export const KEY_NAMES = [
  'root 1',
  'root 2',
  'targets 1',
  'targets 2',
  'press 1',
  'press 2',
  'snapshot',
  'timestamp',
  'log',
] as const;

const HOLDERS = [
  { root: 'root 1', targets: 'targets 1' },
  { root: 'root 2', targets: 'targets 2' },
];

/** Two people who both must sign the first root, while one of them is enough for the targets. */
export async function makeKeys(at: number, paper = 'The Vector'): Promise<Keys> {
  const keyOf = async (name: string) => (await signerOf(name)).key;
  const log = await signerOf('log');
  const publicKey = fromHex(log.key.keyval.public);
  const holders = await Promise.all(
    HOLDERS.map(async ({ root, targets }) => ({ root: await keyOf(root), targets: await keyOf(targets) })),
  );
  const first = await newRoot(
    {
      paper,
      sample: true,
      holders,
      thresholds: { root: 2, targets: 1 },
      snapshot: await keyOf('snapshot'),
      timestamp: await keyOf('timestamp'),
      log: publicKey,
    },
    { at },
  );
  const second = await nextRoot(first, { thresholds: { root: 1, targets: 1 } }, { at: at + 1000 });
  const targets = await nextTargets(
    await newTargets(await keyOf('press 2'), { at }),
    await keyOf('press 1'),
    {
      at: at + 1000,
    },
  );
  const note: NoteSigner = {
    name: (await parseNoteKey(first.longwave.log)).name,
    publicKey,
    sign: (message) => log.sign(message),
  };
  return {
    anchors: {
      roots: [await signed(first, ['root 1', 'root 2']), await bySeveral(second)],
      targets: await signed(targets, ['targets 2']),
    },
    signers: {
      press: await signerOf('press 1'),
      snapshot: await signerOf('snapshot'),
      timestamp: await signerOf('timestamp'),
      log: note,
    },
    sign: (content, ...names) => signed(content, names),
  };
}

async function signed(content: object, names: readonly string[]): Promise<Uint8Array> {
  return encodeDraft(await signMetadata(content, await Promise.all(names.map(signerOf))));
}

/** As two people sign who have not met: each the draft, and the signatures are put together. */
async function bySeveral(root: PaperRoot): Promise<Uint8Array> {
  let draft: { signed: PaperRoot; signatures: { keyid: string; sig: string }[] } = {
    signed: root,
    signatures: [],
  };
  for (const name of ['root 1', 'root 2']) {
    const back = await signMetadata(root, [await signerOf(name)]);
    const { signatures } = await addSignatures(draft, back, root.keys);
    draft = { signed: root, signatures: [...signatures] };
  }
  return encodeDraft(draft);
}
