import fs from 'node:fs';
import { beforeEachChange } from './faults.ts';
import { EVENTS } from './events.ts';
import { SIGNED_EVENTS } from './signed.ts';

/*
 * A process that changes a depot and is killed before the change to the disk with the given number:
 *   node doomed.ts FOLDER EVENT NUMBER
 * Half of the bytes are written where it dies in a write. Ends with 0 if it lived to the end.
 */

const [folder = '', event = '', number = '0'] = process.argv.slice(2);
const work = { ...EVENTS, ...SIGNED_EVENTS }[event];
if (work === undefined) throw new Error(`There is no event "${event}"`);
let left = Number(number);
const { writeSync } = fs;
beforeEachChange(({ name, arguments: given }) => {
  left -= 1;
  if (left > 0) return;
  if (name === 'writeSync') {
    const [fd, bytes, offset, length, at] = given as [number, Uint8Array, number, number, number?];
    writeSync(fd, bytes, offset, Math.floor(length / 2), at);
  }
  process.kill(process.pid, 'SIGKILL');
});
await work(folder);
