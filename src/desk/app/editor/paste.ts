import { Plugin, Selection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { cleanLines } from '#body';
import { NODE_NAME } from './dom.ts';
import { insertSlice } from './insert.ts';

export type PasteOptions = {
  lang: string;
  /** Takes files that were pasted or dropped; `position` is where they belong. */
  onFiles: (view: EditorView, files: File[], position: number) => void;
  /** Hears what people should know: `tooLarge`, `failed`, or how many pictures stayed behind. */
  onTrouble: (trouble: 'tooLarge' | 'failed' | { pictures: number }) => void;
};

const readers = () => import('./paste-text.ts');

function filesOf(data: DataTransfer | null): File[] {
  return data === null ? [] : [...data.files];
}

/**
 * What people paste and drop. Our own text comes back as it was; HTML of other programs is reduced to the schema,
 * Markdown is read, plain text becomes paragraphs. The readers are fetched when the editor is first entered.
 */
export function pasting(options: PasteOptions): Plugin {
  const take = async (view: EditorView, html: string, text: string): Promise<void> => {
    const { blocksOfClipboard } = await readers();
    const found = blocksOfClipboard(html, text, options.lang);
    if (view.isDestroyed) return;
    const { insertBlocks } = await import('./insert.ts');
    if (found.blocks.length > 0) {
      const tr = insertBlocks(view.state, found.blocks);
      view.dispatch(tr.scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'));
    }
    if (found.trouble !== null) options.onTrouble(found.trouble);
    if (found.files.length > 0) options.onFiles(view, found.files, view.state.selection.to);
    if (found.missing > 0) options.onTrouble({ pictures: found.missing });
  };
  let plain = false;
  const takeClipboard = (view: EditorView, data: DataTransfer, asPlain: boolean): boolean => {
    const html = asPlain ? '' : data.getData('text/html');
    const text = data.getData('text/plain');
    const files = filesOf(data);
    if (files.length > 0 && text === '' && (html === '' || isPictureAlone(html))) {
      options.onFiles(view, files, view.state.selection.to);
      return true;
    }
    if (html.includes(`${NODE_NAME}=`) || (html === '' && text === '')) return false;
    if (view.state.selection.$from.parent.type.spec.code === true && text !== '') {
      view.dispatch(view.state.tr.insertText(cleanLines(text)).scrollIntoView());
      return true;
    }
    void take(view, html, asPlain ? plainly(text) : text);
    return true;
  };
  return new Plugin({
    props: {
      handleDOMEvents: {
        focus: () => {
          void readers();
          return false;
        },
        // Before ProseMirror parses it: of what others wrote, no element is ever made.
        paste(view, event) {
          if (!view.editable || event.clipboardData === null) return false;
          const taken = takeClipboard(view, event.clipboardData, plain);
          plain = false;
          if (taken) event.preventDefault();
          return taken;
        },
      },
      handleKeyDown(_view, event) {
        plain = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'v';
        return false;
      },
      handlePaste(view, _event, slice) {
        view.dispatch(insertSlice(view.state, slice).scrollIntoView().setMeta('paste', true));
        return true;
      },
      handleDrop(view, event, slice, moved) {
        if (moved || !view.editable) return false;
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
        const files = filesOf(event.dataTransfer);
        if (files.length > 0) {
          event.preventDefault();
          options.onFiles(view, files, at?.pos ?? view.state.doc.content.size);
          return true;
        }
        const html = event.dataTransfer?.getData('text/html') ?? '';
        const text = event.dataTransfer?.getData('text/plain') ?? '';
        if (html.includes(`${NODE_NAME}=`) || (html === '' && text === '') || slice === null) return false;
        event.preventDefault();
        if (at !== null) placeCaret(view, at.pos);
        void take(view, html, text);
        return true;
      },
    },
  });
}

/** A sign that no text holds tells the reader to take nothing for Markdown. */
const PLAINLY = '\u0000';

function plainly(text: string): string {
  return PLAINLY + text;
}

/** A picture copied from a page comes as HTML that holds the picture alone, with its bytes beside it. */
function isPictureAlone(html: string): boolean {
  return /<img\b/i.test(html) && html.replace(/<[^>]*>/g, '').trim() === '';
}

function placeCaret(view: EditorView, position: number): void {
  view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(position))));
}
