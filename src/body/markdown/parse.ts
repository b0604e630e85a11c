import type { Doc } from '../doc.ts';
import { blocksOf, withIds } from '../ids.ts';
import { BodyError, LIMITS, parseBody } from '../parse.ts';
import type { FindMedia } from './containers.ts';
import { fitBlocks } from './fit.ts';
import { grammar } from './grammar.ts';
import type { Warn } from './pieces.ts';
import { readPieces } from './read.ts';

export type ParseMarkdownOptions = {
  /** Gives numbers from 0 up to, but not with, 1, for the ids of new blocks. */
  random: () => number;
  /** The id of the medium at a path of the source; null when there is none, then its words alone are kept. */
  media: FindMedia;
  /** The revision this one grows out of: blocks without an id take theirs from it. */
  base?: Doc | null;
};

/**
 * Something in the source that was not taken as written: by a stable code and the name of what it is about, for words in
 * any language, and in English. `line` counts from 1.
 */
export type MarkdownWarning = { line: number; code: string; about: { name?: string }; message: string };

/**
 * Reads the text of a story as docs/MARKDOWN.md describes it. The answer is always a valid body that holds every
 * word of the source; what cannot stand where it was written is moved or turned into paragraphs, with a warning.
 *
 * @throws BodyError `too_large` for a source that no body can hold, and nothing else.
 */
export function parseMarkdown(
  source: string,
  options: ParseMarkdownOptions,
): { doc: Doc; warnings: MarkdownWarning[] } {
  if (source.length > LIMITS.text) {
    throw new BodyError(
      'too_large',
      '',
      `A source must hold at most ${LIMITS.text} characters; split the story`,
    );
  }
  const warnings: MarkdownWarning[] = [];
  const warn: Warn = (line, code, message, about = {}) => void warnings.push({ line, code, about, message });
  const pieces = readPieces(grammar.parse(source.toWellFormed(), {}), options.media, warn);
  const content = fitBlocks(pieces, warn);
  if (content.length === 0) content.push({ type: 'paragraph', attrs: { id: '' } });
  const doc: Doc = { type: 'doc', content };
  refuseTooMany(doc);
  return { doc: parseBody(withIds(doc, options.base, options.random)), warnings };
}

/** Before ids are sought for a million blocks that no body may hold. */
function refuseTooMany(doc: Doc): void {
  const blocks = blocksOf(doc);
  for (let count = 0; blocks.next().done !== true; count += 1) {
    if (count < LIMITS.nodes) continue;
    throw new BodyError('too_large', '', `A body must hold at most ${LIMITS.nodes} nodes; split the story`);
  }
}
