import { readBlockComment, textAttribute } from './comments.ts';
import { linkLine } from './figures.ts';
import { type Flow, note, paragraph, type Run, type Scope } from './flow.ts';
import { parseSource } from './source.ts';
import { blocksOf } from './structures.ts';
import { parseHtml } from './tree.ts';

/** Blocks that stand for a place on the page, or for space, and never held words. */
const SILENT = new Set([
  'spacer',
  'shortcode',
  'paragraph',
  'more',
  'nextpage',
  'html',
  'freeform',
  'list-item',
  'column',
  'group',
  'image',
  'heading',
]);

/** A comment in the text: block markup, `<!--more-->`, `<!--nextpage-->`, or nothing that matters. */
export function readComment(run: Run, text: string, flow: Flow, scope: Scope): void {
  const block = readBlockComment(text);
  if (!block) {
    if (/^more\b/.test(text)) flow.flush();
    if (/^nextpage\b/.test(text)) {
      note(run, 'pages_joined', 'Pages of one item were joined');
      flow.flush();
    }
    return;
  }
  if (block.kind === 'open') run.open.push(block);
  else if (block.kind === 'close') {
    const at = run.open.findLastIndex((open) => open.name === block.name);
    if (at !== -1) run.open.length = at;
  } else whole(run, block.name, (name) => textAttribute(block, name), flow, scope);
}

function whole(run: Run, name: string, get: (name: string) => string, flow: Flow, scope: Scope): void {
  if (name === 'footnotes') return footnotes(run, flow, scope);
  if (name === 'block') return reusable(run, get('ref'), flow, scope);
  if (name === 'social-link' || /^navigation-(?:link|submenu)$/.test(name)) {
    const line = linkLine(get('url'), get('label') || capital(get('service')), run.base);
    if (line) flow.block(line);
    return;
  }
  if (name === 'embed' || name.startsWith('core-embed/')) {
    const line = linkLine(get('url'), get('caption'), run.base);
    if (line) flow.block(line);
    return;
  }
  if (!SILENT.has(name))
    note(
      run,
      'block_made',
      `The block "${name}" shows what the site makes and holds nothing of its own`,
      name,
    );
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function reusable(run: Run, id: string, flow: Flow, scope: Scope): void {
  const source = run.nested < 3 ? run.reusable(id) : null;
  if (source === null)
    return note(run, 'reusable_missing', `The reusable block ${id} is not in the archive`, id);
  run.nested++;
  const before = run.open;
  run.open = [];
  flow.flush();
  run.walk(parseSource(run, source), flow, scope);
  flow.flush();
  run.open = before;
  run.nested--;
}

/** Footnotes stand where their block is, or at the end. */
export function footnotes(run: Run, flow: Flow, scope: Scope): void {
  if (run.footnotes.length === 0 || run.footnotesDone) return;
  run.footnotesDone = true;
  const items = run.footnotes.flatMap((footnote) => {
    const blocks = blocksOf(run, parseHtml(footnote.html).nodes, scope);
    const lines = blocks.filter((block) => block.type === 'paragraph');
    return [
      { type: 'listItem' as const, attrs: { id: '' }, content: lines.length > 0 ? lines : [paragraph([])] },
    ];
  });
  flow.block(
    { type: 'divider', attrs: { id: '' } },
    { type: 'orderedList', attrs: { id: '', start: 1 }, content: items },
  );
}
