import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { AllSelection, NodeSelection, TextSelection } from '@tiptap/pm/state';
import type { Selection } from '@tiptap/pm/state';
import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  mergeCells,
  splitCell,
} from '@tiptap/pm/tables';
import type { EditorView } from '@tiptap/pm/view';
import { parseBody } from '#body';
import { OFFERS } from '../blocks.ts';
import { toggle } from '../commands.ts';
import { toggleHeader } from '../TableBar.tsx';

/*
 * Whatever anybody does: keys, words, clipboards and commands in random order at random places, as events of the
 * real editor. After each of them the body must pass the border that everything stored passes.
 */

const MOST = 3_000;

export type StormFault = { step: number; what: string; error: string } | null;

const KEYS: readonly [key: string, held?: string][] = [
  ['Enter'],
  ['Enter'],
  ['Backspace'],
  ['Backspace'],
  ['Delete'],
  ['Tab'],
  ['Tab', 'shift'],
  ['Enter', 'shift'],
  ['ArrowUp', 'alt'],
  ['ArrowDown', 'alt'],
  ['z', 'ctrl'],
  ['z', 'ctrl'],
  ['y', 'ctrl'],
  ['a', 'ctrl'],
  ['b', 'ctrl'],
  ['2', 'ctrl alt'],
  ['0', 'ctrl alt'],
  ['7', 'ctrl shift'],
  ['8', 'ctrl shift'],
  ['9', 'ctrl shift'],
];

const TYPED = [
  'a',
  'слово ',
  'می‌خواهد ',
  '"',
  "'",
  ' - ',
  '--',
  '# ',
  '- ',
  '1. ',
  '> ',
  '---',
  '``` ',
  '**b**',
  '👩‍👩‍👧',
  '\u00a0',
  '/',
];

const CLIPS = [
  '<p>onefish</p><p>twofish</p>',
  '<h1>Headfish</h1><ul><li>alpha<ul><li>beta</ul><li>gamma</ul>',
  '<table><tr><th>Atlas<td>Basil<tr><td colspan=2>Cedar</table>',
  '<blockquote><p>saidfish</p><cite>whofish</cite></blockquote><hr><pre>xerox\nyacht</pre>',
  '<b>bold</b> <a href="https://example.org/">link</a>',
  '<ol start="4"><li><p>xylem</p><h2>yarrow</h2></li></ol>',
  '<details><summary>Sumac</summary><p>thyme</p></details><p>afterfish</p>',
];

function seeded(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('Nothing to pick from');
  return item;
}

function randomSelection(doc: Node, random: () => number): Selection {
  const at = () => doc.resolve(Math.floor(random() * (doc.content.size + 1)));
  const kind = random();
  if (kind < 0.05) return new AllSelection(doc);
  if (kind < 0.25) {
    const blocks: number[] = [];
    doc.descendants((node, position) => {
      if (!node.isText && NodeSelection.isSelectable(node)) blocks.push(position);
    });
    return NodeSelection.create(doc, pick(blocks, random));
  }
  const $from = at();
  return kind < 0.6 ? TextSelection.near($from) : TextSelection.between($from, at());
}

function pressed(view: EditorView, [key, held = '']: readonly [string, string?]): void {
  const event = new KeyboardEvent('keydown', {
    key,
    ctrlKey: held.includes('ctrl'),
    altKey: held.includes('alt'),
    shiftKey: held.includes('shift'),
    bubbles: true,
    cancelable: true,
  });
  view.dom.dispatchEvent(event);
  if (event.defaultPrevented || held !== '') return;
  // What the browser itself does with a key that the editor leaves to it.
  if (key === 'Backspace') document.execCommand('delete');
  if (key === 'Delete') document.execCommand('forwardDelete');
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function wordsOf(html: string): string[] {
  return html
    .replace(/<[^>]*>/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** No word of what was pasted may be missing, wherever it was pasted. */
async function lookFor(view: EditorView, html: string): Promise<void> {
  const lost = () => {
    const all = JSON.stringify(view.state.doc.toJSON());
    return wordsOf(html).filter((word) => !all.includes(word));
  };
  for (let turn = 0; turn < 100 && lost().length > 0; turn += 1) await sleep(10);
  if (lost().length > 0)
    throw new Error(`Lost in pasting: ${lost().join(', ')} in ${JSON.stringify(view.state.doc.toJSON())}`);
}

function pasted(view: EditorView, html: string): void {
  const transfer = new DataTransfer();
  transfer.setData('text/html', html);
  transfer.setData('text/plain', wordsOf(html).join(' '));
  view.dom.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }),
  );
}

/** Copies the selection as the browser would, and pastes it somewhere else. */
function copied(view: EditorView, cut: boolean, random: () => number): void {
  const { dom } = view.serializeForClipboard(view.state.selection.content());
  if (cut) view.dispatch(view.state.tr.deleteSelection());
  view.dispatch(view.state.tr.setSelection(randomSelection(view.state.doc, random)));
  pasted(view, dom.innerHTML);
}

async function act(view: EditorView, random: () => number): Promise<string> {
  // What was copied onto itself a few times is as long as a book, and slow.
  if (view.state.doc.content.size > MOST) view.dispatch(view.state.tr.delete(0, view.state.doc.content.size));
  const kind = random();
  if (kind < 0.3) view.dispatch(view.state.tr.setSelection(randomSelection(view.state.doc, random)));
  view.focus();
  const what = random();
  if (what < 0.35) {
    const key = pick(KEYS, random);
    pressed(view, key);
    return `key ${key.join(' ')}`;
  }
  if (what < 0.65) {
    const text = pick(TYPED, random);
    for (const sign of text) document.execCommand('insertText', false, sign);
    return `type ${text}`;
  }
  if (what < 0.75) {
    const html = pick(CLIPS, random);
    pasted(view, html);
    // The readers of the clipboard answer in a later turn.
    await sleep(5);
    await lookFor(view, html);
    return `paste ${html}`;
  }
  if (what < 0.83) {
    const cut = random() < 0.5;
    copied(view, cut, random);
    return cut ? 'cut and paste' : 'copy and paste';
  }
  if (what < 0.93) {
    const offer = pick(OFFERS, random);
    if ('command' in offer) offer.command(view.state, view.dispatch, view);
    return `offer ${offer.id}`;
  }
  const commands = {
    addColumnAfter,
    addRowAfter,
    deleteColumn,
    deleteRow,
    mergeCells,
    splitCell,
    toggleHeader,
    code: toggle('code'),
  };
  const [name, command] = pick(Object.entries(commands), random);
  command(view.state, view.dispatch, view);
  return `command ${name}`;
}

/** Does `steps` things that `seed` chooses. Gives what went wrong first, or null. */
export async function storm(editor: Editor, seed: number, steps: number): Promise<StormFault> {
  const random = seeded(seed);
  const { view } = editor;
  let what = '';
  for (let step = 0; step < steps; step += 1) {
    try {
      what = await act(view, random);
      await Promise.resolve();
      view.state.doc.check();
      parseBody(editor.getJSON());
    } catch (error) {
      return {
        step,
        what,
        error: error instanceof Error ? `${error.stack ?? error.message}` : String(error),
      };
    }
  }
  return null;
}
