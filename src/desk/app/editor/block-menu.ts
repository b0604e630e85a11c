import { Plugin, PluginKey } from '@tiptap/pm/state';
import type { EditorState } from '@tiptap/pm/state';

/** A `/` that someone typed at the start of a paragraph, with what follows it. */
export type Slash = { from: number; to: number; query: string };

export type SlashState = { open: Slash | null; closedAt: number | null };

const key = new PluginKey<SlashState>('slash');
const NONE: SlashState = { open: null, closedAt: null };

function slashAt(state: EditorState): Slash | null {
  const { $from, empty } = state.selection;
  if (!empty || $from.parent.type.name !== 'paragraph' || $from.parent.content.size > 30) return null;
  const found = /^\/(\S{0,24})$/u.exec($from.parent.textContent);
  if (found === null || $from.parentOffset === 0) return null;
  return { from: $from.start(), to: $from.end(), query: found[1] ?? '' };
}

export function slashOf(state: EditorState): Slash | null {
  return key.getState(state)?.open ?? null;
}

/** Keys of the open menu; true: it took the key. */
export type MenuKeys = (name: 'ArrowDown' | 'ArrowUp' | 'Enter' | 'Tab') => boolean;

export function slashMenu(onKey: MenuKeys): Plugin<SlashState> {
  return new Plugin<SlashState>({
    key,
    state: {
      init: () => NONE,
      apply(tr, before, _old, state) {
        if (tr.getMeta(key) === 'close') return { open: null, closedAt: state.selection.$from.start() };
        const found = slashAt(state);
        if (found === null) return before === NONE ? before : NONE;
        // One that was closed stays closed until its paragraph is left or emptied.
        if (before.closedAt === found.from) return before;
        return { open: found, closedAt: null };
      },
    },
    props: {
      handleKeyDown(view, event) {
        if (slashOf(view.state) === null || event.isComposing) return false;
        if (event.key === 'Escape') {
          view.dispatch(view.state.tr.setMeta(key, 'close'));
          return true;
        }
        const { key: name } = event;
        if (name !== 'ArrowDown' && name !== 'ArrowUp' && name !== 'Enter' && name !== 'Tab') return false;
        return onKey(name);
      },
    },
  });
}
