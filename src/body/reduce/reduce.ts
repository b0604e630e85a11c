import type { Block, Mark } from '../doc.ts';
import { linkAddress, webAddress } from './addresses.ts';
import { footnotes, readComment } from './block-comments.ts';
import { textAttribute } from './comments.ts';
import { fileBlock, figure, frame, image, mediaBlock, playerBlock, postQuote, shortcode } from './figures.ts';
import { Flow, link, type MediaRef, note, type Run, type Scope, type Note } from './flow.ts';
import { parseSource } from './source.ts';
import { tidyClipboard } from './clipboard.ts';
import { blockQuote, code, details, heading, list, table, verse } from './structures.ts';
import { attribute, hasClass, type HtmlElement, type HtmlNode, isElement, parseHtml } from './tree.ts';

export type ReduceOptions = {
  /** The language of the story: a `lang` that repeats it is no mark. */
  lang: string;
  /** Address that relative links belong to; without one they lose their link. */
  base?: string | null;
  /** The item's own attachments in order, for a `[gallery]` that names none. */
  children?: readonly string[];
  footnotes?: readonly { id: string; html: string }[];
  /** HTML of a reusable block. */
  reusable?: (id: string) => string | null;
};

export type Reduced = {
  /** Blocks whose ids are empty and whose media are `ref-<index of refs>`. */
  blocks: Block[];
  refs: MediaRef[];
  /** What was dropped or changed, in words for the report, with how often. */
  notes: Note[];
};

/**
 * Reduces HTML as WordPress keeps it (block markup, classic editor text, shortcodes) to the blocks of a body.
 * Every visible word of the input stands in the result; scripts, styles, handlers, frames and forms do not.
 */
export function reduceHtml(source: string, options: ReduceOptions): Reduced {
  const run = newRun(options, { classic: !source.includes('<!-- wp:'), breaks: true });
  return reduced(run, parseSource(run, source), options.lang);
}

/**
 * Reduces what another program put on the clipboard, in the same way. Pictures whose bytes stand in the text itself
 * come back as references whose address is `data:`.
 */
export function reduceClipboard(source: string, options: { lang: string }): Reduced {
  const run = newRun({ lang: options.lang }, { classic: false, breaks: false });
  const { nodes, flat } = parseHtml(source);
  if (flat) note(run, 'nests_deep', 'The markup nests too deep: its words were kept as plain paragraphs');
  const { tidied, data } = tidyClipboard(nodes);
  const found = reduced(run, tidied, options.lang);
  for (const ref of found.refs) ref.src = data.get(ref.src) ?? ref.src;
  return found;
}

function newRun(options: ReduceOptions, reading: { classic: boolean; breaks: boolean }): Run {
  return {
    base: options.base ?? null,
    ...reading,
    children: options.children ?? [],
    footnotes: options.footnotes ?? [],
    reusable: options.reusable ?? (() => null),
    open: [],
    refs: [],
    notes: new Map(),
    nested: 0,
    footnotesDone: false,
    walk(nodes, flow, scope) {
      for (const node of nodes) step(this, node, flow, scope);
    },
  };
}

function reduced(run: Run, nodes: readonly HtmlNode[], lang: string): Reduced {
  const flow = new Flow(run);
  const scope: Scope = { marks: [], verbatim: false, lang };
  run.walk(nodes, flow, scope);
  flow.flush();
  if (!run.footnotesDone) footnotes(run, flow, scope);
  const notes = [...run.notes.values()];
  return { blocks: flow.blocks, refs: run.refs, notes };
}

