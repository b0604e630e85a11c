import {
  chainCommands,
  createParagraphNear,
  deleteSelection,
  exitCode,
  joinBackward,
  joinForward,
  lift,
  liftEmptyBlock,
  newlineInCode,
  selectNodeBackward,
  selectNodeForward,
  setBlockType,
  splitBlock,
  toggleMark,
  wrapIn,
} from '@tiptap/pm/commands';
import { undoInputRule } from '@tiptap/pm/inputrules';
import type { Attrs, Node, NodeType, ResolvedPos, Schema } from '@tiptap/pm/model';
import { liftListItem, sinkListItem, splitListItem, wrapInList } from '@tiptap/pm/schema-list';
import { NodeSelection, Selection, TextSelection } from '@tiptap/pm/state';
import type { Command, EditorState } from '@tiptap/pm/state';

export function nodeType(schema: Schema, name: string): NodeType {
  const type = schema.nodes[name];
  if (type === undefined) throw new Error(`The schema lacks the node "${name}"`);
  return type;
}

/** The innermost node of one of these kinds around the caret, or the selected one. */
export function around(
  state: EditorState,
  names: readonly string[],
): { node: Node; position: number; depth: number } | null {
  const { selection } = state;
  if (selection instanceof NodeSelection && names.includes(selection.node.type.name)) {
    return { node: selection.node, position: selection.from, depth: selection.$from.depth + 1 };
  }
  const { $from } = selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (names.includes(node.type.name)) return { node, position: $from.before(depth), depth };
  }
  return null;
}

/** Turns text blocks into another kind. A block keeps its id: `blockIds` gives it back. */
export function turnInto(name: string, attrs: Attrs | null = null): Command {
  return (state, dispatch) => setBlockType(nodeType(state.schema, name), attrs)(state, dispatch);
}

/** As {@link turnInto}; a block that is this already becomes a paragraph. */
export function toggleBlock(name: string, attrs: Attrs | null = null): Command {
  return (state, dispatch) => {
    const parent = state.selection.$from.parent;
    const same =
      parent.type.name === name &&
      Object.entries(attrs ?? {}).every(([key, value]) => parent.attrs[key] === value);
    return turnInto(same ? 'paragraph' : name, same ? null : attrs)(state, dispatch);
  };
}

export function toggle(mark: string): Command {
  return (state, dispatch, view) => {
    const type = state.schema.marks[mark];
    return type === undefined ? false : toggleMark(type)(state, dispatch, view);
  };
}

export function toggleList(name: 'bulletList' | 'orderedList'): Command {
  return (state, dispatch, view) => {
    const type = nodeType(state.schema, name);
    const list = around(state, ['bulletList', 'orderedList']);
    if (list === null) {
      if (around(state, ['heading', 'pullQuote']) === null) return wrapInList(type)(state, dispatch);
      return turnInto('paragraph')(state, dispatch) && view !== undefined
        ? wrapInList(type)(view.state, dispatch)
        : true;
    }
    if (list.node.type === type) return liftListItem(nodeType(state.schema, 'listItem'))(state, dispatch);
    dispatch?.(state.tr.setNodeMarkup(list.position, type, { id: list.node.attrs['id'] as string }));
    return true;
  };
}

export const toggleQuote: Command = (state, dispatch) => {
  const quote = around(state, ['blockQuote']);
  if (quote === null) return wrapIn(nodeType(state.schema, 'blockQuote'))(state, dispatch);
  return lift(state, dispatch);
};

const hardBreak: Command = (state, dispatch) => {
  const type = nodeType(state.schema, 'hardBreak');
  if (!state.selection.$from.parent.type.contentMatch.matchType(type)) return false;
  dispatch?.(state.tr.replaceSelectionWith(type.create(), true).scrollIntoView());
  return true;
};

export const lineBreak: Command = chainCommands(exitCode, hardBreak);

/** An ordinary paragraph again, where Backspace is pressed at the start of a heading, a pull quote or empty code. */
const plainAtStart: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0) return false;
  if (!['heading', 'pullQuote', 'codeBlock'].includes($from.parent.type.name)) return false;
  if ($from.parent.type.name === 'codeBlock' && $from.parent.content.size > 0) return false;
  return turnInto('paragraph')(state, dispatch);
};

const liftAtStart: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.depth < 2) return false;
  if ($from.node(-1).type.name !== 'listItem' || $from.index(-1) > 0) return false;
  return liftListItem(nodeType(state.schema, 'listItem'))(state, dispatch);
};

export const backspace: Command = chainCommands(
  undoInputRule,
  deleteSelection,
  plainAtStart,
  liftAtStart,
  joinBackward,
  selectNodeBackward,
);

export const forwardDelete: Command = chainCommands(deleteSelection, joinForward, selectNodeForward);

