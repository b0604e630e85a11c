/*
 * Stands in for the bins by hash that any client of TUF knows and no edition has: nobody is trusted by them.
 */

import { said, TufError } from '#edition';

export const readSuccinct = (): never => {
  throw new TufError('unsupported', said`No edition has hash bins`);
};
export const isBin = (): boolean => false;
export const binFor = (): string => '';
export const hasPrefix = (): boolean => false;
