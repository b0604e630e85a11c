import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeBeside, HTML, openEncoder } from './output.ts';

const page = (text: string | Uint8Array, type = HTML) => ({ path: 'a.html', type, text });

describe('openEncoder', () => {
  it('gives the same bytes as encoding beside the thread, for texts of any size and script', async () => {
    const encode = openEncoder();
    const texts = [
      '',
      'short',
      'Новости '.repeat(9000),
      'خبر 📰 '.repeat(40_000),
      '<p>story</p>'.repeat(3000),
      'é',
    ];
    for (const text of texts) {
      const beside = await encodeBeside(page(text));
      const here = encode(page(text));
      expect(Buffer.from(here.raw).toString()).toBe(text);
      expect(gunzipSync(here.stored).toString()).toBe(text);
      expect(here).toEqual(beside);
    }
  });

  it('keeps what is no text as it is', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const { gzip, stored, rawHash, storedHash } = openEncoder()(page(bytes, 'image/avif'));
    expect({ gzip, stored }).toEqual({ gzip: false, stored: bytes });
    expect(storedHash).toBe(rawHash);
  });
});
