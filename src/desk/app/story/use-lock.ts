import { useCallback, useEffect, useRef, useState } from 'react';
import { desk, told, Trouble } from '../client.ts';
import type { Lock } from '../shapes.ts';
import { useDeskEvent } from '../shell/events.ts';
import { useMe } from '../queries.ts';

/** Milliseconds between two signs of life. */
const BEAT = 10_000;

export type Seat =
  /** Not asked yet, or nobody answers: who was in the story stays in it. */
  | { kind: 'asking' }
  | { kind: 'mine' }
  | { kind: 'theirs'; lock: Lock }
  /** It was mine, and somebody took it. */
  | { kind: 'taken'; name: string | null };

export type Locking = { seat: Seat; take: (reason: string) => Promise<void> };

/** Holds the story while it is open for writing, and tells who else does. */
export function useLock(story: string, tab: string, wanted: boolean): Locking {
  const [seat, setSeat] = useState<Seat>({ kind: 'asking' });
  const { account } = useMe();
  const held = useRef(false);
  /** Whether the server knows that this page has the story open. */
  const came = useRef(false);
  const ask = useCallback(
    async (take?: string): Promise<void> => {
      try {
        await told(
          desk.stories[':id'].lock.$post({
            param: { id: story },
            json: { tab, came: !came.current, ...(take === undefined ? {} : { take }) },
          }),
        );
        held.current = true;
        came.current = true;
        setSeat((before) => (before.kind === 'mine' ? before : { kind: 'mine' }));
      } catch (error) {
        if (!(error instanceof Trouble) || error.status !== 423) throw error;
        const { lock } = error.body as { lock: Lock };
        setSeat(held.current ? { kind: 'taken', name: lock.name } : { kind: 'theirs', lock });
        held.current = false;
      }
    },
    [story, tab],
  );
  const { kind } = seat;
  // Whom it was taken from does not take it back without saying why.
  const beating = wanted && kind !== 'taken';
  useEffect(() => {
    if (!beating) return undefined;
    const beat = () => void ask().catch(() => undefined);
    beat();
    const timer = setInterval(beat, BEAT);
    return () => clearInterval(timer);
  }, [beating, ask]);
  useEffect(() => {
    if (!wanted) return undefined;
    const leave = () => {
      if (!held.current) return;
      held.current = false;
      came.current = false;
      const init = { keepalive: true };
      desk.stories[':id'].lock
        .$delete({ param: { id: story }, json: { tab } }, { init })
        .catch(() => undefined);
    };
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [wanted, story, tab]);
  useDeskEvent('lock', (event) => {
    if (event.story !== story || !beating) return;
    // That is this page, or the answer is on its way.
    if (event.editing?.name === account.name && kind !== 'theirs') return;
    void ask().catch(() => undefined);
  });
  return { seat, take: ask };
}
