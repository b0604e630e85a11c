/** How an edition gets to readers beside the newsroom's own server: mirrors and what is pushed to them. */
export { ReachError } from './error.ts';
export type { ReachErrorCode } from './error.ts';
export { MIRROR_KINDS, MIRROR_STATES, openRegister } from './mirrors.ts';
export type { Mirror, MirrorKind, MirrorState, MirrorUse, NewMirror, Register } from './mirrors.ts';
export { forgetMirror, prepareMirror, pushMirror } from './pushing.ts';
export type { PushCall, Pushing } from './pushing.ts';
export type { PushReport } from './push.ts';
export type { Secrets } from './destination.ts';
export { PUSH_JOB, queuePushes, startPushing } from './standing.ts';
export { SECRETS } from './destinations/secrets.ts';
export { keptLast, leavePress, listBefore, mirrorList } from './list.ts';
export type { ListFile, ListOptions } from './list.ts';
export { addReport, parseReport, REPORT_LIMIT, reportSums } from './reports.ts';
export type { ReaderReport, ReportSums } from './reports.ts';