const DROPPED = new Set([
  'script',
  'style',
  'template',
  'head',
  'meta',
  'link',
  'base',
  'title',
  'param',
  'source',
  'track',
  'col',
  'colgroup',
  'area',
  'noframes',
  'wbr',
  'bgsound',
]);
const CONTAINERS = new Set([
  'address',
  'article',
  'aside',
  'body',
  'button',
  'caption',
  'center',
  'dialog',
  'div',
  'dd',
  'fieldset',
  'figcaption',
  'footer',
  'form',
  'header',
  'hgroup',
  'html',
  'legend',
  'li',
  'main',
  'nav',
  'optgroup',
  'option',
  'p',
  'search',
  'section',
  'select',
  'summary',
  'tbody',
  'td',
  'textarea',
  'tfoot',
  'th',
  'thead',
  'tr',
]);
const MARKS: Record<string, Mark> = {
  b: { type: 'bold' },
  strong: { type: 'bold' },
  dt: { type: 'bold' },
  i: { type: 'italic' },
  em: { type: 'italic' },
  cite: { type: 'italic' },
  dfn: { type: 'italic' },
  var: { type: 'italic' },
  u: { type: 'underline' },
  ins: { type: 'underline' },
  s: { type: 'strike' },
  strike: { type: 'strike' },
  del: { type: 'strike' },
  code: { type: 'code' },
  kbd: { type: 'code' },
  samp: { type: 'code' },
  tt: { type: 'code' },
  sup: { type: 'superscript' },
  sub: { type: 'subscript' },
};

type Handler = (run: Run, element: HtmlElement, flow: Flow, scope: Scope) => void;

const HANDLERS: Record<string, Handler> = {
  h1: heading,
  h2: heading,
  h3: heading,
  h4: heading,
  h5: heading,
  h6: heading,
  ul: listOrLinks,
  ol: list,
  menu: list,
  dir: list,
  blockquote: (run, element, flow, scope) => {
    if (!postQuote(run, element, flow)) blockQuote(run, element, flow, scope);
  },
  figure,
  img: image,
  table,
  details,
  pre: (run, element, flow, scope) =>
    (hasClass(element, 'wp-block-verse') ? verse : code)(run, element, flow, scope),
  listing: code,
  xmp: code,
  plaintext: code,
  audio: (run, element, flow) => playerBlock(run, element, flow, ''),
  video: (run, element, flow) => playerBlock(run, element, flow, ''),
  iframe,
  embed: frame,
  object: frame,
  applet: frame,
  frame,
  'lw-shortcode': shortcode,
  hr: (_run, _element, flow) => flow.block({ type: 'divider', attrs: { id: '' } }),
  br: (_run, _element, flow) => flow.hardBreak(),
  dt: (run, element, flow, scope) => {
    flow.flush();
    run.walk(element.childNodes, flow, marked(element, scope));
    flow.flush();
  },
  q: (run, element, flow, scope) => {
    flow.text('“', scope);
    run.walk(element.childNodes, flow, scope);
    flow.text('”', scope);
  },
  rp: () => {},
  rt: (run, element, flow, scope) => {
    flow.text(' (', scope);
    run.walk(element.childNodes, flow, scope);
    flow.text(')', scope);
  },
  input: (run, element) => {
    if (attribute(element, 'type') !== 'hidden') note(run, 'form', 'A form was reduced to its words');
  },
  div: (run, element, flow, scope) => {
    if (hasClass(element, 'wp-block-file')) return fileBlock(run, element, flow, scope);
    coverPicture(run, element, flow);
    container(run, element, flow, scope);
  },
};

function step(run: Run, node: HtmlNode, flow: Flow, scope: Scope): void {
  if ('value' in node) return flow.text(node.value, scope);
  if ('data' in node) return readComment(run, node.data, flow, scope);
  if (!isElement(node)) return;
  if (DROPPED.has(node.tagName)) return dropped(run, node);
  const inner = withLanguage(node, scope);
  const handler = Object.hasOwn(HANDLERS, node.tagName) ? HANDLERS[node.tagName] : undefined;
  if (handler) return handler(run, node, flow, inner);
  if (CONTAINERS.has(node.tagName)) return container(run, node, flow, inner);
  run.walk(node.childNodes, flow, marked(node, inner, run.base));
}

