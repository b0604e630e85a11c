import type { Anchor, Doc } from '#body';

/** What the editor writes of a draft; everything else of a draft passes through it untouched. */
export type EditedDraft = {
  headline: string;
  kicker: string;
  standfirst: string;
  summary: string;
  body: Doc;
};

/** A remark of a colleague on a passage. */
export type PassageNote = {
  id: string;
  /** Where it stands: `resolveAnchor` of `#body` finds the passage again. */
  anchor: Anchor;
  author: string;
  at: number;
  text: string;
  resolved: boolean;
};
