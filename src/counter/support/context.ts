import type { Bitcoin, Contribution, Contributions, Letters, Safety, Transfer, Wall } from '#support';
import type { Guard } from '../guard.ts';
import type { Guests, PaperFacts } from '../page.ts';

/** What the pages of support need; `cli` brings it. */
export type SupportParts = {
  contributions: Contributions;
  safety: Safety;
  /** Slows whoever tries stolen cards. */
  guard: Guard;
  /** Supporters who want to be named. */
  wall: Wall;
  /** Letters to whoever asks for one. */
  letters: Letters;
  /** In the language that is asked for, or in the paper's first where it has no such. */
  paper: (lang: string) => Promise<PaperFacts>;
  /** Path of the support page in the edition, from the root of the host. */
  supportPage: (lang: string) => Promise<string>;
  /** Of the card rail; null where none is expected. */
  hint: Hint | null;
  /** The form of the card rail; null where it is not set up. */
  card: CardForm | null;
  /** The newsroom's account as a supporter needs it, shown past the question where her bank is. */
  transferDetails: Transfer['details'];
  /** How a contribution in bitcoin is paid and stands; null where that rail is not set up. */
  payTo: Bitcoin['payTo'] | null;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Something was paid by this rail: its list is worth reading now. */
  arrived: (rail: Contribution['rail']) => void;
  /** A contribution was begun by whom an appeal led here; told what its link says, and nothing else. */
  led: (source: string) => void;
  /** Told of what went wrong at our end; never of who asked. */
  failed: (error: unknown) => void;
};

/** A webhook of a rail: whether it is theirs, and so a reason to read its list. Nothing in it is believed. */
export type Hint = (what: { body: Uint8Array; signature: string | null }) => boolean;

/** How a card's form comes onto the page: from the company that takes the card. */
export type CardForm = {
  publishableKey: string;
  /** Its script. */
  script: string;
  guests: Guests;
};
