import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { desk, told } from '../client.ts';
import { draftOf } from '../draft.ts';
import type { Draft } from '../draft.ts';
import type { StoryFile } from '../shapes.ts';
import { device } from './device.ts';
import { storyQuery } from './story-query.ts';
import { TAB } from './tab.ts';
import { Writer } from './writer.ts';
import type { DeviceText, Writing } from './writer.ts';

export type Work = {
  draft: Draft;
  state: Writing;
  /** This browser keeps nothing: what is not saved is lost with the page. */
  keepsNothing: boolean;
  change: (draft: Draft) => void;
  writer: Writer;
};

/**
 * What somebody writes in a story, from what is saved or from what this device kept of an earlier time. `from`: the
 * revision that stood when the story was taken over from somebody.
 */
export function useWriting(
  file: StoryFile,
  kept: DeviceText | null,
  mayWrite: boolean,
  from: number | null,
): Work {
  const story = file.story.id;
  const queries = useQueryClient();
  const [state, setState] = useState<Writing>({ kind: 'saved', at: null });
  const [keepsNothing, setKeepsNothing] = useState(false);
  const [draft, setDraft] = useState<Draft>(() => kept?.draft ?? draftOf(file.revision));
  const [writer] = useState(
    () =>
      new Writer({
        story,
        base: file.revision.number,
        draft: draftOf(file.revision),
        // Drawn at each visit: it ties nobody to a story.
        sitting: crypto.randomUUID(),
        save: async (base, text, { sitting, after }) => {
          const { revision } = await told(
            desk.stories[':id'].$put({
              param: { id: story },
              json: { base, draft: text, tab: TAB, sitting, ...(after && { after }) },
            }),
          );
          // What is newer than what readers have is known at once wherever the story is shown.
          queries.setQueryData(storyQuery(story).queryKey, (known) =>
            known === undefined
              ? known
              : { ...known, revision, story: { ...known.story, revision: revision.number } },
          );
          return revision.number;
        },
        device: {
          put: (text) => device.put(text).catch(() => setKeepsNothing(true)),
          drop: (name) => device.drop(name).catch(() => setKeepsNothing(true)),
        },
        onState: setState,
        now: Date.now,
      }),
  );
  const change = (next: Draft) => {
    setDraft(next);
    writer.write(next);
  };
  const begun = useRef(false);
  useEffect(() => {
    if (!mayWrite || begun.current) return;
    begun.current = true;
    if (kept !== null) writer.takeUp(kept);
  }, [mayWrite, kept, writer]);
  // Whoever only reads along sees what the other saves.
  useEffect(() => {
    // What this device kept waits for its turn, and newer texts of others do not make it go.
    if (kept !== null && !begun.current) return;
    if (writer.unsaved || state.kind === 'frozen' || state.kind === 'saving') return;
    const { number } = file.revision;
    // Whoever took it over begins from the last words of whoever had it.
    if (number <= writer.base || (mayWrite && number > (from ?? 0))) return;
    const newest = draftOf(file.revision);
    writer.resolve(file.revision.number, newest, newest);
    setDraft(newest);
  }, [mayWrite, from, kept, file.revision, writer, state.kind]);
  useEffect(() => {
    const wake = () => writer.wake();
    const leave = () => void writer.flush();
    const hidden = () => document.visibilityState === 'hidden' && leave();
    const ask = (event: BeforeUnloadEvent) => {
      leave();
      if (writer.unsaved && keepsNothing) event.preventDefault();
    };
    addEventListener('online', wake);
    addEventListener('focus', wake);
    document.addEventListener('visibilitychange', hidden);
    addEventListener('beforeunload', ask);
    return () => {
      removeEventListener('online', wake);
      removeEventListener('focus', wake);
      document.removeEventListener('visibilitychange', hidden);
      removeEventListener('beforeunload', ask);
    };
  }, [writer, keepsNothing]);
  useEffect(() => () => void writer.flush().finally(() => writer.close()), [writer]);
  return { draft, state, keepsNothing, change, writer };
}
