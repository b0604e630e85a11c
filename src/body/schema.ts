import { Schema } from 'prosemirror-model';
import type { AttributeSpec, MarkSpec, NodeSpec } from 'prosemirror-model';
import { MARK_ATTRIBUTES, NODE_ATTRIBUTES } from './attributes.ts';
import type { Attribute, MarkName, NodeName } from './attributes.ts';

function specOf(attributes: Record<string, Attribute<unknown>>): Record<string, AttributeSpec> {
  const specs: Record<string, AttributeSpec> = {};
  for (const [name, { initial, wrong }] of Object.entries(attributes)) {
    const validate = (value: unknown): void => {
      const reason = wrong(value);
      if (reason !== null) throw new RangeError(`Attribute "${name}" ${reason}`);
    };
    specs[name] = { default: initial, validate };
  }
  return specs;
}

const TEXT_AND_LISTS = '(paragraph | bulletList | orderedList)';

const content: Record<NodeName, Omit<NodeSpec, 'attrs'>> = {
  doc: { content: 'block+' },
  paragraph: { content: 'inline*', group: 'block' },
  heading: { content: 'inline*', group: 'block', defining: true },
  bulletList: { content: 'listItem+', group: 'block' },
  orderedList: { content: 'listItem+', group: 'block' },
  listItem: { content: `paragraph ${TEXT_AND_LISTS}*`, defining: true },
  blockQuote: { content: `${TEXT_AND_LISTS}+`, group: 'block', defining: true },
  pullQuote: { content: 'inline*', group: 'block', defining: true },
  picture: { group: 'block', atom: true, draggable: true },
  gallery: { content: 'picture+', group: 'block', isolating: true },
  table: { content: 'tableRow+', group: 'block', isolating: true },
  tableRow: { content: 'tableCell+' },
  tableCell: { content: 'paragraph+', isolating: true },
  embed: { group: 'block', atom: true },
  codeBlock: { content: 'text*', marks: '', group: 'block', code: true, defining: true },
  divider: { group: 'block' },
  factBox: {
    content: '(paragraph | heading | bulletList | orderedList | picture | table)+',
    group: 'block',
    isolating: true,
  },
  attachment: { group: 'block', atom: true },
  audio: { group: 'block', atom: true },
  text: { group: 'inline' },
  hardBreak: { group: 'inline', inline: true, selectable: false },
};

const nodes = Object.fromEntries(
  Object.entries(NODE_ATTRIBUTES).map(([name, attributes]) => [
    name,
    { ...content[name as NodeName], attrs: specOf(attributes) },
  ]),
) as Record<NodeName, NodeSpec>;

const marks = Object.fromEntries(
  Object.entries(MARK_ATTRIBUTES).map(([name, attributes]) => [
    name,
    { attrs: specOf(attributes), inclusive: name !== 'link' },
  ]),
) as Record<MarkName, MarkSpec>;

/**
 * The ProseMirror schema of a body. It accepts what `doc.ts` describes and nothing else; a new node starts with
 * an empty block id, which `withIds` fills before the body is saved.
 */
export const schema: Schema<NodeName, MarkName> = new Schema({ nodes, marks, topNode: 'doc' });
