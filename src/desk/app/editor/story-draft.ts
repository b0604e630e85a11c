import type { Anchor, Doc } from '#body';

/** What the editor writes of a draft; everything else of a draft passes through it untouched. */
export type EditedDraft = {
  headline: string;
  kicker: string;
  standfirst: string;
  summary: string;
  body: Doc;
};

/** A remark that is being made. `id` is the same however often it is sent. */
export type NewNote = { id: string; anchor: Anchor; text: string };

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
