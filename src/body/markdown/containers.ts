import type { Token } from 'markdown-it';
import { isWebAddress } from '../href.ts';
import { cleanLine, cleanLines } from '../text.ts';
import { readBraces, readHead, readList, unescape } from './braces.ts';
import type { Braces } from './braces.ts';
import type { ContainerMeta } from './grammar.ts';
import { append, shortOf, wordsOf } from './pieces.ts';
import type { Piece, PieceCell, Warn } from './pieces.ts';
import { readVerbatim } from './verbatim.ts';

/** Gives the id of a medium for a path in the source, or null when there is none. */
export type FindMedia = (src: string, attrs: Record<string, string>) => string | null;

type Frame = {
  name: string;
  line: number;
  words: string;
  braces: Braces;
  pieces: Piece[];
  cells: PieceCell[];
  rows: PieceCell[][];
};

const KNOWN: ReadonlySet<string> = new Set([
  'gallery',
  'fact',
  'pullquote',
  'table',
  'row',
  'cell',
  'attachment',
]);
/** Containers inside containers below which an opening line is plain text. */
const DEEPEST = 12;
const SPAN_LIMIT = 100;

/** Collects pieces of one level and pairs the `:::` lines among them. */
export class Containers {
  readonly #warn: Warn;
  readonly #media: FindMedia;
  readonly #frames: Frame[];

  constructor(media: FindMedia, warn: Warn) {
    this.#media = media;
    this.#warn = warn;
    this.#frames = [frame('', 0, '', { id: '', values: {} })];
  }

  add(pieces: readonly Piece[]): void {
    append(this.#top().pieces, pieces);
  }

  /** Everything collected; containers that are still open end here. */
  finish(): Piece[] {
    while (this.#frames.length > 1) {
      const { line, name } = this.#top();
      this.#warn(line, 'never_closed', `Container "${name}" is never closed; add a line ":::"`, { name });
      this.#leave();
    }
    return this.#top().pieces;
  }

  open(token: Token): void {
    const { name, head, text } = token.meta as ContainerMeta;
    const line = (token.map?.[0] ?? 0) + 1;
    if (text !== null) return this.add(this.#verbatim(name, head, text, line));
    const { words, braces } = readHead(head);
    if (!KNOWN.has(name) || this.#frames.length > DEEPEST) {
      const text = `Container "${name}" is unknown here; its words become paragraphs`;
      this.#warn(line, 'container_unknown', text, { name });
      this.add(paragraphs(cleanLine(unescape(`${name} ${words}`)), line));
      if (this.#frames.length <= DEEPEST) this.#frames.push(frame('', line, '', braces));
      return;
    }
    this.#frames.push(frame(name, line, words, braces));
  }

  close(token: Token): void {
    if (this.#frames.length > 1) this.#leave();
    else this.#warn((token.map?.[0] ?? 0) + 1, 'closes_nothing', 'A line ":::" closes nothing; remove it');
  }

  #top(): Frame {
    const top = this.#frames.at(-1);
    if (top === undefined) throw new Error('The outermost frame is gone');
    return top;
  }

  #leave(): void {
    const closed = this.#frames.pop();
    if (closed === undefined) return;
    const { line, pieces } = closed;
    const words = cleanLine(unescape(closed.words));
    const { id, values } = closed.braces;
    switch (closed.name) {
      case 'gallery':
        return this.add([{ kind: 'gallery', line, id, caption: words, pieces }]);
      case 'fact':
        return this.add([{ kind: 'box', line, id, headline: words, pieces }]);
      case 'pullquote':
        return this.add([{ kind: 'pull', line, id, cite: words, pieces }]);
      case 'attachment':
        return this.add([...this.#attachment(closed), ...pieces]);
      case 'table':
        return this.add([tableOf(closed, words)]);
      case 'row':
        return this.#row(closed, words);
      case 'cell':
        return this.#cell({ ...spansOf(values), pieces: [...paragraphs(words, line), ...pieces] });
      default:
        return this.add(pieces);
    }
  }

  #row(closed: Frame, words: string): void {
    const top = this.#top();
    const strays = [...paragraphs(words, closed.line), ...closed.pieces];
    if (top.name === 'table') {
      top.rows.push(closed.cells);
      append(top.pieces, strays);
    } else {
      this.add([...closed.cells.flatMap((cell) => cell.pieces), ...strays]);
    }
  }

  #cell(cell: PieceCell): void {
    const top = this.#top();
    if (top.name === 'row') top.cells.push(cell);
    else this.add(cell.pieces);
  }

  #attachment(closed: Frame): Piece[] {
    const { src, label } = splitPath(closed.words);
    const media = this.#media(src, { ...closed.braces.values, label });
    const { line, braces } = closed;
    if (media === null) return this.#missing(src, [label], line);
    return [{ kind: 'block', line, block: { type: 'attachment', attrs: { id: braces.id, media, label } } }];
  }

  #verbatim(name: string, head: string, source: string, line: number): Piece[] {
    const text = cleanLines(readVerbatim(source));
    if (name === 'embed') return this.#embed(head, text, line);
    const { words, braces } = readHead(head);
    const { src, label } = splitPath(words);
    const media = this.#media(src, { ...braces.values, label });
    if (media === null) return this.#missing(src, [label, ...text.split('\n')], line);
    const attrs = { id: braces.id, media, label, transcript: text };
    return [{ kind: 'block', line, block: { type: 'audio', attrs } }];
  }

