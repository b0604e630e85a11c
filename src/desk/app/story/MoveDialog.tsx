import { Button, Modal, NativeSelect, Radio, Textarea } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import type { StoryFile } from '../shapes.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { directionOf, useTelling, useWords } from '../words.tsx';
import { carryOut } from './carry-out.ts';
import { Foreseen } from './Foreseen.tsx';
import classes from './MoveDialog.module.css';
import { carriedOver, leftOver, Overtaken } from './Overtaken.tsx';
import type { Step } from './steps.ts';
import type { GoingOut } from './use-outgoing.ts';
import type { Work } from './use-writing.ts';
import { When } from './When.tsx';
import { useStoryWords } from './words.ts';

/** What somebody writes to it. */
export type Texts = Record<'reason' | 'note' | 'before' | 'after', string>;

type Chosen = {
  due: number | null;
  /** Null while nobody chose: the newest where there is something newer. */
  which: 'live' | 'newest' | null;
  /** Texts of which there is a word. What they say is asked for when it is sent, so that no key waits for a dialog to be drawn. */
  said: ReadonlySet<keyof Texts>;
};

/** Whether readers see something of it at once. */
const isSeen = ({ to }: Step): boolean => to === 'live' || to === 'corrected' || to === 'withdrawn';

/** The one way on: what can be done with the story, what is missing for it, what will happen. */
export function MoveDialog({
  file,
  work,
  settle,
  steps,
  outgoing,
  onClose,
}: {
  file: StoryFile;
  work: Work;
  /** Settles when all that was written and brought is where it can be published from. */
  settle: () => Promise<void>;
  steps: Step[];
  outgoing: GoingOut;
  onClose: () => void;
}) {
  const words = useWords();
  const say = useStoryWords().move;
  const { moment } = useTelling();
  const { story } = file;
  const read = { lang: story.lang, dir: directionOf(story.lang) };
  const [chosen, setChosen] = useState(steps[0]?.id ?? '');
  const newer = story.liveRevision !== null && (story.revision > story.liveRevision || work.writer.unsaved);
  const texts = useRef<Texts>({ reason: '', note: '', before: '', after: '' });
  const [filled, setFilled] = useState<Chosen>({ due: story.dueAt, which: null, said: new Set() });
  const possible = steps.find(({ id }) => id === chosen);
  // A colleague may move the story on meanwhile: what was written for a step outlives it.
  const last = useRef(possible);
  if (possible !== undefined) last.current = possible;
  const isLost = possible === undefined;
  const [overtaken, setOvertaken] = useState(false);
  if (isLost && !overtaken) setOvertaken(true);
  const step = last.current;
  const check = useCheck(file, settle, possible, { ...filled, texts: texts.current });
  const queries = useQueryClient();
  const acting = useMutation({
    mutationFn: async (what: Step) => {
      await settle();
      // Before it is asked for, so that nothing of it is missed.
      if (isSeen(what)) outgoing.begin();
      const which = filled.which ?? (newer ? 'newest' : 'live');
      await carryOut(story.id, what, { ...texts.current, due: filled.due, which });
    },
    onError: outgoing.end,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['story', story.id] }),
        queries.invalidateQueries({ queryKey: ['stories'] }),
      ]),
    onSuccess: onClose,
  });
  if (step === undefined) return null;
  const reasons = check.data?.reasons ?? [];
  const set = (part: Partial<Chosen>) => setFilled((before) => ({ ...before, ...part }));
  const write = (name: keyof Texts, text: string) => {
    texts.current[name] = text;
    const says = text.trim() !== '';
    if (says === filled.said.has(name)) return;
    const others = [...filled.said].filter((one) => one !== name);
    set({ said: new Set(says ? [...others, name] : others) });
  };
  const complete =
    (step.needs !== 'time' || filled.due !== null) &&
    (step.needs !== 'note' || filled.said.has('note')) &&
    ((step.needs !== 'reason' && step.needs !== 'public reason') || filled.said.has('reason'));
  const ready = complete && !isLost && reasons.length === 0;
  const grave = step.to === 'withdrawn' || step.to === 'killed';
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={say.title}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          acting.mutate(step);
        }}
        onKeyDown={(event) => {
          // The keys that opened it carry it out.
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.stopPropagation();
          if (ready && !acting.isPending) event.currentTarget.requestSubmit();
        }}
      >
        {overtaken && <Overtaken state={story.state} isLost={isLost} left={leftOver(texts.current, step)} />}
        {(steps.length > 1 || isLost) && (
          <NativeSelect
            label={say.choose}
            value={chosen}
            data={[
              ...(isLost ? [{ value: chosen, label: say[step.word], disabled: true }] : []),
              ...steps.map(({ id, word }) => ({ value: id, label: say[word] })),
            ]}
            onChange={(event) => {
              const next = steps.find(({ id }) => id === event.currentTarget.value);
              const carried = isLost && next !== undefined ? carriedOver(texts.current, step, next) : null;
              if (carried !== null) write(...carried);
              acting.reset();
              setChosen(event.currentTarget.value);
            }}
          />
        )}
        <p className={classes.does}>{say.does[step.does]}</p>
        {step.needs === 'time' && <When value={filled.due} onChange={(due) => set({ due })} />}
        {(step.needs === 'reason' || step.needs === 'public reason') && (
          <Textarea
            label={step.needs === 'reason' ? say.reason : say.reasonPublic}
            {...(step.needs === 'reason' ? { dir: 'auto' } : read)}
            required
            data-autofocus
            autosize={false}
            rows={3}
            maxLength={5000}
            defaultValue={texts.current.reason}
            onChange={(event) => write('reason', event.currentTarget.value)}
          />
        )}
        {step.needs === 'note' && (
          <NoteFields
            read={read}
            texts={texts.current}
            onWrite={write}
            which={filled.which}
            onWhich={(which) => set({ which })}
            correction={step.kind === 'correct'}
            newer={newer}
          />
        )}
        {!isLost && (
          <Foreseen
            reasons={reasons}
            effects={check.data?.effects ?? null}
            waiting={check.data === undefined && check.error === null}
            step={step}
          />
        )}
        <TroubleNote error={acting.error ?? check.error} />
        <div className={page.acts}>
          <Button
            type="submit"
            data-autofocus={complete || undefined}
            loading={acting.isPending}
            disabled={!ready}
            {...(grave ? { color: 'grave' } : {})}
          >
            {step.needs === 'time' && filled.due !== null
              ? `${say[step.word]}: ${moment(filled.due)}`
              : say[step.word]}
          </Button>
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function NoteFields({
  read,
  texts,
  onWrite,
  which,
  onWhich,
  correction,
  newer,
}: {
  /** How readers have it. */
  read: { lang: string; dir: 'ltr' | 'rtl' };
  texts: Texts;
  onWrite: (name: keyof Texts, text: string) => void;
  which: Chosen['which'];
  onWhich: (which: Chosen['which']) => void;
  correction: boolean;
  newer: boolean;
}) {
  const say = useStoryWords().move;
  const area = (name: 'note' | 'before' | 'after') => ({
    label: say[name],
    ...read,
    rows: name === 'note' ? 3 : 2,
    maxLength: 5000,
    defaultValue: texts[name],
    onChange: (event: { currentTarget: { value: string } }) => onWrite(name, event.currentTarget.value),
  });
  return (
    <>
      <Textarea {...area('note')} required data-autofocus />
      {correction && (
        <div className={classes.pair}>
          <Textarea {...area('before')} />
          <Textarea {...area('after')} />
        </div>
      )}
      {newer && (
        <Radio.Group
          label={say.which}
          value={which ?? 'newest'}
          onChange={(value) => onWhich(value === 'newest' ? 'newest' : 'live')}
        >
          <Radio value="newest" label={say.newest} mt="xs" />
          <Radio value="live" label={say.same} mt="xs" />
        </Radio.Group>
      )}
    </>
  );
}

