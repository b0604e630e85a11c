import type { Token } from 'markdown-it';
import { isCodeLanguage, isMediaId } from '../attributes.ts';
import type { Heading, Inline, Paragraph } from '../doc.ts';
import { cleanLine, cleanLines } from '../text.ts';
import { readHead } from './braces.ts';
import type { Braces } from './braces.ts';
import { canonical } from './canonical.ts';
import { Containers, paragraphs } from './containers.ts';
import type { FindMedia } from './containers.ts';
import { grammar } from './grammar.ts';
import { append, paragraphOf, shortOf } from './pieces.ts';
import type { Piece, PieceCell, Warn } from './pieces.ts';
import { plainText, readWords } from './words.ts';
import type { FoundPicture, Words } from './words.ts';

/** Reads the block tokens of a whole source. */
export function readPieces(tokens: readonly Token[], media: FindMedia, warn: Warn): Piece[] {
  return new Reader(tokens, media, warn).pieces('');
}

/** Ids that a list's item bears at its start. */
type ItemIds = { item: string; list: string };

class Reader {
  readonly #tokens: readonly Token[];
  readonly #media: FindMedia;
  readonly #warn: Warn;
  #at = 0;
  #line = 1;

  constructor(tokens: readonly Token[], media: FindMedia, warn: Warn) {
    this.#tokens = tokens;
    this.#media = (src, attrs) => {
      const id = media(src, attrs);
      if (id !== null && !isMediaId(id))
        throw new TypeError(`The option "media" must give the id of a medium, not "${id}"`);
      return id;
    };
    this.#warn = warn;
  }

  /** Pieces up to a closing token, which is taken too. */
  pieces(closing: string): Piece[] {
    const containers = new Containers(this.#media, this.#warn);
    for (let token = this.#next(); token !== null && token.type !== closing; token = this.#next()) {
      this.#line = (token.map?.[0] ?? this.#line - 1) + 1;
      if (token.type === 'container_open') containers.open(token);
      else if (token.type === 'container_close') containers.close(token);
      else containers.add(this.#piece(token));
    }
    return containers.finish();
  }

  #next(): Token | null {
    const token = this.#tokens[this.#at] ?? null;
    this.#at += 1;
    return token;
  }

  #piece(token: Token): Piece[] {
    const line = this.#line;
    switch (token.type) {
      case 'paragraph_open':
        return this.#paragraph(this.#words());
      case 'heading_open':
        return this.#heading(Number(token.tag.slice(1)), this.#words());
      case 'bullet_list_open':
        return [this.#list('bullet_list_close', null, line)];
      case 'ordered_list_open':
        return [this.#list('ordered_list_close', Number(token.attrGet('start') ?? 1), line)];
      case 'blockquote_open':
        return [this.#quote(token, line)];
      case 'table_open':
        return [this.#table(line)];
      case 'fence':
      case 'code_block':
        return [codePiece(token, line)];
      case 'hr': {
        const braces = token.meta?.['braces'] as Braces | undefined;
        return [{ kind: 'block', line, block: { type: 'divider', attrs: { id: braces?.id ?? '' } } }];
      }
      default:
        return [];
    }
  }

  /** The words of an inline token; the closing token after it is taken too. */
  #words(): Words {
    const inline = this.#next();
    this.#at += 1;
    return readWords(inline?.children ?? [], (...said) => this.#warn(this.#line, ...said));
  }

  #paragraph(words: Words): Piece[] {
    const { start, end, parts } = words;
    if (parts.length === 0 && start === null)
      return end === null ? [] : [this.#block(paragraphOf([], end.id))];
    // Braces that mean nothing here are what they look like.
    if (start !== null) parts.unshift([...textOf(`{#${start.id}} `), ...takeRun(parts, 0)]);
    if (end !== null && Object.hasOwn(end.values, 'header')) {
      parts.push([...takeRun(parts, -1), ...textOf(' {header}')]);
    }
    const id = end?.id ?? '';
    const first = parts[0];
    if (parts.length === 1 && Array.isArray(first)) return [this.#block(paragraphOf(first, id))];
    return this.#mixed(parts, id);
  }

  /** Words and pictures in turn. An id at the end belongs to the last block that has none of its own. */
  #mixed(parts: Words['parts'], id: string): Piece[] {
    const pieces = parts.flatMap((part) => {
      if (!Array.isArray(part)) return this.#picture(part);
      const content = trimmed(part);
      return content.length === 0 ? [] : [this.#block(paragraphOf(content))];
    });
    const last = pieces.at(-1);
    if (id !== '' && last?.kind === 'block' && last.block.attrs.id === '') last.block.attrs.id = id;
    return pieces;
  }

  #block(block: Paragraph | Heading): Piece {
    return { kind: 'block', line: this.#line, block };
  }

  #picture(found: FoundPicture): Piece[] {
    const { src, alt, caption, braces } = found;
    const line = this.#line;
    const media = this.#media(src, { ...braces.values, alt, caption });
    if (media !== null) {
      return [
        { kind: 'block', line, block: { type: 'picture', attrs: { id: braces.id, media, alt, caption } } },
      ];
    }
    const name = shortOf(src);
    this.#warn(line, 'picture_missing', `Picture "${name}" is not there; its words are kept`, { name });
    return [alt, caption === alt ? '' : caption].flatMap((text) => paragraphs(text, line));
  }

  #heading(level: number, words: Words): Piece[] {
    const pictures: Piece[] = [];
    const content: Inline[] = [];
    if (words.start !== null) content.push({ type: 'text', text: `{#${words.start.id}} ` });
    for (const part of words.parts) {
      if (Array.isArray(part)) append(content, part);
      else append(pictures, this.#picture(part));
    }
    if (words.end !== null && Object.hasOwn(words.end.values, 'header'))
      content.push({ type: 'text', text: ' {header}' });
    const attrs = { id: words.end?.id ?? '', level: level <= 2 ? 2 : level === 3 ? 3 : 4 } as const;
    const heading: Heading =
      content.length === 0
        ? { type: 'heading', attrs }
        : { type: 'heading', attrs, content: canonical(content) };
    return [this.#block(heading), ...pictures];
  }

  #list(closing: string, start: number | null, line: number): Piece {
    const items: { id: string; pieces: Piece[] }[] = [];
    let id = '';
    for (let token = this.#next(); token !== null && token.type !== closing; token = this.#next()) {
      if (token.type !== 'list_item_open') continue;
      const ids = this.#idsOfItem();
      items.push({ id: ids.item, pieces: this.pieces('list_item_close') });
      if (id === '') id = ids.list;
    }
    return { kind: 'list', line, id, start, items };
  }

  /** Braces at the start of the paragraph that an item begins with. */
  #idsOfItem(): ItemIds {
    const none = { item: '', list: '' };
    const [paragraph, inline] = this.#tokens.slice(this.#at, this.#at + 2);
    const start = inline?.children?.[0];
    if (paragraph?.type !== 'paragraph_open' || start?.type !== 'start_braces') return none;
    inline?.children?.shift();
    const braces = start.meta?.['braces'] as Braces;
    return { item: braces.id, list: braces.values['list'] ?? '' };
  }

  #quote(token: Token, line: number): Piece {
    const raw = token.meta?.['cite'];
    const { words, braces } = readHead(typeof raw === 'string' ? raw : '');
    const inline = grammar.parseInline(words, {})[0]?.children ?? [];
    const cite = cleanLine(plainText(inline));
    return { kind: 'quote', line, id: braces.id, cite, pieces: this.pieces('blockquote_close') };
  }

  #table(line: number): Piece {
    const rows: PieceCell[][] = [];
    const rest: Piece[] = [];
    for (let token = this.#next(); token !== null && token.type !== 'table_close'; token = this.#next()) {
      if (token.type === 'tr_open') rows.push([]);
      if (token.type === 'th_open' || token.type === 'td_open')
        rows.at(-1)?.push(this.#cell(token.type === 'th_open'));
    }
    return { kind: 'table', line, id: '', caption: '', rows, rest };
  }

  #cell(head: boolean): PieceCell {
    const words = this.#words();
    const header = head || (words.end !== null && Object.hasOwn(words.end.values, 'header'));
    if (words.end !== null) words.end = { id: words.end.id, values: {} };
    const pieces = this.#paragraph(words);
    return { header, colspan: 1, rowspan: 1, pieces };
  }
}

