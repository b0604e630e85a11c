import { useState } from 'react';
import { useDeskEvent } from '../shell/events.ts';

export type AtMirror =
  { kind: 'pushing'; done: number; total: number } | { kind: 'has' } | { kind: 'failed' };

/** How far something is that was just published: pressed into an edition, then brought to the mirrors. */
export type Outgoing =
  | { phase: 'pressing' }
  | { phase: 'failed' }
  | { phase: 'out'; edition: number; mirrors: Readonly<Record<string, AtMirror>> };

export type GoingOut = {
  now: Outgoing | null;
  /** Something is about to be published. */
  begin: () => void;
  /** It was not, or nobody has to see it any more. */
  end: () => void;
};

/** Follows what somebody published here, from the moment that it was asked for. */
export function useOutgoing(): GoingOut {
  const [now, setNow] = useState<Outgoing | null>(null);
  useDeskEvent('pressed', ({ edition, more }) => {
    // With more to come, this edition may be from before.
    if (more || edition === null) return;
    setNow((before) => (before?.phase === 'pressing' ? { phase: 'out', edition, mirrors: {} } : before));
  });
  useDeskEvent('press-failed', () => setNow((before) => before && { phase: 'failed' }));
  const at = (mirror: string, how: AtMirror) =>
    setNow((before) =>
      before?.phase === 'out' ? { ...before, mirrors: { ...before.mirrors, [mirror]: how } } : before,
    );
  useDeskEvent('pushing', ({ mirror, done, total }) => at(mirror, { kind: 'pushing', done, total }));
  useDeskEvent('pushed', ({ mirror, edition, error }) => {
    if (error !== null) at(mirror, { kind: 'failed' });
    else if (now?.phase === 'out' && (edition ?? 0) >= now.edition) at(mirror, { kind: 'has' });
  });
  return { now, begin: () => setNow({ phase: 'pressing' }), end: () => setNow(null) };
}
