/** Milliseconds for which a running job or outbox entry is held; renewed while its process lives. */
export const HOLD = 30_000;
/** What is held for longer than any process would ask was held by a clock that ran ahead. */
export const ABSURD = 20 * HOLD;

const HOUR = 3_600_000;

/** Milliseconds until the next attempt: 2 s, 8 s, 32 s … one hour at most, a quarter more or less. */
export function backoff(attempts: number, random: () => number): number {
  return Math.round(Math.min(HOUR, 2000 * 4 ** Math.min(attempts - 1, 10)) * (0.75 + random() / 2));
}

/** What an error says, short enough and fit to be kept in a row. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replaceAll('\0', '').slice(0, 2000);
}
