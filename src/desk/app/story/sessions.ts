/** Saves of one person with no long pause between them: what somebody thinks of as one change. */
export type Session<Card> = {
  /** The newest revision of the stretch. */
  last: Card;
  /** The revision that stood before it; null before the first. */
  before: number | null;
  count: number;
  /** Readers have one of them. */
  live: boolean;
};

const PAUSE = 600_000;

/** Groups revisions, newest first. One that readers have, or had, ends a stretch: it can always be found. */
export function sessionsOf<
  Card extends { number: number; base: number | null; at: number; by: string | null; live: boolean },
>(cards: readonly Card[]): Session<Card>[] {
  const sessions: Session<Card>[] = [];
  let first: Card | undefined;
  for (const card of cards) {
    const session = sessions.at(-1);
    if (session !== undefined && first !== undefined) {
      session.before = card.number;
      if (!card.live && first.by === card.by && first.at - card.at < PAUSE) {
        session.count += 1;
        session.before = null;
        first = card;
        continue;
      }
    }
    sessions.push({ last: card, before: null, count: 1, live: card.live });
    first = card;
  }
  const last = sessions.at(-1);
  // What came before the oldest that is known here is still at the server; numbers may have gaps.
  if (last !== undefined && first !== undefined) last.before = first.base;
  return sessions;
}
