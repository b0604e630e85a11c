/**
 * What a probe found. `ok`: today's paper, genuine, in time. `slow`: genuine, but later than a reader waits. `stale`:
 * genuine, but behind. `blocked`: nothing of the paper can be had. `poisoned`: it answers, with something else.
 */
export const VERDICTS = ['ok', 'slow', 'stale', 'blocked', 'poisoned'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const isVerdict = (text: string): text is Verdict => VERDICTS.some((verdict) => verdict === text);

/** The worse of two, for a place that has room for one. */
export const worse = (a: Verdict, b: Verdict): Verdict => (VERDICTS.indexOf(a) > VERDICTS.indexOf(b) ? a : b);
