import type {
  Block,
  BlockQuote,
  BulletList,
  CodeBlock,
  Doc,
  Embed,
  Inline,
  ListItem,
  OrderedList,
  Paragraph,
  Picture,
  Table,
  TableCell,
} from '../doc.ts';
import { append } from './pieces.ts';
import { escapeAll, guardEdges, writeTarget, writeWords } from './spell.ts';
import { writeVerbatim } from './verbatim.ts';

export type PrintMarkdownOptions = {
  /** The path to write for a medium. */
  media: (id: string) => string;
  /** Whether every block id is written, so that `parseMarkdown` gives back the very same body. */
  ids: boolean;
};

/**
 * A body as docs/MARKDOWN.md describes it. `parseMarkdown` reads the same body out of it, block ids too when
 * `ids` is set.
 */
export function printMarkdown(doc: Doc, options: PrintMarkdownOptions): string {
  return `${new Printer(options).blocks(doc.content).join('\n')}\n`;
}

class Printer {
  readonly #options: PrintMarkdownOptions;

  constructor(options: PrintMarkdownOptions) {
    this.#options = options;
  }

  /** Lines of blocks, an empty line between any two. */
  blocks(blocks: readonly Block[]): string[] {
    const lines: string[] = [];
    let alternate = false;
    for (const [index, block] of blocks.entries()) {
      if (index > 0) lines.push('');
      // A list right after a list of its kind would go on with it under the same marker.
      alternate = blocks[index - 1]?.type === block.type && !alternate;
      append(lines, this.#block(block, alternate));
    }
    return lines;
  }

  #block(block: Block, alternate: boolean): string[] {
    switch (block.type) {
      case 'paragraph':
        return this.#paragraph(block).split('\n');
      case 'heading': {
        const text = writeWords(block.content ?? [], 'heading');
        return [joined('#'.repeat(block.attrs.level), text, this.#id(block))];
      }
      case 'bulletList':
      case 'orderedList':
        return this.#list(block, alternate);
      case 'blockQuote':
        return this.#quote(block);
      case 'pullQuote':
        return this.#container('pullquote', block.attrs.cite, block, this.#inline(block.content));
      case 'picture':
        return [this.#picture(block)];
      case 'gallery': {
        const pictures = block.content.map((picture) => this.#picture(picture));
        return this.#container('gallery', block.attrs.caption, block, pictures);
      }
      case 'table':
        return this.#table(block);
      case 'embed':
        return this.#embed(block);
      case 'codeBlock':
        return this.#code(block);
      case 'divider':
        return [joined('---', this.#id(block))];
      case 'factBox':
        return this.#container('fact', block.attrs.headline, block, this.blocks(block.content));
      case 'attachment': {
        const { media, label } = block.attrs;
        return [joined('::: attachment', this.#path(media), head(label), this.#id(block)), ':::'];
      }
      case 'audio': {
        const { media, label, transcript } = block.attrs;
        const opening = joined('::: audio', this.#path(media), head(label), this.#id(block));
        return [opening, ...writeVerbatim(transcript), ':::'];
      }
    }
  }

  #id(block: { attrs: { id: string } }): string {
    return this.#options.ids ? `{#${block.attrs.id}}` : '';
  }

  #inline(content: readonly Inline[] | undefined): string[] {
    return content === undefined || content.length === 0 ? [] : writeWords(content, 'paragraph').split('\n');
  }

  #paragraph(block: Paragraph): string {
    const text = writeWords(block.content ?? [], 'paragraph');
    return text === '' && !this.#options.ids ? '{}' : joined(text, this.#id(block));
  }

  #container(name: string, words: string, block: Block, inner: readonly string[]): string[] {
    const opening = joined(`::: ${name}`, head(words), this.#id(block));
    return inner.length === 0 ? [opening, ':::'] : [opening, '', ...inner, '', ':::'];
  }

  #picture(picture: Picture): string {
    const { media, alt, caption } = picture.attrs;
    const title = caption === '' ? '' : ` "${quoted(caption)}"`;
    const target = writeTarget(this.#options.media(media));
    return `![${escapeAll(alt)}](${target}${title})${this.#id(picture)}`;
  }

  #path(media: string): string {
    return this.#options.media(media).replace(/[\s\\&{}<>"]/gu, (sign) => `&#${sign.codePointAt(0) ?? 32};`);
  }

  #list(list: BulletList | OrderedList, alternate: boolean): string[] {
    const start = list.type === 'orderedList' ? list.attrs.start : 0;
    const lines: string[] = [];
    for (const [index, item] of list.content.entries()) {
      const number = Math.min(start + index, 999_999_999);
      const marker =
        list.type === 'bulletList' ? (alternate ? '*' : '-') : `${number}${alternate ? ')' : '.'}`;
      const ids = index === 0 ? `{#${item.attrs.id} list=${list.attrs.id}}` : `{#${item.attrs.id}}`;
      const indent = ' '.repeat(marker.length + 1);
      const [first = '', ...rest] = this.#item(item, this.#options.ids ? `${ids} ` : '');
      lines.push(`${marker} ${first}`, ...rest.map((line) => (line === '' ? '' : indent + line)));
    }
    return lines;
  }

  #item(item: ListItem, ids: string): string[] {
    const [first, ...rest] = item.content;
    if (first?.type !== 'paragraph') throw new TypeError('The item of a list must start with a paragraph');
    // `{#a} ` before nothing would read as the paragraph's own id.
    const lines = `${ids}${this.#paragraph(first)}`.split('\n');
    return rest.length === 0 ? lines : [...lines, '', ...this.blocks(rest)];
  }

  #quote(quote: BlockQuote): string[] {
    const lines = this.blocks(quote.content);
    const last = lines.at(-1) ?? '';
    const { cite } = quote.attrs;
    if (cite !== '' || this.#options.ids || last.startsWith('—')) {
      lines.push('', joined('—', cite === '' ? '' : escapeAll(cite), this.#id(quote)));
    }
    return lines.map((line) => (line === '' ? '>' : `> ${line}`));
  }

  #table(table: Table): string[] {
    const { caption } = table.attrs;
    const simple = isSimple(table);
    const rows = simple ? this.#pipes(table) : this.#rows(table);
    if (simple && caption === '' && !this.#options.ids) return rows;
    return this.#container('table', caption, table, rows);
  }

  #pipes(table: Table): string[] {
    const rows = table.content.map((row, index) => {
      const cells = row.content.map((cell) => {
        const [paragraph] = cell.content;
        return paragraph === undefined ? '' : this.#pipeCell(paragraph, index > 0 && cell.attrs.header);
      });
      return `| ${cells.join(' | ')} |`;
    });
    const width = table.content[0]?.content.length ?? 0;
    return [...rows.slice(0, 1), `|${' --- |'.repeat(width)}`, ...rows.slice(1)];
  }

  #pipeCell(paragraph: Paragraph, header: boolean): string {
    const list = joined(this.#options.ids ? `#${paragraph.attrs.id}` : '', header ? 'header' : '');
    return joined(writeWords(paragraph.content ?? [], 'cell'), list === '' ? '' : `{${list}}`);
  }

  #rows(table: Table): string[] {
    return table.content.flatMap((row) => [
      '::: row',
      ...row.content.flatMap((cell) => this.#cell(cell)),
      ':::',
    ]);
  }

  #cell(cell: TableCell): string[] {
    const { header, colspan, rowspan } = cell.attrs;
    const attrs = [
      header ? 'header' : '',
      colspan === 1 ? '' : `colspan=${colspan}`,
      rowspan === 1 ? '' : `rowspan=${rowspan}`,
    ];
    const list = joined(...attrs);
    return [joined('::: cell', list === '' ? '' : `{${list}}`), ...this.blocks(cell.content), ':::'];
  }

  #embed(embed: Embed): string[] {
    const { url, provider, headline, author, text } = embed.attrs;
    const values = Object.entries({ provider, headline, author })
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name}="${quoted(value)}"`);
    return [joined('::: embed', url, ...values, this.#id(embed)), ...writeVerbatim(text), ':::'];
  }

  #code(block: CodeBlock): string[] {
    const text = (block.content ?? []).map((node) => node.text).join('');
    let fence = '```';
    while (text.includes(fence)) fence += '`';
    const info = joined(block.attrs.language, this.#id(block));
    return [`${fence}${info}`, ...(text === '' ? [] : text.split('\n')), fence];
  }
}

function joined(...parts: string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

/** The words of a container's line. */
function head(text: string): string {
  return guardEdges(text.replace(/[\\{]|&(?=#|[a-z])/gi, '\\$&'));
}

/** A value between double quotes. */
function quoted(text: string): string {
  return text.replace(/["\\]|&(?=#|[a-z])/gi, '\\$&');
}

/** Whether pipes can say it: as many cells in each row, one paragraph each, a first row of headers. */
function isSimple(table: Table): boolean {
  const width = table.content[0]?.content.length ?? 0;
  return table.content.every(
    (row, index) =>
      row.content.length === width &&
      row.content.every(
        ({ attrs, content }) =>
          content.length === 1 && attrs.colspan === 1 && attrs.rowspan === 1 && (index > 0 || attrs.header),
      ),
  );
}
