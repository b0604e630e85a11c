import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { opener } from '../../test/databases.ts';
import { masterFile } from './media-folder.ts';
import { bench, done, photo } from './testing.ts';

const { open, clean } = opener('sqlite');
afterAll(clean);

it('finds lost, cut and stray files, and mends what a master can give back', async () => {
  const desk = await bench(open);
  const { media } = desk.newsroom;
  const bytes = await photo(600, 300).jpeg().toBuffer();
  const { picture } = done(await media.addPicture({ name: 'a.jpg', bytes }));
  const { file } = done(await media.addFile({ name: 'a.txt', bytes: Buffer.from('words') }));
  await media.renderAll();
  expect(await media.check()).toEqual([]);

  const avif = media.file(picture.id, 'avif', 480);
  const jpeg = media.file(picture.id, 'jpeg', 600);
  const text = media.file(file.id, 'original', 0);
  const stray = join(dirname(avif), '.1234.part');
  rmSync(avif);
  rmSync(text);
  truncateSync(jpeg, 10);
  writeFileSync(stray, 'half');
  const faults = (await media.check()).map(({ what, file: name }) => [what, name]);
  expect(faults).toHaveLength(4);
  expect(faults).toEqual(
    expect.arrayContaining([
      ['missing', avif],
      ['missing', text],
      ['altered', jpeg],
      ['stray', stray],
    ]),
  );

  expect(await media.mend()).toMatchObject([{ what: 'missing', file: text }]);
  await media.renderAll();
  expect((await media.check()).map(({ file: name }) => name)).toEqual([text]);
  rmSync(masterFile(desk.folder, picture.id, 'image/jpeg'));
  expect((await media.mend()).map(({ what }) => what)).toEqual(['missing', 'missing']);
  await desk.close();
});
