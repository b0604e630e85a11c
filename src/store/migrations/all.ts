import type { Migration } from '../migrate.ts';
import { first } from './0001-first.ts';
import { reach } from './0002-reach.ts';
import { desk } from './0003-desk.ts';
import { readers } from './0004-readers.ts';
import { following } from './0005-following.ts';
import { sitting } from './0006-sitting.ts';
import { ledger } from './0007-ledger.ts';
import { safety } from './0008-safety.ts';
import { contributions } from './0009-contributions.ts';
import { designation } from './0010-switch.ts';
import { transfer } from './0011-transfer.ts';
import { post } from './0012-post.ts';
import { gap } from './0013-gap.ts';
import { refunds } from './0014-refunds.ts';
import { wall } from './0015-wall.ts';
import { appeals } from './0016-appeals.ts';

/** In order and never changed: what a published version has applied is mended by the next number. */
export const migrations: readonly Migration[] = [
  first,
  reach,
  desk,
  readers,
  following,
  sitting,
  ledger,
  safety,
  contributions,
  designation,
  transfer,
  post,
  gap,
  refunds,
  wall,
  appeals,
];
