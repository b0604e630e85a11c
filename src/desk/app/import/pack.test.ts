import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { expect, it } from 'vitest';
import { packed } from './pack.ts';

it('makes one tar file of a folder: long names, any letters, no hidden files', async () => {
  const long = `paper/${'слово-'.repeat(40)}/один.md`;
  const texts: Record<string, string> = {
    'paper/one.md': 'One',
    [long]: 'x'.repeat(1_500),
    'paper/empty.md': '',
    'paper/.git/config': 'no',
    'paper/.DS_Store': 'no',
  };
  const files = Object.entries(texts).map(([path, text]) => ({ path, file: new File([text], 'x') }));
  const bytes = Buffer.from(await packed(files).arrayBuffer());
  const found: Record<string, string> = {};
  const reading = extract();
  Readable.from([bytes]).pipe(reading);
  for await (const entry of reading) {
    const parts: Buffer[] = [];
    for await (const part of entry) parts.push(part as Buffer);
    found[entry.header.name] = Buffer.concat(parts).toString();
  }
  expect(found).toEqual({ 'paper/one.md': 'One', [long]: 'x'.repeat(1_500), 'paper/empty.md': '' });
});
