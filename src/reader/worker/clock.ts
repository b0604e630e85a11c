/** Time as a parameter, in milliseconds. */
export type Clock = {
  /** Since 1970. */
  now: () => number;
  /** Calls `what` once, that much later. @returns what calls it off */
  after: (ms: number, what: () => void) => () => void;
};

export const clock: Clock = {
  now: () => Date.now(),
  after: (ms, what) => {
    const timer = setTimeout(what, ms);
    return () => clearTimeout(timer);
  },
};
