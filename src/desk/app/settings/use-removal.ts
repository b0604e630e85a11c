import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { standingIn } from './use-shared.ts';

/** A removal under way, and what somebody else changed before it. */
export type Removal = {
  busy: boolean;
  /** Why it could not be removed otherwise. */
  error: unknown;
  changed: { seen: object; standing: object; sure: () => void; leave: () => void } | null;
};

/**
 * Removes something as it was seen; what somebody else changed meanwhile stays until it was looked at. `remove` sends
 * the thing along as what it began from; `onMet` is told that something else stands there.
 */
export function useRemoval<T extends object>({
  remove,
  onDone,
  onMet,
}: {
  remove: (seen: T) => Promise<unknown>;
  onDone: () => unknown;
  onMet?: () => unknown;
}): Removal & { start: (seen: T) => void } {
  const [changed, setChanged] = useState<{ seen: T; standing: T } | null>(null);
  const removing = useMutation({
    mutationFn: remove,
    onSuccess: () => {
      setChanged(null);
      return onDone();
    },
    onError: (error, seen) => {
      const standing = standingIn<T>(error) ?? null;
      setChanged(standing && { seen, standing });
      if (standing !== null) void onMet?.();
    },
  });
  return {
    start: removing.mutate,
    busy: removing.isPending,
    error: standingIn(removing.error) === undefined ? removing.error : null,
    changed: changed && {
      ...changed,
      sure: () => removing.mutate(changed.standing),
      leave: () => setChanged(null),
    },
  };
}
