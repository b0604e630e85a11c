export { openStore, type Store, type StoreOptions } from './open.ts';
export { StoreError, type StoreErrorCode } from './errors.ts';
export { insertMany, type InsertOptions } from './insert.ts';
export type { Migration } from './migrate.ts';
export type { Ddl, Engine } from './ddl.ts';
export type {
  AuthorTable,
  ImportItemTable,
  ImportRunTable,
  JobTable,
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
