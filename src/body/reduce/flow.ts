import type { Block, Inline, Mark } from '../doc.ts';
import { knownProvider, linkAddress, providerOf, publicAddress } from './addresses.ts';
import type { HtmlNode } from './tree.ts';
import type { BlockComment } from './comments.ts';

/** A picture, sound, film or file that the text refers to, not yet brought over. */
export type MediaRef = {
  kind: 'picture' | 'audio' | 'video' | 'file';
  /** Absolute address, or empty when only the attachment's number is known. */
  src: string;
  /** The number of the attachment in the archive. */
  attachment: string | null;
  alt: string;
  caption: string;
};

/** How text is read at a place: the marks around it, and what a line break means there. */
export type Scope = {
  marks: readonly Mark[];
  /** White space counts, as in `pre`. */
  verbatim: boolean;
  /** The language around it, so that only a change is marked. */
  lang: string;
};

export type Run = {
  base: string | null;
  /** Line breaks mean breaks and blank lines paragraphs, as in WordPress's classic editor. */
  classic: boolean;
  /** Line ends between blocks mean something, as WordPress has it; elsewhere they are spaces. */
  breaks: boolean;
  /** Numbers of the pictures that belong to the item, in order, for a gallery that names none. */
  children: readonly string[];
  footnotes: readonly { id: string; html: string }[];
  reusable: (id: string) => string | null;
  open: BlockComment[];
  refs: MediaRef[];
  notes: Map<string, Note>;
  /** Guards against blocks that hold themselves. */
  nested: number;
  footnotesDone: boolean;
  walk(nodes: readonly HtmlNode[], flow: Flow, scope: Scope): void;
};

/** What was dropped or changed: in a stable word, about what, in English, and how often. */
export type Note = { code: string; name: string; text: string; count: number };

export function note(run: Run, code: string, text: string, name = ''): void {
  run.notes.set(text, { code, name, text, count: (run.notes.get(text)?.count ?? 0) + 1 });
}

/** The name under which `settle` finds a reference again. */
export function addRef(run: Run, ref: MediaRef): string {
  run.refs.push(ref);
  return `ref-${run.refs.length - 1}`;
}

/** Gathers inline content into paragraphs, and paragraphs and other blocks into a list. */
export class Flow {
  readonly blocks: Block[] = [];
  #inline: Inline[] = [];
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  text(text: string, scope: Scope): void {
    if (text === '') return;
    if (scope.verbatim) this.#lines(text.replace(/\r\n?/g, '\n').replaceAll('\t', '    '), scope);
    else if (this.#breaksCount()) this.#paragraphs(text.replace(/\r\n?/g, '\n'), scope);
    else this.#push(text, scope);
  }

  hardBreak(): void {
    this.#inline.push({ type: 'hardBreak' });
  }

  flush(): void {
    if (this.#inline.length === 0) return;
    const content = tidyInline(this.#inline);
    this.#inline = [];
    if (content.length === 0) return;
    const address = bareAddress(content);
    if (address && knownProvider(address)) this.blocks.push(embedBlock(address, {}));
    else if (address)
      this.blocks.push(paragraph([{ ...content[0], type: 'text', text: address, marks: [link(address)] }]));
    else this.blocks.push(paragraph(content));
  }

  block(...blocks: Block[]): void {
    this.flush();
    this.blocks.push(...blocks);
  }

  #breaksCount(): boolean {
    if (!this.#run.breaks) return false;
    if (this.#run.classic) return true;
    const inside = this.#run.open.at(-1);
    return inside === undefined || inside.name === 'freeform' || inside.name === 'shortcode';
  }

  #paragraphs(text: string, scope: Scope): void {
    const after = this.#inline.at(-1)?.type === 'hardBreak' ? text.replace(/^[ \t]*\n(?!\s*\n)/, '') : text;
    for (const [index, part] of after.split(/\n[ \t\n]*\n/).entries()) {
      if (index > 0) this.flush();
      this.#lines(part, scope);
    }
  }

  #lines(text: string, scope: Scope): void {
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) this.hardBreak();
      this.#push(
        scope.verbatim ? line.replace(/ {2,}|^ /g, (run) => '\u00a0'.repeat(run.length)) : line,
        scope,
      );
    }
  }

  #push(text: string, scope: Scope): void {
    if (text === '') return;
    this.#inline.push(
      scope.marks.length === 0 ? { type: 'text', text } : { type: 'text', text, marks: [...scope.marks] },
    );
  }
}

export function paragraph(content: Inline[]): Block & { type: 'paragraph' } {
  return content.length === 0
    ? { type: 'paragraph', attrs: { id: '' } }
    : { type: 'paragraph', attrs: { id: '' }, content };
}

/** A paragraph of plain words. */
export function paragraphOf(text: string): Block & { type: 'paragraph' } {
  return paragraph(plain(text));
}

export function plain(text: string): Inline[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

export function link(href: string): Mark {
  return { type: 'link', attrs: { href } };
}

export function embedBlock(
  address: string,
  words: { headline?: string; text?: string; author?: string },
): Block {
  return {
    type: 'embed',
    attrs: {
      id: '',
      url: publicAddress(address),
      provider: providerOf(address),
      headline: words.headline ?? '',
      text: words.text ?? '',
      author: words.author ?? '',
    },
  };
}

function bareAddress(content: readonly Inline[]): string | null {
  const only = content.length === 1 ? content[0] : undefined;
  if (only?.type !== 'text' || only.marks || !/^https?:\/\/[^\s<>]+$/.test(only.text)) return null;
  return linkAddress(only.text, null);
}

/** Collapses white space as a browser does, trims the ends, drops what is empty, joins equal neighbours. */
export function tidyInline(content: readonly Inline[]): Inline[] {
  const out: Inline[] = [];
  let spaced = true;
  for (const node of content) {
    if (node.type === 'hardBreak') {
      trimEnd(out);
      out.push(node);
      spaced = true;
      continue;
    }
    let text = node.text.replace(/[ \t\n\r\f]+/g, ' ');
    if (spaced && text.startsWith(' ')) text = text.slice(1);
    if (text === '') continue;
    spaced = text.endsWith(' ');
    const last = out.at(-1);
    if (last?.type === 'text' && sameMarks(last.marks, node.marks))
      out[out.length - 1] = { ...last, text: last.text + text };
    else out.push({ ...node, text });
  }
  trimEnd(out);
  while (out.at(-1)?.type === 'hardBreak') {
    out.pop();
    trimEnd(out);
  }
  const first = out.findIndex((node) => node.type !== 'hardBreak');
  const tidy = first <= 0 ? out : out.slice(first);
  return tidy.some((node) => node.type === 'text' && /[^\s\u00a0]/.test(node.text)) ? tidy : [];
}

function trimEnd(out: Inline[]): void {
  for (let last = out.at(-1); last?.type === 'text'; last = out.at(-1)) {
    const text = last.text.replace(/ $/, '');
    if (text === last.text) return;
    out.pop();
    if (text === '') continue;
    out.push({ ...last, text });
    return;
  }
}

function sameMarks(a: readonly Mark[] | undefined, b: readonly Mark[] | undefined): boolean {
  if ((a?.length ?? 0) !== (b?.length ?? 0)) return false;
  return JSON.stringify(a ?? []) === JSON.stringify(b ?? []);
}