const NOTE = { correct: 'correction', update: 'update' } as const;

/** What the newsroom foresees of a step, for the text as it is saved now. */
function useCheck(
  file: StoryFile,
  settle: () => Promise<void>,
  step: Step | undefined,
  filled: Chosen & { texts: Readonly<Texts> },
) {
  const { story } = file;
  const readers = filled.which ?? 'newest';
  return useQuery({
    queryKey: ['check', story.id, story.state, step?.id, filled.due, [...filled.said], readers],
    enabled: step !== undefined,
    gcTime: 0,
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      await settle();
      const to = step?.to ?? 'live';
      const { note, reason: why } = filled.texts;
      const reason = (step?.needs === 'note' ? note : why).trim();
      const check = await told(
        desk.stories[':id'].check.$get(
          {
            param: { id: story.id },
            query: {
              to,
              ...(step?.needs === 'time' && filled.due !== null ? { due: `${filled.due}` } : {}),
              ...(step?.redact === true ? { redact: '1' } : {}),
              ...(step?.by.includes('approved') === true ? { by: 'approved' } : {}),
              ...(step === undefined || step.kind === 'move' ? {} : { note: NOTE[step.kind], readers }),
              ...(reason === '' ? {} : { reason }),
            },
          },
          { init: { signal } },
        ),
      );
      // What somebody is about to fill in is not missing.
      const asked = (code: string) => code === 'reason' || (code === 'due' && filled.due === null);
      return { ...check, reasons: check.reasons.filter(({ code }) => !asked(code)) };
    },
  });
}
