import { expect, it } from 'vitest';
import { canariesIn } from './canaries.ts';
import { openDisk } from './disk-image.ts';
import { live } from './seized.ts';

const COUNT = 1_000;

it(
  `S5: ${COUNT} supporters by every way, through faults and crashes: no name, address, account or card in any byte of the disk`,
  { timeout: 3_600_000 },
  async () => {
    const disk = openDisk(1_536);
    try {
      const { begun, paid, letters, printed } = await live(disk.path, COUNT);
      expect([begun >= COUNT, paid > COUNT / 2, letters > COUNT / 10]).toEqual([true, true, true]);
      expect(canariesIn(disk.takeOut())).toEqual([]);
      expect(canariesIn(Buffer.from(printed))).toEqual([]);
    } finally {
      disk.remove();
    }
  },
);
