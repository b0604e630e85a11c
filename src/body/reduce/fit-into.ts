import type { Block } from '../doc.ts';
import { toLines, toParagraphs } from './narrow.ts';

/**
 * Fits blocks into a place of a body. `fits` may stand there; `rest`, what no text can stand for, must stand after
 * the outermost block around it.
 */
export function fitInto(
  place: 'body' | 'lines' | 'cell' | 'box',
  blocks: readonly Block[],
): { fits: Block[]; rest: Block[] } {
  if (place === 'body') return { fits: [...blocks], rest: [] };
  if (place === 'cell') {
    const { paragraphs, rest } = toParagraphs(blocks);
    return { fits: paragraphs, rest };
  }
  if (place === 'lines') {
    const { lines, rest } = toLines(blocks);
    return { fits: lines, rest };
  }
  const fits: Block[] = [];
  const rest: Block[] = [];
  for (const block of blocks) {
    if (block.type === 'heading' || block.type === 'picture' || block.type === 'table') fits.push(block);
    else {
      const fitted = toLines([block]);
      fits.push(...fitted.lines);
      rest.push(...fitted.rest);
    }
  }
  return { fits, rest };
}
