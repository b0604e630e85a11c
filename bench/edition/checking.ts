import {
  checkProof,
  unpackBundle,
  equalBytes,
  findTarget,
  fromHex,
  openTrust,
  parseRecord,
  PRESS_ROLE,
  RECORD_TARGET,
  sha256,
  checkTarget,
} from '#edition';

/*
 * What a reader's machine works out for one page, with everything at hand: runs in Node and, bundled, in browsers. The
 * chain is the work of one update, the page that of each page opened after it.
 */

/** All in hexadecimal, so that it can be handed to a browser. */
export type Given = {
  root: string;
  targets: string;
  bundle: string;
  path: string;
  proof: string[];
  page: string;
  /** Milliseconds since 1970. */
  now: number;
};

export type Times = { chain: number[]; page: number[] };

/** Milliseconds of each of some checks of the chain and of the page, after a few that warm up. */
export async function timeChecks(given: Given, rounds: number): Promise<Times> {
  const [root, targets, bundle, page] = [given.root, given.targets, given.bundle, given.page].map(fromHex);
  const proof = given.proof.map(fromHex);
  if (root === undefined || targets === undefined || bundle === undefined || page === undefined)
    throw new Error('Something to check is missing');
  const times: Times = { chain: [], page: [] };
  // Clocks of browsers are coarse, so that a number of checks is timed together.
  const TOGETHER = 10;
  for (let round = -3; round < rounds; round++) {
    const started = performance.now();
    let tree = '';
    for (let at = 0; at < TOGETHER; at++) tree = await checkChain({ root, targets, bundle, now: given.now });
    const between = performance.now();
    for (let at = 0; at < TOGETHER; at++) await checkPage(fromHex(tree), given.path, proof, page);
    const ended = performance.now();
    if (round < 0) continue;
    times.chain.push((between - started) / TOGETHER);
    times.page.push((ended - between) / TOGETHER);
  }
  return times;
}

/** From the root to the record: every signature and what it signs. */
async function checkChain(given: {
  root: Uint8Array;
  targets: Uint8Array;
  bundle: Uint8Array;
  now: number;
}): Promise<string> {
  const { press, record, snapshot, timestamp } = await unpackBundle(given.bundle);
  const trust = await openTrust({ root: given.root, now: given.now });
  await trust.timestamp(timestamp);
  await trust.snapshot(snapshot);
  const target = await findTarget({
    trust,
    path: RECORD_TARGET,
    fetch: () => Promise.resolve(null),
    store: {
      read: (role) => Promise.resolve(role === PRESS_ROLE ? press : given.targets),
      write: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    },
  });
  if (target === null) throw new Error('No record is signed');
  await checkTarget(target, record);
  return parseRecord(record).tree;
}

async function checkPage(
  tree: Uint8Array,
  path: string,
  proof: Uint8Array[],
  page: Uint8Array,
): Promise<void> {
  const entry = await checkProof(tree, path, proof);
  if (entry === null || !equalBytes(await sha256(page), fromHex(entry.raw)))
    throw new Error('The page is not the one of the edition');
}
