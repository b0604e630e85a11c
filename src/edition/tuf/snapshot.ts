import type { Fields } from './field.ts';
import { readMetaFiles } from './file.ts';
import type { MetaFile } from './file.ts';
import { parseMetadata, readCommon } from './metadata.ts';
import type { Common, Parsed } from './metadata.ts';

/** The snapshot role: which versions of all targets roles belong together. Specification 4.4. */
export type Snapshot = Common & { _type: 'snapshot'; meta: Record<string, MetaFile> };

/** @throws TufError `malformed`, `wrong_type`, `unsupported` */
export const parseSnapshot = (bytes: Uint8Array): Parsed<Snapshot> =>
  parseMetadata(bytes, 'snapshot', 'snapshot', readSnapshot);

const readSnapshot = (signed: Fields, role: string): Snapshot => ({
  ...signed,
  ...readCommon(signed, role),
  _type: 'snapshot',
  meta: readMetaFiles(signed, role),
});
