/** What an edition is: paths, units, the tree over them, proofs. Runs unchanged in browsers. */
export { EditionError } from './error.ts';
export type { EditionErrorCode } from './error.ts';
export { checkPath, comparePaths, NAME_BYTES, PATH_BYTES, pathProblem, RESERVED, unitOf } from './path.ts';
export { equalBytes, fromHex, toHex } from './bytes.ts';
export { sha256 } from './hash.ts';
export type { Sha256 } from './hash.ts';
export { decodeEntries, decodeUnit, encodeEntries, encodeUnit, TYPES } from './unit.ts';
export type { FileEntry, Unit } from './unit.ts';
export { KEY_BYTES, LEAF_UNITS, RECORD_BYTES } from './node.ts';
export type { Records } from './node.ts';
export { placeOf, recordOf, sortRecords, unitsAt, updateTree, walkTree } from './tree.ts';
export type { TreeSource, TreeStore } from './tree.ts';
export { checkProof, makeProof } from './proof.ts';
export type { Proof } from './proof.ts';
