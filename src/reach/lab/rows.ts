import type { Row } from './row.ts';
import { LAST_ROWS, MIRROR_ROWS, PAGE_ROWS } from './rows-host.ts';
import { ADDRESS_ROWS, CONNECTION_ROWS, NAME_ROWS } from './rows-wire.ts';

/** The matrix, in the order in which it is told. */
export const LAB_ROWS: readonly Row[] = [
  ...NAME_ROWS,
  ...ADDRESS_ROWS,
  ...CONNECTION_ROWS,
  ...PAGE_ROWS,
  ...MIRROR_ROWS,
  ...LAST_ROWS,
];
