export { openStore, type Store, type StoreOptions } from './open.ts';
export { StoreError, type StoreErrorCode } from './errors.ts';
export { forgetAccounts, TIES } from './forget-accounts.ts';
export { insertMany, type InsertOptions } from './insert.ts';
export type { JobHandler, JobRun, RunOptions } from './job-run.ts';
export type { Jobs, JobState, NewJob } from './jobs.ts';
export type { DrainOptions, NewEntry, Outbox, Sender } from './outbox.ts';
export type { DumpPart, Row, Value } from './dump.ts';
export { newSealKey, openSeal, type Seal } from './seal.ts';
export type { Migration } from './migrate.ts';
export type { Ddl, Engine } from './ddl.ts';
export type {
  BankLineTable,
  BankMovementTable,
  BankStatementTable,
  ContributionTable,
  LedgerClosingTable,
  LedgerPostingTable,
  LedgerTransactionTable,
  RailCallTable,
  GapBookTable,
  SupportSchema,
  TillMovementTable,
  TillStandingTable,
} from './schema-support.ts';
export type {
  AuthorTable,
  ImportItemTable,
  ImportRunTable,
  JobTable,
  KeptDraftTable,
  LegalNoticeTable,
  LiveTable,
  MediaTable,
  NoteTable,
  OutboxTable,
  PageTable,
  QuarantineTable,
  RenditionTable,
  RevisionTable,
  Schema,
  StoryTable,
  TransitionTable,
} from './schema.ts';
