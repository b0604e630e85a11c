import { NodeSelection, Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

/** The block under the pointer, and where it stands on the screen. */
export type Hovered = { position: number; top: number } | null;

/** The position of the block that an element of the editor belongs to: an item of a list, or an outermost block. */
export function blockAt(view: EditorView, target: Element): number | null {
  let element: Element | null = target;
  while (element !== null && element !== view.dom) {
    const parent: Element | null = element.parentElement;
    const isItem = element.tagName === 'LI';
    if ((isItem || parent === view.dom) && element.hasAttribute('data-node')) {
      const inside = view.posAtDOM(element, 0);
      const $inside = view.state.doc.resolve(inside);
      const node = view.state.doc.nodeAt(inside);
      if (node?.isAtom === true && view.nodeDOM(inside) === element) return inside;
      for (let depth = $inside.depth; depth > 0; depth -= 1) {
        if (view.nodeDOM($inside.before(depth)) === element) return $inside.before(depth);
      }
      return view.nodeDOM(inside) === element ? inside : null;
    }
    element = parent;
  }
  return null;
}

/** Tells which block the pointer is over, so that a handle can stand beside it. */
export function hoverBlocks(onHover: (hovered: Hovered) => void): Plugin {
  let last: number | null = null;
  return new Plugin({
    props: {
      handleDOMEvents: {
        mousemove(view, event) {
          if (event.buttons !== 0 || !(event.target instanceof Element)) return false;
          const position = blockAt(view, event.target);
          if (position === null || position === last) return false;
          last = position;
          const dom = view.nodeDOM(position);
          if (dom instanceof HTMLElement) {
            const top = dom.getBoundingClientRect().top - view.dom.getBoundingClientRect().top;
            onHover({ position, top });
          }
          return false;
        },
        keydown() {
          if (last !== null) onHover(null);
          last = null;
          return false;
        },
      },
    },
  });
}

/** Begins to drag a block by its handle. */
export function dragBlock(view: EditorView, position: number, data: DataTransfer): void {
  const { state } = view;
  if (state.doc.nodeAt(position) === null) return;
  view.dispatch(state.tr.setSelection(NodeSelection.create(state.doc, position)));
  const slice = view.state.selection.content();
  const { dom, text } = view.serializeForClipboard(slice);
  data.clearData();
  data.setData('text/html', dom.innerHTML);
  data.setData('text/plain', text);
  data.effectAllowed = 'copyMove';
  const element = view.nodeDOM(position);
  if (element instanceof HTMLElement) data.setDragImage(element, 0, 0);
  view.dragging = { slice, move: true };
}
