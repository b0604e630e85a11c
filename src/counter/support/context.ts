import type { Contribution, Contributions, Safety } from '#support';
import type { Guests, PaperFacts } from '../page.ts';

/** What the pages of support need; `cli` brings it. */
export type SupportParts = {
  contributions: Contributions;
  safety: Safety;
  /** In the language that is asked for, or in the paper's first where it has no such. */
  paper: (lang: string) => Promise<PaperFacts>;
  /** Path of the support page in the edition, from the root of the host. */
  supportPage: (lang: string) => Promise<string>;
  /** The form of the card rail; null where it is not set up. */
  card: CardForm | null;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Something was paid by this rail: its list is worth reading now. */
  arrived: (rail: Contribution['rail']) => void;
  /** Told of what went wrong at our end; never of who asked. */
  failed: (error: unknown) => void;
};

/** How a card's form comes onto the page: from the company that takes the card. */
export type CardForm = {
  publishableKey: string;
  /** Its script. */
  script: string;
  guests: Guests;
};