export const enter: Command = (state, dispatch, view) => {
  const item = nodeType(state.schema, 'listItem');
  return chainCommands(
    fenced,
    newlineInCode,
    splitListItem(item),
    liftListOnEmpty,
    createParagraphNear,
    liftEmptyBlock,
    splitBlock,
  )(state, dispatch, view);
};

const liftListOnEmpty: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parent.content.size > 0 || $from.depth < 2) return false;
  if ($from.node(-1).type.name !== 'listItem') return false;
  return liftListItem(nodeType(state.schema, 'listItem'))(state, dispatch);
};

/** ```` ```js ```` and Enter begin a code block. */
const fenced: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const found = /^```([A-Za-z0-9+#._-]{0,40})$/.exec($from.parent.textContent);
  if (!empty || found === null || $from.parent.type.name !== 'paragraph') return false;
  const type = nodeType(state.schema, 'codeBlock');
  const index = $from.index(-1);
  if (!$from.node(-1).canReplaceWith(index, index + 1, type)) return false;
  const [from, to] = [$from.start(), $from.end()];
  dispatch?.(state.tr.delete(from, to).setBlockType(from, from, type, { language: found[1] ?? '' }));
  return true;
};

export const sink: Command = (state, dispatch) =>
  sinkListItem(nodeType(state.schema, 'listItem'))(state, dispatch);
export const raise: Command = (state, dispatch) =>
  liftListItem(nodeType(state.schema, 'listItem'))(state, dispatch);

/** The block that a hand would take hold of: an item of a list, else a block of the body or of a box. */
export function movable($position: ResolvedPos): { depth: number } | null {
  for (let depth = $position.depth; depth > 0; depth -= 1) {
    const parent = $position.node(depth - 1).type.name;
    if (['doc', 'factBox', 'bulletList', 'orderedList', 'gallery'].includes(parent)) return { depth };
  }
  return null;
}

/** Moves the block at the caret past its neighbour. */
export function moveBlock(by: -1 | 1): Command {
  return (state, dispatch) => {
    const { selection } = state;
    const selected = selection instanceof NodeSelection && selection.node.isBlock;
    const $from = selection.$from;
    const depth = selected ? $from.depth + 1 : movable($from)?.depth;
    if (depth === undefined) return false;
    const parent = $from.node(depth - 1);
    const index = $from.index(depth - 1);
    const other = index + by;
    if (other < 0 || other >= parent.childCount) return false;
    const start = selected ? selection.from : $from.before(depth);
    const node = parent.child(index);
    const neighbour = parent.child(other);
    const moved = by === -1 ? start - neighbour.nodeSize : start + neighbour.nodeSize;
    const tr = state.tr.delete(start, start + node.nodeSize).insert(moved, node);
    const at = moved + (selection.from - start);
    tr.setSelection(selected ? NodeSelection.create(tr.doc, moved) : TextSelection.near(tr.doc.resolve(at)));
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

/**
 * Puts a block where the caret is: in the place of an empty paragraph, else after the block of the caret. The caret
 * goes into it, or selects it.
 */
export function insertBlock(node: Node): Command {
  return (state, dispatch) => {
    const { $from } = state.selection;
    for (let depth = $from.depth; depth > 0; depth -= 1) {
      const parent = $from.node(depth - 1);
      const index = $from.index(depth - 1);
      const empty = $from.node(depth).type.name === 'paragraph' && $from.node(depth).content.size === 0;
      const [from, to] = empty ? [index, index + 1] : [index + 1, index + 1];
      if (!parent.canReplaceWith(from, to, node.type)) continue;
      const start = empty ? $from.before(depth) : $from.after(depth);
      const tr = state.tr.replaceWith(start, empty ? $from.after(depth) : start, node);
      dispatch?.(settle(tr, start, node).scrollIntoView());
      return true;
    }
    const end = state.doc.content.size;
    if ($from.depth > 0) return false;
    const tr = state.tr.insert(state.selection.to === 0 ? end : state.selection.to, node);
    dispatch?.(settle(tr, state.selection.to, node).scrollIntoView());
    return true;
  };
}

function settle(tr: EditorState['tr'], start: number, node: Node): EditorState['tr'] {
  const paragraph = nodeType(node.type.schema, 'paragraph');
  const after = start + node.nodeSize;
  const $after = tr.doc.resolve(after);
  if (
    node.isLeaf &&
    $after.nodeAfter === null &&
    $after.parent.canReplaceWith($after.index(), $after.index(), paragraph)
  )
    tr.insert(after, paragraph.create());
  if (node.isLeaf && node.type.spec.selectable !== false && node.type.name !== 'divider') {
    return tr.setSelection(NodeSelection.create(tr.doc, start));
  }
  return tr.setSelection(Selection.near(tr.doc.resolve(node.isLeaf ? after : start + 1)));
}
