import type { Node, Schema } from '@tiptap/pm/model';
import type { Command } from '@tiptap/pm/state';
import type { EditorWords } from '../languages/editor/en.ts';
import { insertBlock, nodeType, toggleList, toggleQuote, turnInto } from './commands.ts';

/** What the block menus offer. `ask`: something must be known first, and the part around the text asks for it. */
export type Offer =
  | { id: string; name: (words: EditorWords) => string; signs: string; command: Command }
  | {
      id: string;
      name: (words: EditorWords) => string;
      signs: string;
      ask: 'picture' | 'gallery' | 'attachment' | 'audio' | 'embed';
    };

function table(schema: Schema): Node {
  const cell = (header: boolean): Node =>
    nodeType(schema, 'tableCell').create({ header }, nodeType(schema, 'paragraph').create());
  const row = (header: boolean): Node =>
    nodeType(schema, 'tableRow').create(null, [cell(header), cell(header), cell(header)]);
  return nodeType(schema, 'table').create(null, [row(true), row(false), row(false)]);
}

function inserted(make: (schema: Schema) => Node): Command {
  return (state, dispatch) => insertBlock(make(state.schema))(state, dispatch);
}

function filled(name: string): Command {
  return inserted((schema) => {
    const node = nodeType(schema, name).createAndFill();
    if (node === null) throw new Error(`The node "${name}" cannot stand empty`);
    return node;
  });
}

export const OFFERS: readonly Offer[] = [
  { id: 'paragraph', name: (words) => words.blocks.paragraph, signs: '', command: turnInto('paragraph') },
  {
    id: 'heading2',
    name: (words) => words.acts.heading2,
    signs: '##',
    command: turnInto('heading', { level: 2 }),
  },
  {
    id: 'heading3',
    name: (words) => words.acts.heading3,
    signs: '###',
    command: turnInto('heading', { level: 3 }),
  },
  {
    id: 'heading4',
    name: (words) => words.acts.heading4,
    signs: '####',
    command: turnInto('heading', { level: 4 }),
  },
  {
    id: 'bulletList',
    name: (words) => words.blocks.bulletList,
    signs: '-',
    command: toggleList('bulletList'),
  },
  {
    id: 'orderedList',
    name: (words) => words.blocks.orderedList,
    signs: '1.',
    command: toggleList('orderedList'),
  },
  { id: 'blockQuote', name: (words) => words.blocks.blockQuote, signs: '>', command: toggleQuote },
  { id: 'pullQuote', name: (words) => words.blocks.pullQuote, signs: '', command: turnInto('pullQuote') },
  { id: 'picture', name: (words) => words.blocks.picture, signs: '', ask: 'picture' },
  { id: 'gallery', name: (words) => words.blocks.gallery, signs: '', ask: 'gallery' },
  { id: 'table', name: (words) => words.blocks.table, signs: '', command: inserted(table) },
  { id: 'factBox', name: (words) => words.blocks.factBox, signs: '', command: filled('factBox') },
  { id: 'embed', name: (words) => words.blocks.embed, signs: '', ask: 'embed' },
  { id: 'codeBlock', name: (words) => words.blocks.codeBlock, signs: '```', command: turnInto('codeBlock') },
  {
    id: 'divider',
    name: (words) => words.blocks.divider,
    signs: '---',
    command: inserted((schema) => nodeType(schema, 'divider').create()),
  },
  { id: 'attachment', name: (words) => words.blocks.attachment, signs: '', ask: 'attachment' },
  { id: 'audio', name: (words) => words.blocks.audio, signs: '', ask: 'audio' },
];

/** The offers that a few typed letters mean: by name in the interface's language, or by the name of the block. */
export function offersFor(query: string, words: EditorWords): readonly Offer[] {
  const wanted = query.toLocaleLowerCase();
  return OFFERS.filter(
    (offer) =>
      [offer.name(words), offer.id].some((name) =>
        name
          .toLocaleLowerCase()
          .split(/[\s\u200c-]+/)
          .some((word) => word.startsWith(wanted)),
      ) || offer.name(words).toLocaleLowerCase().startsWith(wanted),
  );
}