function textOf(text: string): Inline[] {
  return [{ type: 'text', text }];
}

/** Takes the run of words at an end of the parts, where there is one. */
function takeRun(parts: Words['parts'], index: 0 | -1): Inline[] {
  const run = parts.at(index);
  if (!Array.isArray(run)) return [];
  parts.splice(index, 1);
  return run;
}

function codePiece(token: Token, line: number): Piece {
  const { words, braces } = readHead(token.info);
  const [name = ''] = words.split(/\s/, 1);
  const text = cleanLines(token.content.replace(/\n$/, ''));
  const attrs = { id: braces.id, language: isCodeLanguage(name) ? name : '' };
  const block =
    text === ''
      ? { type: 'codeBlock', attrs }
      : { type: 'codeBlock', attrs, content: [{ type: 'text', text }] };
  return { kind: 'block', line, block } as Piece;
}

/** Words beside a picture without the blanks that set them apart from it. */
function trimmed(content: Inline[]): Inline[] {
  const nodes = [...content];
  for (let first = nodes[0]; first !== undefined; first = nodes[0]) {
    const text = first.type === 'text' ? first.text.replace(/^ +/, '') : '';
    nodes.shift();
    if (first.type !== 'text' || text === '') continue;
    nodes.unshift({ ...first, text });
    break;
  }
  for (let last = nodes.at(-1); last !== undefined; last = nodes.at(-1)) {
    const text = last.type === 'text' ? last.text.replace(/ +$/, '') : '';
    nodes.pop();
    if (last.type !== 'text' || text === '') continue;
    nodes.push({ ...last, text });
    break;
  }
  return nodes;
}
