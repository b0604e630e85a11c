export type * from './types.ts';
export { STATES } from './types.ts';
