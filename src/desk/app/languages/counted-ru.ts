import { plural } from './plural.ts';

/** A figure with the form of a Russian word that goes with it. */
export const counted = (value: number, figure: string, one: string, few: string, many: string): string =>
  `${figure} ${plural('ru', value, { one, few, many, other: many })}`;
