/** The paper that the lab's readers read: three editions of it as plain folders. */
export type Paper = {
  /** Two editions ago, yesterday's, which readers have seen, and today's. */
  older: string;
  before: string;
  today: string;
  /** Fingerprint of the paper's root, in hexadecimal. */
  fingerprint: string;
  stories: Record<'today' | 'long' | 'kept' | 'second', PaperStory>;
};

/** A story, its path in the edition, and what a reader has to see of it. */
export type PaperStory = { path: string; headline: string; ending: string };
