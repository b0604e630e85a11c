/*
 * Stands in for the hash bins that any client of TUF knows and no edition has: nobody is trusted by them.
 */

import { TufError } from '#edition';
import { said } from '#edition';

export const readSuccinct = (): never => {
  throw new TufError('unsupported', said`No edition has hash bins`);
};
export const isBin = (): boolean => false;
export const binFor = (): string => '';
