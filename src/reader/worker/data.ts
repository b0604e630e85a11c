import { said } from '#edition';

/** What the press puts before this program in `worker.js`. */
export type WorkerData = {
  /** The newest root of the paper's keys when it was written, as text. */
  root: string;
  /** Whether these are keys that anybody can have. */
  sample: boolean;
  /** The newsroom's own address, ending in `/`. */
  address: string;
  /** The path of the script for browsers without Ed25519. */
  fallback: string;
  /** One for each language of the paper, the default one first. */
  languages: readonly LanguageData[];
};

export type LanguageData = {
  lang: string;
  dir: 'ltr' | 'rtl';
  /** Of its paths: empty, or `ru/`. */
  prefix: string;
  /** The nameplate. */
  name: string;
  words: WorkerWords;
};

/** Plain text; what stands in braces is filled in. */
export type WorkerWords = {
  /** The small line. */
  genuine: string;
  unconfirmed: string;
  kept: string;
  mirror: string;
  own: string;
  sample: string;
  more: string;
  /** The page for when nothing can be had. */
  lost: string;
  lostKnown: string;
  lostNothing: string;
  lostTried: string;
  lostDo: string;
  again: string;
  lostKept: string;
  lostElsewhere: string;
  states: Record<'blocked' | 'slow' | 'stale' | 'poisoned', string>;
};

/** The language that a path is in. */
export function languageOf({ languages }: WorkerData, path: string): LanguageData {
  const found =
    languages.find(({ prefix }) => prefix !== '' && path.startsWith(prefix)) ??
    languages.find(({ prefix }) => prefix === '') ??
    languages[0];
  if (found === undefined) throw new Error(said`The worker was given no language; press again`);
  return found;
}
