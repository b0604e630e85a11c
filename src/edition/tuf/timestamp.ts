import { malformed, own } from './field.ts';
import type { Fields } from './field.ts';
import { readMetaFiles } from './file.ts';
import type { MetaFile } from './file.ts';
import { parseMetadata, readCommon } from './metadata.ts';
import type { Common, Parsed } from './metadata.ts';
import { said } from '../said.ts';

/** The timestamp role: which snapshot is the latest. Specification 4.6. */
export type Timestamp = Common & { _type: 'timestamp'; meta: { 'snapshot.json': MetaFile } };

/** @throws TufError `malformed`, `wrong_type`, `unsupported` */
export const parseTimestamp = (bytes: Uint8Array): Parsed<Timestamp> =>
  parseMetadata(bytes, 'timestamp', 'timestamp', readTimestamp);

function readTimestamp(signed: Fields, role: string): Timestamp {
  const meta = readMetaFiles(signed, role);
  const snapshot = own(meta, 'snapshot.json');
  // 4.6: "this MUST only include a description of the snapshot.json file".
  if (snapshot === undefined || Object.keys(meta).length !== 1) {
    throw malformed(role, said`does not describe "snapshot.json" alone`);
  }
  return { ...signed, ...readCommon(signed, role), _type: 'timestamp', meta: { 'snapshot.json': snapshot } };
}
