import { useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { draftOf, sameDraft } from '../draft.ts';
import type { Draft } from '../draft.ts';
import { StoryEditor } from '../editor/StoryEditor.tsx';
import type { StoryHandle } from '../editor/use-story.ts';
import { usePicker } from '../media/use-picker.tsx';
import type { StoryFile } from '../shapes.ts';
import { useDeskEvent } from '../shell/events.ts';
import { useTelling } from '../words.tsx';
import { Beside } from './Beside.tsx';
import { Conflicted } from './Conflicted.tsx';
import { Details } from './Details.tsx';
import { device } from './device.ts';
import { GoesOut } from './GoesOut.tsx';
import { Notices } from './Notices.tsx';
import classes from './StoryDesk.module.css';
import { StoryHead } from './StoryHead.tsx';
import { TAB } from './tab.ts';
import { Tasks } from './Tasks.tsx';
import { useEditorMedia } from './use-editor-media.ts';
import { useLock } from './use-lock.ts';
import { useOutgoing } from './use-outgoing.ts';
import { usePassageNotes } from './use-passage-notes.ts';
import { useWriting } from './use-writing.ts';
import type { DeviceText } from './writer.ts';
import { useEditorWords } from './words.ts';

/** A story with its editor in the middle and everything else of it around. */
export function StoryDesk({ file, kept }: { file: StoryFile; kept: DeviceText | null }) {
  const { story } = file;
  const locking = useLock(story.id, TAB, file.writable);
  const { seat } = locking;
  const mayWrite = file.writable && seat.kind === 'mine';
  /** What was saved when the page came, and what this device had beside it. */
  const before = useRef(draftOf(file.revision));
  const first = useRef(kept !== null && isUnsaved(kept, file, before.current) ? kept : null);
  useEffect(() => {
    // The server has it, or what was written after it.
    if (kept !== null && first.current === null) device.drop(story.id).catch(() => undefined);
  }, [kept, story.id]);
  const [restored, setRestored] = useState(first.current);
  const work = useWriting(file, first.current, mayWrite, seat.kind === 'mine' ? seat.from : null);
  const { writer } = work;
  const text = useRef<StoryHandle>(null);
  const { handOver } = locking;
  useEffect(() => {
    if (seat.kind !== 'taken') return;
    text.current?.read();
    void writer.freeze().then(handOver);
  }, [seat.kind, writer, handOver]);
  useKeepFresh(story.id, seat.kind === 'mine');
  const outgoing = useOutgoing();
  const words = useEditorWords();
  const { choose, picker } = usePicker(story.lang);
  const { media, settled } = useEditorMedia(story.lang, choose);
  const settle = async () => {
    await settled();
    text.current?.read();
    await writer.flush();
  };
  const notes = usePassageNotes(story.id, work.draft.body);
  const { moment } = useTelling();
  const [details, setDetails] = useState(false);
  // Whoever opens a story wants to write in it; what stands around the text comes right after it.
  const around = useDeferredValue(true, false);
  const [beside, setBeside] = useState<string | null>(null);
  const readOnly = !mayWrite || work.state.kind === 'frozen' || work.state.kind === 'conflict';
  const peer = file.peers.find((one) => one.story === beside);
  return (
    <div className={classes.desk}>
      <StoryHead
        file={file}
        work={work}
        settle={settle}
        reading={!mayWrite}
        details={details}
        onDetails={() => setDetails((open) => !open)}
        outgoing={outgoing}
      />
      <Notices
        file={file}
        locking={locking}
        work={work}
        restored={restored}
        onUndo={() => {
          setRestored(null);
          work.change(before.current);
        }}
      />
      <GoesOut {...outgoing} />
      <Tasks file={file} onBeside={setBeside} />
      {work.state.kind === 'conflict' ? (
        <Conflicted lang={story.lang} conflict={work.state.conflict} work={work} />
      ) : (
        <div
          className={classes.columns}
          data-details={details || undefined}
          data-beside={peer !== undefined || undefined}
        >
          {peer !== undefined && (
            <Beside peer={peer} file={file} mayWrite={mayWrite} onClose={() => setBeside(null)} />
          )}
          <div className={classes.sheet}>
            <StoryEditor
              key={story.lang}
              draft={work.draft}
              lang={story.lang}
              readOnly={readOnly}
              onChange={work.change}
              handle={text}
              media={media}
              words={words}
              plan={file.plan}
              tellTime={moment}
              {...notes}
            />
          </div>
          {around && (
            <Details
              file={file}
              work={work}
              readOnly={readOnly}
              beside={beside}
              onBeside={setBeside}
              choose={choose}
            />
          )}
        </div>
      )}
      {picker}
    </div>
  );
}

/** Whether what this device kept says anything that the server did not get, after all, before its tab died. */
function isUnsaved(kept: DeviceText, { sitting }: StoryFile, saved: Draft): boolean {
  if (sitting !== null && sitting.id === kept.sitting && sitting.at >= kept.at) return false;
  return !sameDraft(kept.draft, saved);
}

/** Fetches the story anew when something happened to it elsewhere. */
function useKeepFresh(story: string, mine: boolean): void {
  const queries = useQueryClient();
  const fresh = (event: { story: string }) => {
    if (event.story === story) void queries.invalidateQueries({ queryKey: ['story', story] });
  };
  useDeskEvent('moved', fresh);
  useDeskEvent('noted', fresh);
  useDeskEvent('saved', (event) => {
    if (!mine) fresh(event);
  });
}
