import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Editing, State } from '../shapes.ts';
import { listen } from './line.ts';

export type DeskNews =
  { kind: 'quiet' | 'offline' | 'pressing' | 'failed' } | { kind: 'pressed'; edition: number | null };

/** What the server tells those at the desk, by the name of the event. */
export type DeskEvents = {
  lock: { story: string; editing: Editing | null; taken?: boolean };
  saved: { story: string; revision: number };
  moved: { story: string; state: State };
  noted: { story: string };
  front: { lang: string };
  pressed: { edition: number | null; more: boolean };
  'press-failed': { message: string };
  pushing: { mirror: string; done: number; total: number };
  pushed: { mirror: string; edition: number | null; error: string | null };
  import: { run: string; done: number; total: number; label: string };
  imported: { run: string; failed: string | null };
};

const heard = new EventTarget();
/** Milliseconds from something that happened until lists are fetched anew. */
const PAUSE = 1_500;

/** Hears one kind of event while a part stands. */
export function useDeskEvent<Kind extends keyof DeskEvents>(
  kind: Kind,
  hear: (event: DeskEvents[Kind]) => void,
): void {
  useEffect(() => {
    const listener = (event: Event) => hear((event as CustomEvent<DeskEvents[Kind]>).detail);
    heard.addEventListener(kind, listener);
    return () => heard.removeEventListener(kind, listener);
  });
}

/** Keeps the line to the server open; what is known in lists follows what is heard. */
export function useDeskEvents(): DeskNews {
  const queries = useQueryClient();
  const [news, setNews] = useState<DeskNews>({ kind: 'quiet' });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // Six people who write tell of a save each every second or two; lists follow all of them at once.
  const later = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void queries.invalidateQueries({ queryKey: ['stories'] });
    }, PAUSE);
  }, [queries]);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(
    () =>
      listen(({ kind, data }) => {
        heard.dispatchEvent(new CustomEvent(kind, { detail: data }));
        if (kind === 'saved' || kind === 'moved' || kind === 'noted' || kind === 'lock') later();
        else if (kind === 'pressing') setNews({ kind });
        else if (kind === 'pressed') setNews({ kind, edition: (data as DeskEvents['pressed']).edition });
        else if (kind === 'press-failed') setNews({ kind: 'failed' });
        else if (kind === 'up') setNews((now) => (now.kind === 'offline' ? { kind: 'quiet' } : now));
        else if (kind === 'down') {
          setNews({ kind: 'offline' });
          // A session that ended is told by an answer, not by the line that broke.
          void queries.invalidateQueries({ queryKey: ['me'] });
        }
      }),
    [queries, later],
  );
  return news;
}
