import decodeQR from 'qr/decode.js';
import { parseFingerprint } from '#edition';
import { describe, expect, it } from 'vitest';
import { qrLines, qrSvg } from './qr.ts';

const FINGERPRINT = '0f3ea9ac6de2ca96c30b2fc130dc968167fe6d4692a7d33ef6506bf7c9b1e3ff';

/** A picture as a camera sees it: eight points for each cell. */
function photograph(cells: readonly (readonly boolean[])[]): {
  width: number;
  height: number;
  data: Uint8Array;
} {
  const scale = 8;
  const [height, width] = [cells.length * scale, (cells[0]?.length ?? 0) * scale];
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const dark = cells[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true;
      data.fill(dark ? 0 : 255, (y * width + x) * 4, (y * width + x) * 4 + 3);
      data[(y * width + x) * 4 + 3] = 255;
    }
  }
  return { width, height, data };
}

/** Light cells are drawn, two to a character, as on a dark terminal. */
function cellsOf(lines: readonly string[]): boolean[][] {
  const half = (line: string, marks: string): boolean[] => Array.from(line, (mark) => !marks.includes(mark));
  return lines.flatMap((line) => [half(line, '█▀'), half(line, '█▄')]);
}

describe('a fingerprint’s QR code', () => {
  it('is read back from the terminal', async () => {
    const cells = cellsOf(qrLines(FINGERPRINT)).slice(0, -1);
    expect(await parseFingerprint(decodeQR(photograph(cells)))).toBe(FINGERPRINT);
  });

  it('is a picture for print', () => {
    const svg = qrSvg(FINGERPRINT);
    expect(svg).toMatch(/^(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?<svg[^>]*viewBox/);
    expect(svg).not.toContain('<script');
    expect(svg.length).toBeLessThan(30_000);
  });
});
