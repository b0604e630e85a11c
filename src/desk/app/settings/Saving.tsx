import { Alert, Button } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Trouble } from '../client.ts';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { useReason } from '../reasons.ts';
import { Icon } from '../shell/Icon.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useWords } from '../words.tsx';
import { Meanwhile } from './Meanwhile.tsx';
import type { Meanwhile as Settled } from './use-shared.ts';

/** What the server said of a field, for that field; undefined where nothing is wrong with it. */
export function useFieldTrouble(): (error: unknown, field: string) => string | undefined {
  const say = useReason();
  return (error, field) => {
    if (!(error instanceof Trouble) || error.field === null) return undefined;
    const meant = error.field === field || error.field.startsWith(`${field}.`);
    return meant ? error.reasons.map(say)[0] : undefined;
  };
}

/** Why something was not saved. */
export function SettingTrouble({ error }: { error: unknown }) {
  const { settings: say } = useHouseWords();
  const reason = useReason();
  if (error === null || error === undefined) return null;
  const known = error instanceof Trouble ? say.refused[error.code] : undefined;
  const told = error instanceof Trouble && error.status === 422 ? error.reasons.map(reason)[0] : undefined;
  if (known === undefined && told === undefined) return <TroubleNote error={error} />;
  return (
    <Alert role="alert" color="red" variant="outline" title={say.wrong} icon={<Icon name="warning" />}>
      <p>{known ?? told}</p>
    </Alert>
  );
}

/** Asks before what is not saved yet is left. */
function useLeaving(unsaved: boolean): void {
  const { settings: say } = useHouseWords();
  useBlocker({
    // The browser's own question: it stands also where the whole page goes.
    shouldBlockFn: () => unsaved && !confirm(say.leave),
    enableBeforeUnload: () => unsaved,
  });
}

/** What becomes of a form; see `use-shared.ts`. */
type Form = {
  changed: boolean;
  busy: boolean;
  saved: boolean;
  error: unknown;
  undo: () => void;
  meanwhile: Settled | null;
};

/** The end of a form: save, undo, what became of it, and where to look. */
export function Saving({
  form: { changed, busy, saved, error, undo, meanwhile },
  ready = true,
  undoable = false,
  see,
  guarded = false,
  children,
}: {
  form: Form;
  /** Whether it could be saved as it stands. Default true. */
  ready?: boolean;
  /** Offers to undo what is not saved. Default false. */
  undoable?: boolean;
  /** Address of a page of readers on which the change can be seen. */
  see?: string | null | undefined;
  /** Asks before the page is left unsaved. Default false. */
  guarded?: boolean;
  children?: ReactNode;
}) {
  const words = useWords();
  const { settings: say } = useHouseWords();
  useLeaving(guarded && changed);
  const send = useRef<HTMLButtonElement>(null);
  const isMet = meanwhile !== null;
  const wasMet = useRef(isMet);
  useEffect(() => {
    // The button that settled the last of it is gone, and the keyboard with it.
    if (wasMet.current && !isMet && document.activeElement === document.body) send.current?.focus();
    wasMet.current = isMet;
  }, [isMet]);
  return (
    <>
      <SettingTrouble error={error} />
      {meanwhile !== null && <Meanwhile {...meanwhile} />}
      <div className={page.acts}>
        <Button type="submit" loading={busy} disabled={(!changed && !isMet) || !ready} ref={send}>
          {words.save}
        </Button>
        {undoable && changed && (
          <Button variant="default" onClick={undo}>
            {say.undo}
          </Button>
        )}
        {see !== null && see !== undefined && (
          <Button component="a" variant="default" href={see} target="_blank" rel="noreferrer">
            {say.see}
          </Button>
        )}
        {children}
      </div>
      <p role="status" className={page.soft}>
        {changed ? say.unsaved : saved ? say.saved : ''}
      </p>
    </>
  );
}