  #embed(head: string, text: string, line: number): Piece[] {
    const [, url = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(head.trim()) ?? [];
    const { id, values } = embedBraces(rest);
    const value = (key: string): string => cleanLine(values[key] ?? '');
    const [provider, headline, author] = [value('provider'), value('headline'), value('author')];
    if (!isWebAddress(url)) {
      const name = shortOf(url);
      const said = `Embed address "${name}" is no http or https address; its words are kept`;
      this.#warn(line, 'embed_nowhere', said, { name });
      const words = [url, headline, author, provider, ...text.split('\n')];
      return words.flatMap((part) => paragraphs(cleanLine(part), line));
    }
    return [
      { kind: 'block', line, block: { type: 'embed', attrs: { id, url, provider, headline, text, author } } },
    ];
  }

  #missing(src: string, words: string[], line: number): Piece[] {
    const name = shortOf(src);
    this.#warn(line, 'file_not_there', `File "${name}" is not there; its words are kept`, { name });
    return words.flatMap((text) => paragraphs(cleanLine(text), line));
  }
}

function frame(name: string, line: number, words: string, braces: Braces): Frame {
  return { name, line, words, braces, pieces: [], cells: [], rows: [] };
}

export function paragraphs(text: string, line: number): Piece[] {
  return wordsOf(text).map((block): Piece => ({ kind: 'block', line, block }));
}

function splitPath(words: string): { src: string; label: string } {
  const [, src = '', label = ''] = /^(\S*)\s*(.*)$/s.exec(words) ?? [];
  return { src: unescape(src), label: cleanLine(unescape(label)) };
}

/** `provider="…" headline="…" {#id}`; what does not read like that is the headline. */
function embedBraces(rest: string): Braces {
  const list = readList(rest, 0);
  if (list !== null && list.end === rest.length) return list.braces;
  const tail = list === null ? null : readBraces(rest, list.end);
  if (list !== null && tail !== null && rest.slice(tail.end).trim() === '') {
    return { id: tail.braces.id, values: { ...tail.braces.values, ...list.braces.values } };
  }
  const { words, braces } = readHead(rest);
  return { id: braces.id, values: { ...braces.values, headline: unescape(words) } };
}

export function spansOf(values: Record<string, string>): Omit<PieceCell, 'pieces'> {
  const span = (key: string): number => {
    const count = Number(values[key] ?? 1);
    return Number.isInteger(count) ? Math.min(Math.max(count, 1), SPAN_LIMIT) : 1;
  };
  return { header: Object.hasOwn(values, 'header'), colspan: span('colspan'), rowspan: span('rowspan') };
}

/** A container around a table of pipes lends it caption and id; one with rows of its own is a table itself. */
function tableOf(closed: Frame, caption: string): Piece {
  const { line, rows, pieces } = closed;
  const { id } = closed.braces;
  const inner = pieces.findIndex((piece) => piece.kind === 'table' && piece.caption === '');
  const table = pieces[inner];
  if (rows.length > 0 || table?.kind !== 'table') {
    return { kind: 'table', line, id, caption, rows, rest: pieces };
  }
  const rest = [...pieces.slice(0, inner), ...table.rest, ...pieces.slice(inner + 1)];
  return { ...table, line, id, caption, rest };
}
