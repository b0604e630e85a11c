import type { Happening } from '#desk';

/** What the server does by itself, told to whoever looks on. */
export type Happenings = {
  tell: (what: Happening) => void;
  /** @returns the function that stops listening */
  listen: (hear: (what: Happening) => void) => () => void;
};

export function openHappenings(): Happenings {
  const hearers = new Set<(what: Happening) => void>();
  return {
    tell: (what) => {
      for (const hear of hearers) hear(what);
    },
    listen: (hear) => {
      hearers.add(hear);
      return () => void hearers.delete(hear);
    },
  };
}
