import encodeQR from 'qr';

/** A QR code as the body of an SVG: how many cells wide it is, and the path of its dark cells, one unit each. */
export type QrPath = { size: number; path: string };

/**
 * @param text what a camera reads
 * @param correction how much of itself the code corrects. Default: `quartile`, about a fifth, which worn paper needs;
 *   the code of a bank transfer has to be of `medium`
 */
export function qrPath(text: string, correction: 'medium' | 'quartile' = 'quartile'): QrPath {
  const bordered = encodeQR(text, 'raw', { ecc: correction, border: 1 });
  // The paper around it is its border.
  const cells = bordered.slice(1, -1).map((row) => row.slice(1, -1));
  let path = '';
  for (const [y, row] of cells.entries()) {
    for (let x = 0; x < row.length; x++) {
      const from = x;
      while (row[x] === true) x++;
      if (x > from) path += `M${from} ${y}h${x - from}v1h-${x - from}z`;
    }
  }
  return { size: cells.length, path };
}
