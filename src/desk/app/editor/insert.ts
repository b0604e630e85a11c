import { Fragment, Slice } from '@tiptap/pm/model';
import type { Node, ResolvedPos } from '@tiptap/pm/model';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import { cleanBody, fitInto } from '#body';
import type { Block } from '#body';

type Place = Parameters<typeof fitInto>[0];

function placeOf($at: ResolvedPos): Place {
  for (let depth = $at.depth; depth > 0; depth -= 1) {
    const name = $at.node(depth).type.name;
    if (name === 'tableCell') return 'cell';
    if (name === 'listItem' || name === 'blockQuote') return 'lines';
    if (name === 'factBox') return 'box';
  }
  return 'body';
}

/** The characters of a text that a reader would miss, so that two texts can be compared by what they say. */
function weight(node: Node | Fragment): number {
  let count = 0;
  const read = (child: Node): void => {
    if (child.isText) count += (child.text ?? '').length;
    else if (child.isAtom) count += 1;
  };
  node.descendants((child) => {
    read(child);
    return true;
  });
  return count;
}

/** Blocks of a body as nodes of the editor. Their ids are empty: `blockIds` names them. */
export function nodesOf(state: EditorState, blocks: readonly Block[]): Node[] {
  const { content } = cleanBody({ type: 'doc', content: [...blocks] });
  return content.map((block) => nodeOf(state, block));
}

/** As `Node.fromJSON`, which would refuse the empty ids that new blocks have: left out, they are the schema's own. */
function nodeOf(state: EditorState, json: object): Node {
  const { type, attrs, content, marks, text } = json as {
    type: string;
    attrs?: Record<string, unknown>;
    content?: object[];
    marks?: { type: string; attrs?: Record<string, unknown> }[];
    text?: string;
  };
  const set = marks?.map((mark) => state.schema.mark(mark.type, mark.attrs ?? null));
  if (type === 'text') return state.schema.text(text ?? '', set);
  const { id, ...rest } = attrs ?? {};
  return state.schema.node(
    type,
    id === undefined || id === '' ? rest : { ...rest, id },
    content?.map((child) => nodeOf(state, child)),
    set,
  );
}

/**
 * Puts blocks in the place of the selection, in the shape that the place takes. What it cannot take stands after the
 * outermost block; nothing of the text is lost.
 */
export function insertBlocks(state: EditorState, blocks: readonly Block[]): Transaction {
  const { $from } = state.selection;
  if ($from.parent.type.spec.code === true) {
    return state.tr.replaceSelectionWith(state.schema.text(wordsOf(nodesOf(state, blocks)) || ' '), false);
  }
  const { fits, rest } = fitInto(placeOf($from), blocks);
  const nodes = nodesOf(state, fits);
  const [only] = nodes;
  const inline = nodes.length === 1 && only?.type.name === 'paragraph';
  const open = inline ? 1 : 0;
  const tr = insertSlice(state, new Slice(Fragment.from(nodes), open, open));
  return rest.length === 0 ? tr : afterBlock(tr, nodesOf(state, rest));
}

function wordsOf(nodes: readonly Node[]): string {
  return nodes.map((node) => node.textBetween(0, node.content.size, '\n', '\n')).join('\n');
}

/** As `replaceSelection`; where the place would swallow a part of the slice, all of it stands after the block. */
export function insertSlice(state: EditorState, slice: Slice): Transaction {
  const kept = weight(state.doc) - weight(state.doc.slice(state.selection.from, state.selection.to).content);
  const tr = state.tr.replaceSelection(slice);
  if (weight(tr.doc) >= kept + weight(slice.content) && isSound(tr.doc)) return tr;
  const nodes: Node[] = [];
  slice.content.forEach((node) => nodes.push(whole(node)));
  return afterBlock(state.tr.deleteSelection(), nodes);
}

function isSound(doc: Node): boolean {
  let sound = true;
  doc.descendants((node) => {
    if (!node.isTextblock && !node.isLeaf && !node.type.validContent(node.content)) sound = false;
    return sound && !node.isTextblock;
  });
  return sound;
}

/** A block of its own from a part of one, as the ends of a copied passage are. */
function whole(node: Node): Node {
  const { paragraph } = node.type.schema.nodes;
  if (paragraph === undefined) throw new Error('The schema lacks the paragraph');
  if (node.isText || node.isInline) return paragraph.create(null, node);
  if (node.type.name === 'listItem') return node.type.schema.node('bulletList', null, node);
  if (node.type.name === 'tableRow') return node.type.schema.node('table', null, node);
  if (node.type.name === 'tableCell')
    return node.type.schema.node('table', null, node.type.schema.node('tableRow', null, node));
  return node;
}

function afterBlock(tr: Transaction, nodes: readonly Node[]): Transaction {
  const $to = tr.selection.$to;
  const at = $to.depth === 0 ? $to.pos : $to.after(1);
  return tr.insert(at, [...nodes]);
}
