/** The tables of the room `post`. What is to be sent waits, sealed, in `outbox`; no address is in any of these. */
export interface PostSchema {
  /** How many letters came to what on a day: sent, refused, given-up, bounced. */
  post_sum: { day: string; kind: string; what: string; count: number };
  /** Bounces that were counted, so that none counts twice; each is forgotten after a month. */
  post_bounce: { id: string; at: number };
}

/** The tables of the room `support` for reminders by mail and what readers send by forms. */
export interface RemindersSchema {
  reminder: ReminderTable;
  /** Forms that were taken, by a hash of their token, so that none is taken twice; each is forgotten after two days. */
  form_token: { id: string; at: number };
  failure_notice: FailureNoticeTable;
}

export interface ReminderTable {
  /** SHA-256 of what undoes it; hex. */
  id: string;
  due_at: number;
  lang: string;
  /** The key that can open it. */
  sealed_by: string;
  /** The address, and the country that the reader named; see `seal.ts`. */
  sealed: string;
  /** The same for the same address and month, so that nobody is reminded twice; nothing to whoever has no key. */
  same: string;
}

/** Of one contribution; gone when it ends. */
export interface FailureNoticeTable {
  contribution: string;
  /** SHA-256 of what undoes it; hex. */
  undo_hash: string;
  lang: string;
  /** The key that can open it. */
  sealed_by: string;
  /** The address, and the country that the supporter named; see `seal.ts`. */
  sealed: string;
  /** How many letters left since a payment went through: two at most. */
  sent: number;
  /** When the second is due, at nine of a day in UTC; null before the first and after the second. */
  next_at: number | null;
}
