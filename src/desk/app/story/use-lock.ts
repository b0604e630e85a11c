import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { desk, told, Trouble } from '../client.ts';
import type { Lock } from '../shapes.ts';
import { useDeskEvent } from '../shell/events.ts';
import { useMe } from '../queries.ts';
import { storyQuery } from './story-query.ts';

/** Milliseconds between two signs of life. */
const BEAT = 10_000;

export type Seat =
  /** Not answered yet. `error`: why it could not be had; it is asked for again and again. */
  | { kind: 'asking'; error: unknown }
  /** `from`: the revision that stood when it became mine; null where nobody had it before. */
  | { kind: 'mine'; from: number | null }
  | { kind: 'theirs'; lock: Lock }
  /** It was mine, and somebody took it. */
  | { kind: 'taken'; name: string | null };

export type Locking = {
  seat: Seat;
  take: (reason: string) => Promise<void>;
  /** Lets whoever took the story begin, once what was written here is saved. */
  handOver: () => void;
};

/** Holds the story while it is open for writing, and tells who else does. */
export function useLock(story: string, tab: string, wanted: boolean): Locking {
  const [seat, setSeat] = useState<Seat>({ kind: 'asking', error: null });
  const { account } = useMe();
  const held = useRef(false);
  /** Whether the server knows that this page has the story open. */
  const came = useRef(false);
  /** Whether somebody else had it when it was asked for. */
  const theirs = useRef(false);
  const queries = useQueryClient();
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
        // Who had it may have saved since this page fetched it.
        const isLate = theirs.current || take !== undefined;
        const file = isLate ? await queries.fetchQuery({ ...storyQuery(story), staleTime: 0 }) : null;
        theirs.current = false;
        const from = file?.revision.number ?? null;
        setSeat((before) => (before.kind === 'mine' ? before : { kind: 'mine', from }));
      } catch (error) {
        if (!(error instanceof Trouble) || error.status !== 423) throw error;
        const { lock } = error.body as { lock: Lock };
        setSeat(held.current ? { kind: 'taken', name: lock.name } : { kind: 'theirs', lock });
        held.current = false;
        theirs.current = true;
      }
    },
    [story, tab, queries],
  );
  const { kind } = seat;
  // Whom it was taken from does not take it back without saying why.
  const beating = wanted && kind !== 'taken';
  useEffect(() => {
    if (!beating) return undefined;
    const beat = () =>
      void ask().catch((error: unknown) =>
        // Who was in the story stays in it: what they save tells them how it is.
        setSeat((before) => (before.kind === 'asking' ? { kind: 'asking', error } : before)),
      );
    beat();
    const timer = setInterval(beat, BEAT);
    return () => clearInterval(timer);
  }, [beating, ask]);
  const handOver = useCallback(() => {
    held.current = false;
    came.current = false;
    const init = { keepalive: true };
    desk.stories[':id'].lock
      .$delete({ param: { id: story }, json: { tab } }, { init })
      .catch(() => undefined);
  }, [story, tab]);
  useEffect(() => {
    if (!wanted) return undefined;
    const leave = () => {
      if (held.current) handOver();
    };
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [wanted, handOver]);
  useDeskEvent('lock', (event) => {
    if (event.story !== story || !beating) return;
    // That is this page, or the answer is on its way.
    if (event.editing?.name === account.name && kind !== 'theirs' && event.taken !== true) return;
    void ask().catch(() => undefined);
  });
  return { seat, take: ask, handOver };
}
