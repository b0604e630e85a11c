import type { Money } from '../../options.ts';
import { DeskError } from '../errors.ts';
import type { Parts } from '../parts.ts';

/** What is set up of money, as it is now. @throws DeskError 404 where this desk has nothing to do with money */
export async function openMoney({ options }: Pick<Parts, 'options'>): Promise<Money> {
  if (options.money !== undefined) return options.money();
  throw new DeskError(404, 'not_found', 'This desk has nothing to do with money');
}
