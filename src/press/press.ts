export { press } from './run.ts';
export type { PressOptions, PressReport } from './run.ts';
export { programMark } from './program.ts';
export type { Output } from './output.ts';
