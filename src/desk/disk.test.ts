import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, it } from 'vitest';
import { StoreError } from '#store';
import { failureOf, toldOf } from './api/errors.ts';
import { watchRoom } from './disk.ts';

const caughtFrom = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

it('uploads leave some of the disk to what cannot wait', async () => {
  const all = watchRoom(tmpdir(), { bytes: Infinity, share: 2 });
  await expect(all(1)).rejects.toMatchObject({ code: 'ENOSPC' });
  await expect(watchRoom(tmpdir(), { bytes: 0, share: 0 })(1)).resolves.toBeUndefined();
});

it('a disk that takes nothing is told of as what it is, and no place on it', async () => {
  const full = await caughtFrom(pipeline(Readable.from(['words']), createWriteStream('/dev/full')));
  for (const error of [full, new StoreError('disk_full', 'The disk that holds "/srv/x.db" is full')]) {
    const told = toldOf(error);
    expect(told).toMatchObject({ status: 507, body: { error: { code: 'disk_full' } } });
    expect(JSON.stringify(told)).not.toMatch(/dev|srv/);
    expect(failureOf(error)).toMatchObject({
      code: 'disk_full',
      message: expect.stringMatching(/^The disk of the server/),
    });
  }
  for (const recursive of [false, true]) {
    const locked = await caughtFrom(mkdir('/sys/longwave', { recursive }));
    expect(toldOf(locked)).toMatchObject({ status: 503, body: { error: { code: 'read_only' } } });
  }
});
