import { hash } from 'node:crypto';
import {
  encodeMetadata,
  newRoot,
  newTargets,
  parseNoteKey,
  signerFromSeed,
  signMetadata,
  type PaperRoot,
  type RootPlan,
  type Signer,
} from '#edition';
import type { Signing } from '#press';

type Plan = RootPlan & { paper: string; sample: boolean };

export type PaperKeys = {
  signing: Signing;
  /** What the first root was made of, for a next one. */
  plan: Plan;
  first: PaperRoot;
  /** A root's signed bytes. */
  bytesOf: (root: PaperRoot) => Promise<Uint8Array>;
};

/** Keys of a paper called Far Shore, the same for the same name. `at` is when they begin to hold, in ms since 1970. */
export async function paperKeys(options: {
  at: number;
  sample?: boolean;
  name?: string;
}): Promise<PaperKeys> {
  const { at, sample = false, name = 'far shore' } = options;
  const seed = (role: string): Promise<Signer> => signerFromSeed(hash('sha256', `${name} ${role}`, 'buffer'));
  const [root, targets, log] = [await seed('root'), await seed('targets'), await seed('log')];
  const online = {
    press: await seed('press'),
    snapshot: await seed('snapshot'),
    timestamp: await seed('timestamp'),
  };
  const plan: Plan = {
    holders: [{ root: root.key, targets: targets.key }],
    thresholds: { root: 1, targets: 1 },
    snapshot: online.snapshot.key,
    timestamp: online.timestamp.key,
    log: Buffer.from(log.key.keyval.public, 'hex'),
    paper: 'Far Shore',
    sample,
  };
  const first = await newRoot(plan, { at });
  const note = await parseNoteKey(first.longwave.log);
  const bytesOf = async (signed: PaperRoot): Promise<Uint8Array> =>
    encodeMetadata(await signMetadata(signed, [root]));
  const signing = {
    signers: { ...online, log: { ...note, sign: (message: Uint8Array) => log.sign(message) } },
    anchors: {
      roots: [await bytesOf(first)],
      targets: encodeMetadata(await signMetadata(await newTargets(online.press.key, { at }), [targets])),
    },
  };
  return { signing, plan, first, bytesOf };
}
