import type { Recent } from '#newsroom';
import type { Parts } from './parts.ts';
import { tellMoved } from './telling.ts';

/** Milliseconds between two looks, as often as the clock asks for jobs. */
const EVERY = 500;
/** By less than this do clocks of machines differ, and the time that a change bears from the moment it is seen. */
const BACK = 60_000;
/** Whoever begins to listen may have loaded the page before this. */
const JUST = 5_000;
/** Told of at one look; lists are fetched anew after the first already. */
const MOST = 100;

/**
 * Tells those at the desk of stories that another process changed: the command line, or another server on the same
 * database. Asks the database only while somebody listens. @returns the function that ends it
 */
export function watchElsewhere(parts: Parts): () => Promise<void> {
  const { newsroom, bus, now, options } = parts;
  /** When each story was last changed, as far as has been told. */
  const known = new Map<string, number>();
  const deaf = bus.listen((event) => {
    if (event.type === 'saved' || event.type === 'moved') known.set(event.story, event.at);
  });
  let first = true;
  const look = async (): Promise<void> => {
    // It listens itself.
    if (bus.listeners <= 1) {
      first = true;
      known.clear();
      return;
    }
    const at = now();
    const recent = await newsroom.stories.recent({ since: at - BACK, limit: MOST });
    const foreign = recent.filter(({ id, changedAt }) => known.get(id) !== changedAt);
    for (const [story, changedAt] of known) if (changedAt < at - BACK) known.delete(story);
    for (const one of foreign) {
      known.set(one.id, one.changedAt);
      if (!first || one.changedAt >= at - JUST) await tell(one);
    }
    first = false;
  };
  const tell = async (story: Recent): Promise<void> => {
    const { id, revision, changedAt, savedAt } = story;
    bus.tell({ type: 'saved', story: id, revision, at: changedAt });
    if (savedAt !== changedAt) await tellMoved(parts, story);
  };
  let looking = Promise.resolve();
  let ended = false;
  let failing = false;
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    if (ended) return;
    timer = setTimeout(() => {
      looking = look()
        .then(
          () => (failing = false),
          (error: unknown) => {
            if (!failing) options.log?.(`Changes of other processes cannot be seen: ${String(error)}`);
            failing = true;
          },
        )
        .then(wait);
    }, EVERY);
    timer.unref();
  };
  wait();
  return async () => {
    ended = true;
    clearTimeout(timer);
    deaf();
    await looking;
  };
}
