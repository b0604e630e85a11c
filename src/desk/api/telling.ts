import type { Story } from '#newsroom';
import type { Parts } from './parts.ts';

/** Tells those at the desk that a story moved, and whose story has to look at it because of that. */
export async function tellMoved(
  { bus, newsroom }: Pick<Parts, 'bus' | 'newsroom'>,
  { id, state, changedAt }: Pick<Story, 'id' | 'state' | 'changedAt'>,
): Promise<void> {
  bus.tell({ type: 'moved', story: id, state, at: changedAt });
  if (state !== 'corrected' && state !== 'withdrawn') return;
  for (const story of await newsroom.tasks.askedBy(id)) bus.tell({ type: 'noted', story });
}
