const LIFE = 5 * 60_000;
const MOST = 10_000;

export type Challenges = {
  /** @param account whose passkey is to be made; null for signing in */
  give(challenge: string, account: string | null): void;
  /** Whether it was given for this, has not run out and was not answered before. */
  take(challenge: string, account: string | null): boolean;
};

/** What passkeys are asked to sign: each once, for five minutes, and never more than fit. */
export function openChallenges(now: () => number): Challenges {
  const given = new Map<string, { account: string | null; until: number }>();
  return {
    give(challenge, account) {
      given.set(challenge, { account, until: now() + LIFE });
      if (given.size <= MOST) return;
      const [oldest] = given.keys();
      if (oldest !== undefined) given.delete(oldest);
    },
    take(challenge, account) {
      const found = given.get(challenge);
      given.delete(challenge);
      return found !== undefined && found.account === account && found.until > now();
    },
  };
}
