import type { Audited } from '../audit.ts';
import type { Parts } from '../parts.ts';

/** How the audit trail notes which version of a setting a change made. */
export const versionDetail = (version: number) => ({ version });

/** Who made each version of a setting, by its number, as far as the audit trail has it. */
export async function makersOf(
  { store }: Pick<Parts, 'store'>,
  act: Audited,
  numbers: readonly number[],
): Promise<Map<number, string>> {
  if (numbers.length === 0) return new Map();
  const details = new Map(numbers.map((number) => [JSON.stringify(versionDetail(number)), number]));
  const rows = await store.db
    .selectFrom('audit')
    .innerJoin('account', 'account.id', 'audit.account')
    .select(['account.name', 'audit.detail_json'])
    .where('audit.act', '=', act)
    .where('audit.detail_json', 'in', [...details.keys()])
    .execute();
  return new Map(
    rows.flatMap(({ name, detail_json: detail }): [number, string][] => {
      const number = details.get(detail);
      return number === undefined ? [] : [[number, name]];
    }),
  );
}
