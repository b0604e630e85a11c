import type { BankStatementTable } from '#store';

type Said = Omit<BankStatementTable, 'id' | 'imported_at' | 'digest'>;

/**
 * Statements of one account and currency in the order in which they follow one another: by day, and those of one day by
 * where the balance of one is taken up by the next.
 */
export function inOrder<T extends Said>(statements: readonly T[], by: 'opening_on' | 'closing_on'): T[] {
  const other = by === 'opening_on' ? 'closing_on' : 'opening_on';
  const keyOf = (one: T): string => `${one[by]} ${one[other]}`;
  const sorted = [...statements].sort((one, next) => compare(keyOf(one), keyOf(next)));
  return [...Map.groupBy(sorted, keyOf).values()].flatMap(chained);
}

function compare(one: string, next: string): number {
  return one < next ? -1 : one > next ? 1 : 0;
}

function chained<T extends Said>(sameDay: readonly T[]): T[] {
  const left = [...sameDay].sort(
    (one, next) =>
      (one.number ?? Infinity) - (next.number ?? Infinity) ||
      compare(one.made, next.made) ||
      compare(one.name ?? '', next.name ?? ''),
  );
  const chain: T[] = [];
  while (left.length > 0) {
    const last = chain.at(-1);
    const follows = last === undefined ? -1 : left.findIndex(({ opening }) => opening === last.closing);
    const begins = left.findIndex((one) => left.every((two) => two === one || two.closing !== one.opening));
    const [next] = left.splice(follows !== -1 ? follows : Math.max(0, begins), 1);
    if (next !== undefined) chain.push(next);
  }
  return chain;
}