function dropped(run: Run, element: HtmlElement): void {
  if (element.tagName === 'script') note(run, 'script', 'A script was dropped');
  if (element.tagName === 'style') note(run, 'style', 'A style sheet was dropped');
}

function container(run: Run, element: HtmlElement, flow: Flow, scope: Scope): void {
  flow.flush();
  run.walk(element.childNodes, flow, scope);
  flow.flush();
}

/** A document in an attribute is shown; what stands inside the element is for browsers without frames, or a lost end. */
function iframe(run: Run, element: HtmlElement, flow: Flow, scope: Scope): void {
  const shown = attribute(element, 'srcdoc');
  if (shown === '') frame(run, element, flow);
  const inside = element.childNodes.map((node) => ('value' in node ? node.value : '')).join('');
  const source = `${shown}${inside}`;
  if (source.trim() === '' || run.nested > 3) return;
  run.nested++;
  flow.flush();
  run.walk(parseHtml(source).nodes, flow, scope);
  flow.flush();
  run.nested--;
}

/** Social icons are a list whose items are comments. */
function listOrLinks(run: Run, element: HtmlElement, flow: Flow, scope: Scope): void {
  if (hasClass(element, 'wp-block-social-links')) container(run, element, flow, scope);
  else list(run, element, flow, scope);
}

/** Old cover blocks have their picture in a style alone. */
function coverPicture(run: Run, element: HtmlElement, flow: Flow): void {
  const block = run.open.at(-1);
  if (!hasClass(element, 'wp-block-cover') || block?.name !== 'cover') return;
  const style = attribute(element, 'style');
  if (!/background(?:-image)?\s*:[^;]*url\(/i.test(style)) return;
  const src = webAddress(textAttribute(block, 'url'), run.base) ?? '';
  const attachment = textAttribute(block, 'id') || null;
  if (src === '' && attachment === null) return;
  flow.block(mediaBlock(run, { kind: 'picture', src, attachment, alt: '', caption: '' }));
}

function withLanguage(element: HtmlElement, scope: Scope): Scope {
  const lang = (attribute(element, 'lang') || attribute(element, 'xml:lang')).trim();
  if (!/^[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8}){0,4}$/.test(lang) || sameLanguage(lang, scope.lang)) return scope;
  const others = scope.marks.filter((mark) => mark.type !== 'language');
  const tag = lang.replace(/^[A-Za-z]+/, (primary) => primary.toLowerCase());
  return { ...scope, lang, marks: [...others, { type: 'language', attrs: { lang: tag } }] };
}

function sameLanguage(a: string, b: string): boolean {
  return a.toLowerCase().split('-')[0] === b.toLowerCase().split('-')[0];
}

function marked(element: HtmlElement, scope: Scope, base: string | null = null): Scope {
  const found = [...marksOf(element, base)].filter(
    (mark) => !scope.marks.some((other) => other.type === mark.type),
  );
  return found.length === 0 ? scope : { ...scope, marks: [...scope.marks, ...found] };
}

function* marksOf(element: HtmlElement, base: string | null): Generator<Mark> {
  const mark = Object.hasOwn(MARKS, element.tagName) ? MARKS[element.tagName] : undefined;
  if (mark) yield mark;
  if (element.tagName === 'a') {
    const href = linkAddress(attribute(element, 'href'), base);
    if (href) yield link(href);
  }
  const style = attribute(element, 'style');
  if (style === '' || mark) return;
  if (/font-weight\s*:\s*(?:bold|[6-9]00)/i.test(style)) yield { type: 'bold' };
  if (/font-style\s*:\s*italic/i.test(style)) yield { type: 'italic' };
  if (/text-decoration[^;]*:\s*[^;]*underline/i.test(style)) yield { type: 'underline' };
  if (/text-decoration[^;]*:\s*[^;]*line-through/i.test(style)) yield { type: 'strike' };
}
