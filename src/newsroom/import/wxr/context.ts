import type { Names } from './names.ts';
import type { Scratch } from './scratch.ts';

/** What the items of an export are read with. */
export type WxrContext = {
  names: Names;
  scratch: Scratch;
  timeZone: string;
  lang: string;
  languages: readonly string[];
  types: Readonly<Record<string, 'story' | 'page'>>;
  /** Base address of the old site. */
  base: string;
  now: number;
};
