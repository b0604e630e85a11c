/** The newsroom's own HTTP server: the files of the current edition, and what it is handed for `/-/`. */
export { createOrigin } from './serve.ts';
export type { Origin, OriginOptions, Timeouts } from './serve.ts';
export { createSideDoor } from './side-door.ts';
export type { SideDoor, SideDoorOptions } from './side-door.ts';
export type { Handle, Limits } from './guest.ts';
export type { Visitor } from './proxy.ts';
export { Rate } from './rate.ts';
