import type { Store } from '#store';
import { z } from 'zod';
import { ReachError } from './error.ts';
import { leavePress } from './list.ts';
import { noMirror, openRegister } from './mirrors.ts';
import type { Mirror, MirrorState } from './mirrors.ts';
import { readPlaces, writePlaces } from './rule-places.ts';
import { queuePush } from './standing.ts';
import { readState, writeState } from './state.ts';

/** What a person can do with a mirror. */
export type Deed = 'use' | 'spare' | 'block' | 'unblock' | 'retire';

/** Why a person blocked a mirror, when (milliseconds since 1970), and where it was before. */
export type Block = { reason: string | null; at: number; from: 'listed' | 'spare' };

const KEY = 'blocked-by-hand';
const BLOCKS = z.record(
  z.string(),
  z.object({ reason: z.string().nullable(), at: z.number(), from: z.enum(['listed', 'spare']) }),
);

/** Mirrors that people blocked, by their ids. */
export async function readBlocks(store: Store): Promise<Readonly<Record<string, Block>>> {
  const found = BLOCKS.safeParse(await readState(store, KEY));
  return found.success ? found.data : {};
}

/**
 * Moves a mirror by hand, and leaves the press the job to sign the list where that changes.
 *
 * @param reason why it is blocked, for the newsroom's own eyes
 * @returns the mirror as it is then, and where it was
 * @throws ReachError `no_mirror`, `bad_state` for what cannot be done with it as it is
 */
export async function moveByHand(
  store: Store,
  { id, deed, reason = null, at }: { id: string; deed: Deed; reason?: string | null; at: number },
): Promise<{ mirror: Mirror; from: MirrorState }> {
  return store.transaction(async () => {
    const register = openRegister(store);
    const mirror = await register.get(id);
    if (mirror === null) throw noMirror(id);
    const { [id]: block, ...others } = await readBlocks(store);
    const from = mirror.state;
    const to = target(mirror, deed, block?.from ?? 'listed');
    await register.setState(id, to, at);
    const kept = to === 'blocked' ? { [id]: { reason, at, from: cameFrom(from, block) } } : {};
    await writeState(store, KEY, { ...others, ...kept });
    const places = await readPlaces(store);
    const { [id]: _, ...out } = places.out;
    // A place that a person fills is vacant no longer, and what a person blocks the rule does not bring back.
    const filled = to === 'listed' && from !== 'listed' ? 1 : 0;
    await writePlaces(store, { ...places, out, vacant: Math.max(0, places.vacant - filled) });
    if (from === 'listed' || to === 'listed') await leavePress(store, at);
    if (from === 'retired') await queuePush(store, id, at);
    return { mirror: { ...mirror, state: to, changedAt: at }, from };
  });
}

const cameFrom = (state: MirrorState, block: Block | undefined): Block['from'] => {
  if (state === 'listed' || state === 'spare') return state;
  return block?.from ?? 'listed';
};

function target(mirror: Mirror, deed: Deed, before: Block['from']): MirrorState {
  const { id, state, pushedEdition } = mirror;
  const refuse = (why: string): ReachError => new ReachError('bad_state', `The mirror "${id}" ${why}`);
  switch (deed) {
    case 'use':
      if (state === 'listed') throw refuse('is in the list already');
      if (state === 'retired')
        throw refuse(
          `is retired and holds an old edition; bring it back with "longwave mirror spare ${id}", push, then use it`,
        );
      if (pushedEdition === null)
        throw refuse(`holds nothing yet; fill it with "longwave mirror push ${id}", then use it`);
      return 'listed';
    case 'spare':
      if (state === 'spare') throw refuse('is a spare already');
      return 'spare';
    case 'block':
      if (state === 'retired') throw refuse('is retired, so nobody is sent there');
      return 'blocked';
    case 'unblock':
      if (state !== 'blocked') throw refuse(`is not blocked; it is ${state}`);
      return before;
    case 'retire':
      if (state === 'retired') throw refuse('is retired already');
      return 'retired';
  }
}
