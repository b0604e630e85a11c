/** The bytes of the editions on this machine: packs, head pointer, export to a plain folder. */
export { openDepot } from './open.ts';
export type { Depot, DepotOptions } from './open.ts';
export { DepotError } from './error.ts';
export type { DepotErrorCode } from './error.ts';
export type { EditionState, Head, Json } from './head.ts';
export { writePack } from './pack-writer.ts';
export type { PackWriter, PutFile, WrittenPack } from './pack-writer.ts';
export type { CommitOptions, EditionReport, NextEdition } from './outcome.ts';
export type { EditionLog, LogEntry } from './log.ts';
export type { ReservedFile } from './reserved.ts';
export type { PutBigFile } from './big-files.ts';
export type { EditionWriter } from './writer.ts';
export { STEPS } from './folder-plan.ts';
export type { FolderFile, Step } from './folder-plan.ts';
export type { EditionFolder } from './edition-folder.ts';
export type { CheckReport } from './check.ts';
export type { ExportOptions, ExportReport } from './export.ts';
export type { SweepReport } from './sweep.ts';
