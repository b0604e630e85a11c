import type { Settings } from './settings.ts';

/**
 * What one look found. `bad` means readers or the newsroom are harmed now; `warn` that they will be; `unknown` that
 * something else must be mended before this can be looked at.
 */
export type Finding = {
  check: string;
  verdict: 'ok' | 'warn' | 'bad' | 'unknown';
  found: string;
  todo: string;
};

export type Ask = {
  settings: Settings;
  /** Milliseconds since 1970. */
  at: number;
  /** Also re-hash every object of the editions. */
  deep: boolean;
  progress: (done: number, total: number) => void;
};

/** Milliseconds by which the clocks of two machines may differ without anything being wrong. */
export const CLOCKS_DIFFER = 300_000;

export const SET_CLOCK =
  'Set the clock of this machine; if it is right now, it was wrong then, and the next "longwave press" goes by it';

export const ok = (check: string, found: string): Finding => ({ check, verdict: 'ok', found, todo: '' });

export const unknown = (check: string, found: string): Finding => ({
  check,
  verdict: 'unknown',
  found,
  todo: '',
});

export const warn = (check: string, found: string, todo: string): Finding => ({
  check,
  verdict: 'warn',
  found,
  todo,
});

export const bad = (check: string, found: string, todo: string): Finding => ({
  check,
  verdict: 'bad',
  found,
  todo,
});
