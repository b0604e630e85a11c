import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Trouble } from '../client.ts';
import { isSame, merge, withAt } from './merge.ts';
import type { Clash } from './merge.ts';

type Put<T> = (mine: T, base: T | null) => Promise<T>;

/** What an answer says to stand there, because somebody else was faster; undefined in every other answer. */
export function standingIn<T>(error: unknown): T | null | undefined {
  if (!(error instanceof Trouble) || error.code !== 'changed_meanwhile') return undefined;
  return (error.body as { standing: T | null }).standing;
}

/**
 * Saves over what it began from. What somebody else saved meanwhile is folded in where it clashes with nothing, and so
 * is what was saved already by a request whose answer was lost. `blank` is what something new begins as.
 */
export async function saveOver<T extends object>(
  mine: T,
  base: T | null,
  put: Put<T>,
  blank?: T,
): Promise<T> {
  try {
    return await put(mine, base);
  } catch (error) {
    const theirs = standingIn<T>(error);
    const ground = base ?? blank;
    if (!theirs || ground === undefined) throw error;
    const merged = merge(ground, mine, theirs);
    if (merged.clashes.length > 0) throw error;
    return saveOver(merged.mine, theirs, put);
  }
}

/** What somebody else did meanwhile, and how it is settled: field by field, or as a whole where it was removed. */
export type Meanwhile = {
  clashes: readonly Clash[];
  isGone: boolean;
  /** How often saving it came to this; 0 where it was learnt while writing. */
  asked: number;
  keep: (clash?: Clash) => void;
  take: (clash?: Clash) => void;
};

/**
 * A form for something that several people may change at once. `standing` is what stands as far as this page knows,
 * null while it is new; what is typed stays whatever becomes of that.
 */
export function useShared<T extends object>({
  standing,
  blank: first,
  put,
  onSaved,
  onGone,
  leavesBlank = false,
}: {
  standing: T | null;
  /** What a new one begins as. */
  blank: T | (() => T);
  /** Saves it, and says what stands then. */
  put: Put<T>;
  onSaved?: (saved: T) => unknown;
  /** Somebody else removed it, and that is to be so. */
  onGone?: () => void;
  /** What is gone leaves its form empty, for the next one. Default false. */
  leavesBlank?: boolean;
}) {
  const [blank] = useState(first);
  const [base, setBase] = useState(standing);
  const [draft, setDraft] = useState(standing ?? blank);
  const [theirs, setTheirs] = useState<T | null | undefined>(undefined);
  const [seen, setSeen] = useState(standing);
  const [asked, setAsked] = useState(0);
  const ground = base ?? blank;
  const empty = () => {
    setBase(null);
    setDraft(blank);
    setTheirs(undefined);
  };
  const meet = (now: T | null) => {
    if (isSame(now, base)) return;
    if (now === null) return leavesBlank && isSame(draft, ground) ? empty() : setTheirs(null);
    const merged = merge(ground, draft, now);
    setDraft(merged.mine);
    setBase(merged.base);
    setTheirs(merged.clashes.length === 0 ? undefined : now);
  };
  if (seen !== standing) {
    setSeen(standing);
    setAsked(0);
    meet(standing);
  }
  const clashes = theirs ? merge(ground, draft, theirs).clashes : [];
  const saving = useMutation({
    mutationFn: (given: T) => saveOver(given, theirs && clashes.length === 0 ? theirs : base, put, blank),
    onSuccess: (saved, given) => {
      setBase(saved);
      // What was typed while it was on its way is still to be saved.
      setDraft((now) => (isSame(now, given) ? saved : merge(given, now, saved).mine));
      setTheirs(undefined);
      return onSaved?.(saved);
    },
    onError: (error) => {
      const now = standingIn<T>(error);
      if (now === undefined) return;
      meet(now);
      setAsked((times) => times + 1);
    },
  });
  const isMet = theirs === null || clashes.length > 0;
  const meanwhile: Meanwhile = {
    clashes,
    isGone: theirs === null,
    asked,
    keep: (clash) => {
      if (clash !== undefined) return setBase(withAt(ground, clash.path, clash.theirs));
      setBase(null);
      setTheirs(undefined);
    },
    take: (clash) => {
      if (clash === undefined) return leavesBlank ? empty() : onGone?.();
      setBase(withAt(ground, clash.path, clash.theirs));
      setDraft(withAt(draft, clash.path, clash.theirs));
    },
  };
  return {
    draft,
    set: (part: Partial<T>) => {
      setDraft((now) => ({ ...now, ...part }));
      // Under another id it has nothing to do with what stands under the first.
      if (standing === null && theirs && 'id' in part) {
        setBase(null);
        setTheirs(undefined);
      }
    },
    isNew: base === null,
    changed: !isSame(draft, ground),
    undo: () => {
      saving.reset();
      if (theirs) setBase(theirs);
      setDraft(theirs ?? ground);
      setTheirs(undefined);
    },
    /** Saves, or leads to what has to be settled first. */
    save: () => (isMet ? setAsked(asked + 1) : saving.mutate(draft)),
    busy: saving.isPending,
    saved: saving.isSuccess,
    error: standingIn(saving.error) === undefined ? saving.error : null,
    meanwhile: isMet ? meanwhile : null,
  };
}
