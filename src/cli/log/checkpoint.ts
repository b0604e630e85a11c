import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { addCosignatures, checkCosignature, CHECKPOINT_PATH } from '#edition';
import type { Call } from '../call.ts';
import { openDepotOf } from '../open.ts';
import { Refusal, UsageError } from '../out.ts';
import { withLog } from './place.ts';
import type { PlaceOptions } from './place.ts';
import { signerLine } from './tell.ts';

type Options = PlaceOptions & { addWitness?: string; witnessKey?: string };

/** Prints the checkpoint as witnesses want it, or takes in what they put under it. */
export async function showCheckpoint(call: Call, options: Options): Promise<void> {
  if (options.addWitness !== undefined) return addWitness(call, options);
  if (options.witnessKey !== undefined) return checkWitness(call, options, options.witnessKey);
  await withLog(call, options, (place) => {
    const { note, bytes, signedBy } = place.log;
    const { origin, size, root } = note.checkpoint;
    const text = Buffer.from(bytes).toString();
    const witnesses = note.lines.slice(1).map(({ name }) => name);
    const answer = {
      checkpoint: text,
      origin,
      size,
      root: Buffer.from(root).toString('hex'),
      signedBy,
      witnesses,
    };
    call.out.result(answer, () => call.out.text(text.replace(/\n$/, '')));
    return Promise.resolve();
  });
}

async function checkWitness(call: Call, options: Options, key: string): Promise<void> {
  await withLog(call, options, async (place) => {
    const seconds = await checkCosignature(place.log.bytes, key);
    const at = seconds === 0 ? null : new Date(seconds * 1000).toISOString().slice(0, 19);
    call.out.result({ witness: key, size: place.log.size, at }, () => {
      call.out.line(
        `${call.out.good('✓')} The witness signed this checkpoint${at === null ? '' : `, at ${at}Z by its own clock`}`,
      );
    });
  });
}

async function addWitness(call: Call, options: Options): Promise<void> {
  const { out, settings, now } = call;
  const { addWitness: file = '', from, witnessKey } = options;
  if (from !== undefined)
    throw new UsageError('--add-witness changes this installation; it does not go with --from');
  const found = readGiven(file);
  const depot = await openDepotOf(settings, now);
  try {
    const writer = await depot.begin();
    try {
      const head = depot.head();
      const standing = depot.reserved(CHECKPOINT_PATH);
      if (head === null || standing?.kind !== 'stored')
        throw new Refusal('There is no checkpoint yet', ['Press a signed edition first: "longwave press"']);
      const bytes = addCosignatures(depot.read(standing.entry), found);
      if (witnessKey !== undefined) await checkCosignature(bytes, witnessKey);
      await writer.commit({
        published: head.published,
        note: head.note,
        sign: () => Promise.resolve({ put: [{ path: CHECKPOINT_PATH, bytes }], drop: [], entry: null }),
      });
    } finally {
      await writer.abort();
    }
  } finally {
    await depot.close();
  }
  await withLog(call, {}, (place) => {
    const witnesses = place.log.note.lines.slice(1).map(({ name }) => name);
    out.result({ witnesses, size: place.log.size }, () => {
      out.line(`${out.good('✓')} ${signerLine(place)}`);
      for (const name of witnesses) out.line(`  ${name}`);
      if (witnessKey === undefined)
        out.note('The new lines were taken in unchecked; --witness-key checks that they are the witness’s');
    });
    return Promise.resolve();
  });
}

function readGiven(file: string): Uint8Array {
  try {
    return readFileSync(file === '-' ? 0 : resolve(file));
  } catch (error) {
    throw new UsageError(
      `"${file}" cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
