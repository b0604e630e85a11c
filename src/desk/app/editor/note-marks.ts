import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state';
import type { EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { EditorView } from '@tiptap/pm/view';
import { anchor, resolveAnchor } from '#body';
import type { Anchor } from '#body';
import { bodyOf } from './body-json.ts';
import type { PassageNote } from './story-draft.ts';

/*
 * Notes of colleagues, shown on the passages they speak of and never part of the body. Their places move with the
 * text while someone writes; from one sitting to the next the anchor finds them again.
 */

const key = new PluginKey<DecorationSet>('notes');

function textBlocks(doc: Node): Map<string, { node: Node; position: number }> {
  const found = new Map<string, { node: Node; position: number }>();
  doc.descendants((node, position) => {
    if (node.isTextblock) found.set(String(node.attrs['id']), { node, position });
    return !node.isTextblock;
  });
  return found;
}

function marksOf(state: EditorState, notes: readonly PassageNote[]): DecorationSet {
  const open = notes.filter((note) => !note.resolved);
  if (open.length === 0) return DecorationSet.empty;
  const body = bodyOf(state.doc);
  const blocks = textBlocks(state.doc);
  const marks = open.flatMap((note) => {
    const place = resolveAnchor(body, note.anchor);
    const block = place === null ? undefined : blocks.get(place.blockId);
    if (place === null || block === undefined) return [];
    const from = block.position + 1 + place.start;
    const to = Math.min(block.position + 1 + place.end, block.position + 1 + block.node.content.size);
    if (from >= to) return [];
    return [Decoration.inline(from, to, { class: 'note', 'data-note': note.id }, { id: note.id })];
  });
  return DecorationSet.create(state.doc, marks);
}

export function noteMarks(onOpen: (id: string) => void): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, set, _before, state) {
        const notes = tr.getMeta(key) as readonly PassageNote[] | undefined;
        return notes === undefined ? set.map(tr.mapping, tr.doc) : marksOf(state, notes);
      },
    },
    props: {
      decorations: (state) => key.getState(state),
      handleClick(_view, _position, event) {
        const target = event.target instanceof Element ? event.target.closest('[data-note]') : null;
        if (target !== null) onOpen(target.getAttribute('data-note') ?? '');
        return false;
      },
    },
  });
}

export function showNotes(view: EditorView, notes: readonly PassageNote[]): void {
  view.dispatch(view.state.tr.setMeta(key, notes).setMeta('addToHistory', false));
}

/** Where the open notes stand, by id, in the order of the text. */
export function noteIds(state: EditorState): string[] {
  const found = key.getState(state)?.find() ?? [];
  return found.toSorted((a, b) => a.from - b.from).map((one) => String(one.spec['id']));
}

export function goToNote(view: EditorView, id: string): boolean {
  const [found] = key.getState(view.state)?.find(undefined, undefined, (spec) => spec['id'] === id) ?? [];
  if (found === undefined) return false;
  const tr = view.state.tr;
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, found.from, found.to)).scrollIntoView());
  return true;
}

/** The anchor of the chosen passage, as far as it lies in its first block; null where nothing is chosen. */
export function chosenPassage(state: EditorState): Anchor | null {
  const { $from, from, to, empty } = state.selection;
  if (empty || !$from.parent.isTextblock) return null;
  const start = $from.parentOffset;
  const end = Math.min(start + (to - from), $from.parent.content.size);
  const id = String($from.parent.attrs['id']);
  return end > start ? anchor(bodyOf(state.doc), id, start, end) : null;
}
