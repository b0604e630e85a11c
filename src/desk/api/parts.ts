import type { Newsroom } from '#newsroom';
import type { Store } from '#store';
import type { DeskOptions, Visitor } from '../options.ts';
import type { Account } from '../people.ts';
import type { Act } from '../permissions.ts';
import type { Session } from '../sessions.ts';
import type { Auditor } from './audit.ts';
import type { Bus } from './bus.ts';
import type { Handing } from './presence.ts';
import type { Guards } from './guards.ts';
import type { Presser } from './presser.ts';

/** Who asks. */
export type Who = {
  account: Account;
  session: Session;
  /** What the cookie holds; names this session without being kept anywhere. */
  secret: string;
  /** With which this browser proves what it wrote; see `own.ts`. */
  pen: string | null;
  /** What the roles allow for the act: everything, what is one's own, nothing. */
  grant(act: Act): true | 'own' | false;
};

export type Env = { Bindings: { visitor: Visitor }; Variables: { who: Who } };

/** What every part of the API is handed. */
export type Parts = {
  options: DeskOptions;
  store: Store;
  newsroom: Newsroom;
  now: () => number;
  bus: Bus;
  audit: Auditor;
  presser: Presser;
  /** What is to be ended with the desk. */
  closing: (() => Promise<void>)[];
  /** Holders of locks that left, and when; see `presence.ts`. */
  left: Map<string, number>;
  /** Stories that were just taken over, until whoever had them handed over the last words; see `presence.ts`. */
  handing: Map<string, Handing>;
} & Guards;
