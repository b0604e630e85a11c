/** What an edition is: paths, units, the tree over them, proofs. Runs unchanged in browsers. */
export { EditionError } from './error.ts';
export type { EditionErrorCode } from './error.ts';
export { said } from './said.ts';
export { checkPath, comparePaths, NAME_BYTES, PATH_BYTES, pathProblem, RESERVED, unitOf } from './path.ts';
export { equalBytes, fromHex, toHex } from './bytes.ts';
export { sha256 } from './hash.ts';
export type { Sha256 } from './hash.ts';
export { decodeEntries, decodeUnit, encodeEntries, encodeUnit, TYPES } from './unit.ts';
export type { FileEntry, Unit } from './unit.ts';
export { decodeNode, KEY_BYTES, LEAF_UNITS, RECORD_BYTES } from './node.ts';
export type { Branch, Leaf, Records } from './node.ts';
export { placeOf, recordOf, sortRecords, unitsAt, updateTree, walkTree } from './tree.ts';
export type { TreeSource, TreeStore } from './tree.ts';
export { checkProof, makeProof } from './proof.ts';
export type { Proof } from './proof.ts';
export { TufError } from './tuf/error.ts';
export type { TufErrorCode } from './tuf/error.ts';
export { canonicalJson } from './tuf/json.ts';
export { encodeMetadata, parseMetadata, readCommon } from './tuf/metadata.ts';
export type { Common, Metadata, Signature, TopRole } from './tuf/metadata.ts';
export { keyId } from './tuf/key.ts';
export type { RoleKeys, TufKey } from './tuf/key.ts';
export type { Hashes, MetaFile, TargetFile } from './tuf/file.ts';
export type { Root } from './tuf/root.ts';
export type { Timestamp } from './tuf/timestamp.ts';
export type { Snapshot } from './tuf/snapshot.ts';
export type { Targets } from './tuf/targets.ts';
export type { DelegatedRole, Delegations } from './tuf/delegation.ts';
export type { SuccinctRoles } from './tuf/bins.ts';
export { useFallback, verifyEd25519 } from './tuf/ed25519.ts';
export { signerFromSeed, signMetadata } from './tuf/signer.ts';
export type { Signer } from './tuf/signer.ts';
export { openTrust } from './tuf/trust.ts';
export type { Trust, Trusted, TrustOptions } from './tuf/trust.ts';
export { fetchFrom } from './tuf/download.ts';
export type { Fetch, FetchFromOptions } from './tuf/download.ts';
export { LIMITS, updateTrust } from './tuf/update.ts';
export type { Limits, MetadataStore, UpdateOptions } from './tuf/update.ts';
export { findTarget } from './tuf/search.ts';
export type { SearchOptions, Target } from './tuf/search.ts';
export { checkTarget, downloadTarget } from './tuf/target.ts';
export {
  BUNDLE_PATH,
  changePath,
  CHECKPOINT_PATH,
  isLasting,
  metadataPath,
  nodePath,
  objectPath,
  PRESS_ROLE,
  readReserved,
  RECORD_TARGET,
  recordPath,
  TARGETS_FOLDER,
  tilePath,
  TIMESTAMP_PATH,
  TUF_FOLDER,
  unitPath,
} from './layout.ts';
export type { Reserved } from './layout.ts';
export { cacheControl } from './cache-control.ts';
export { encodeMirrors, MIRRORS_LIMIT, MIRRORS_PATH, mirrorAddressProblem, parseMirrors } from './mirrors.ts';
export type { ListedMirror, MirrorList } from './mirrors.ts';
export { encodeRecord, parseRecord, RECORD_LIMIT } from './record.ts';
export type { EditionRecord } from './record.ts';
export { decodeChange, encodeChange } from './change.ts';
export type { EditionChange } from './change.ts';
export {
  BUNDLE_LIMITS,
  bundleParts,
  decodeBundle,
  encodeBundle,
  unpackBundle,
  sealBundle,
} from './bundle.ts';
export type { Chain } from './bundle.ts';
export { gunzip } from './gzip.ts';
export {
  appendLeaf,
  checkConsistency,
  checkInclusion,
  consistencyProof,
  EMPTY_LOG,
  inclusionProof,
  leafInput,
  logRoot,
  parentInput,
  TILE_HASHES,
} from './log.ts';
export type { LogHash, LogState } from './log.ts';
export { parseNoteKey, printNoteKey, readCheckpoint, signCheckpoint } from './checkpoint.ts';
export type { Checkpoint, NoteKey, NoteSigner } from './checkpoint.ts';
export { LIFETIMES, signEdition, signingDue } from './sign.ts';
export type {
  Anchors,
  EditionSigners,
  Lifetimes,
  Signed,
  SignOptions,
  Standing,
  UnsignedEdition,
} from './sign.ts';
export {
  holderName,
  newRoot,
  newTargets,
  nextRoot,
  nextTargets,
  OFFLINE_LIFETIMES,
  paperOf,
  planOf,
  pressKeyOf,
  publicKeyOf,
} from './authority.ts';
export type { Holder, OnlineKeys, Paper, PaperRoot, RootPlan, Term, Thresholds } from './authority.ts';
export {
  addSignatures,
  checkAuthority,
  encodeDraft,
  isMet,
  readRootDraft,
  readTargetsDraft,
  rootNeeds,
  targetsNeed,
} from './authority-signatures.ts';
export type { Authority, Draft, Need } from './authority-signatures.ts';
export { fingerprintCode, fingerprintOf, fingerprintWords, parseFingerprint } from './fingerprint.ts';
export { WORDS } from './words.ts';
export { isSample, rootFingerprint } from './anchor.ts';
export type { Anchor } from './anchor.ts';
export { pastStandIns } from './stand-in.ts';
export { openFollower } from './follow.ts';
export type { Follower, FollowerOptions, OpenedFile, Standing as ReaderStanding, Update } from './follow.ts';
export { verifyEdition } from './verify.ts';
export type { Note, Verdict, VerifyOptions, VerifyReport } from './verify.ts';
export type { Part } from './verify-part.ts';
export type { Alteration, EditionSource, FileDigest } from './verify-bench.ts';
export { verifyFile } from './verify-file.ts';
export type { VerifyFileOptions, VerifyFileReport } from './verify-file.ts';
export { assembleStory } from './single.ts';
export type { AssembledStory, StoryParts } from './single.ts';
export { checkStory, STORY_LIMIT } from './single-check.ts';
export type { CheckStoryOptions, StoryReport } from './single-check.ts';
export { openMemory, saveStory } from './single-save.ts';
export type { SavedStory, SaveOptions } from './single-save.ts';
export { noteOfLanguage, savedNotePath } from './single-page.ts';
export { isAskingPage, isGapPage, isReachPage, isSupportPage, isVerifyPage } from './layout.ts';
export { askOnce, findEntry, readPart, walkTo } from './follow-path.ts';
export type { Ask, Known } from './follow-path.ts';
export { readKept } from './follow-memory.ts';
export type { Kept } from './follow-memory.ts';
export { CHANGE_LIMIT, logKeysOf, openLog, readChange, readEntries } from './history.ts';
export type { HistorySource, LoggedEdition, OpenedLog } from './history.ts';
export { addCosignatures, checkCosignature, openNote } from './history-note.ts';
export type { Note as CheckpointNote, NoteLine } from './history-note.ts';
export { checkHistory } from './history-check.ts';
export type { CheckHistoryOptions, HistoryProblem, HistoryReport } from './history-check.ts';
