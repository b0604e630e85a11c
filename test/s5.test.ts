import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { canariesIn, canaryOf, MARKS } from './canaries.ts';
import { openDisk } from './disk-image.ts';
import { live } from './seized.ts';

/** Supporters; a thousand of them live in `s5.long.test.ts`. */
const COUNT = 60;

it('a canary is found in every form, packed, and on a disk from which it was deleted', () => {
  const { name, iban } = canaryOf(7);
  const inside = (bytes: Buffer): string[] =>
    canariesIn(Buffer.concat([Buffer.from('%%%'), bytes, Buffer.alloc(99)]));
  expect(iban).toMatch(/^GB\d\dQNRY60161331000007$/);
  for (const [form, bytes] of [
    ['plain', Buffer.from(name)],
    ['hex', Buffer.from(Buffer.from(name).toString('hex'))],
    ['base64', Buffer.from(Buffer.from(`.${name}`).toString('base64'))],
    ['UTF-16LE', Buffer.from(name, 'utf16le')],
    ['percent', Buffer.from(Buffer.from(name).toString('hex').replaceAll(/../g, '%$&'))],
  ] as const) {
    expect(inside(bytes), form).toContain(`name as ${form}`);
    expect(inside(gzipSync(bytes)), form).toContain(`name as ${form}, packed`);
  }
  expect(inside(Buffer.from('Mara of the far shore'))).toEqual([]);
  const disk = openDisk(16);
  try {
    const file = join(disk.path, 'note');
    writeFileSync(file, `${name} ${MARKS.street}`, { flush: true });
    if (disk.isWhole) rmSync(file);
    expect(canariesIn(disk.takeOut())).toEqual(expect.arrayContaining(['name as plain', 'street as plain']));
  } finally {
    disk.remove();
  }
});

it(
  `S5: ${COUNT} supporters by every way, through faults and crashes: no name, address, account or card in any byte of the disk`,
  { timeout: 300_000 },
  async () => {
    const disk = openDisk(512);
    try {
      const { begun, paid, letters, printed } = await live(disk.path, COUNT);
      expect([begun, paid > COUNT / 2, letters > COUNT / 10]).toEqual([COUNT, true, true]);
      const bytes = disk.takeOut();
      expect(bytes.includes('farshore.example')).toBe(true);
      expect(canariesIn(bytes)).toEqual([]);
      expect(canariesIn(Buffer.from(printed))).toEqual([]);
    } finally {
      disk.remove();
    }
  },
);
