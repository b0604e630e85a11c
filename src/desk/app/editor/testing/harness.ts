import type { Doc } from '#body';
import type { StormFault } from './storm.ts';
import type { PassageNote } from '../story-draft.ts';

/** What tests see of the page that shows the editor. */
export type Harness = {
  /** What the editor said last. */
  draft: { headline: string; kicker: string; standfirst: string; summary: string; body: Doc };
  changes: number;
  notes: PassageNote[];
  set: (body: Doc) => void;
  readOnly: (on: boolean) => void;
};

declare global {
  interface Window {
    harness: Harness;
    letUploadsGo: () => void;
    storm: (seed: number, steps: number) => Promise<StormFault>;
  }
}
