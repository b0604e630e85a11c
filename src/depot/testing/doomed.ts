import fs from 'node:fs';
import { join } from 'node:path';
import { beforeEachChange } from './faults.ts';
import { EVENTS } from './events.ts';
import { SIGNED_EVENTS } from './signed.ts';

/*
 * A process that changes a depot:
 *   node doomed.ts FOLDER EVENT NUMBER   is killed before its change to the disk with this number
 *   node doomed.ts FOLDER EVENT KEPT     lives, and leaves in KEPT/1, KEPT/2, … the folder as it would be if it had been
 *                                        killed before its first, its second change …
 * Half of the bytes are written where it dies in a write. Ends with 0 if it lived to the end.
 */

const [folder = '', event = '', end = ''] = process.argv.slice(2);
const work = { ...EVENTS, ...SIGNED_EVENTS }[event];
if (work === undefined) throw new Error(`There is no event "${event}"`);
const { closeSync, openSync, writeSync } = fs;

type Write = [fd: number, bytes: Uint8Array, offset: number, length: number, at?: number];

/** Writes half of what is about to be written, to the file itself or where it is copied. */
function tear([fd, bytes, offset, length, at]: Write, into = fd, position = at): void {
  writeSync(into, bytes, offset, Math.floor(length / 2), position);
}

function die(name: string, given: unknown[]): void {
  if (name === 'writeSync') tear(given as Write);
  process.kill(process.pid, 'SIGKILL');
}

/** Where the next byte goes that is written without a place, as Linux tells it. */
function positionOf(fd: number): number {
  const told = fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
  const flags = Number.parseInt(/^flags:\s+(\d+)/m.exec(told)?.[1] ?? '', 8);
  return flags & fs.constants.O_APPEND ? fs.fstatSync(fd).size : Number(/^pos:\s+(\d+)/m.exec(told)?.[1]);
}

function keep(to: string, name: string, given: unknown[]): void {
  fs.cpSync(folder, to, { recursive: true });
  if (name !== 'writeSync') return;
  const [fd, , , , at] = given as Write;
  const file = fs.readlinkSync(`/proc/self/fd/${fd}`);
  if (!file.startsWith(`${folder}/`) || !fs.existsSync(file)) return;
  const copy = openSync(join(to, file.slice(folder.length + 1)), 'r+');
  tear(given as Write, copy, at ?? positionOf(fd));
  closeSync(copy);
}

let number = 0;
let ours = true;
beforeEachChange(({ name, arguments: given }) => {
  if (!ours) return;
  number += 1;
  if (/^\d+$/.test(end)) {
    if (number >= Number(end)) die(name, given);
    return;
  }
  // Copying changes the disk too.
  ours = false;
  keep(join(end, String(number)), name, given);
  ours = true;
});
await work(folder);
