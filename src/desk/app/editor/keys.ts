import { history, redo, undo } from '@tiptap/pm/history';
import { keymap } from '@tiptap/pm/keymap';
import type { Command, Plugin } from '@tiptap/pm/state';
import { goToNextCell } from '@tiptap/pm/tables';
import { chainCommands, selectAll } from '@tiptap/pm/commands';
import {
  backspace,
  enter,
  forwardDelete,
  lineBreak,
  moveBlock,
  raise,
  sink,
  toggle,
  toggleBlock,
  toggleList,
  toggleQuote,
  turnInto,
} from './commands.ts';
import { SHORTCUTS } from './shortcuts.ts';
import type { Shortcut } from './shortcuts.ts';

/** What the keys ask of the parts around the text. */
export type Asks = Record<'link' | 'settings' | 'note' | 'find' | 'replace' | 'toolbar' | 'help', () => void>;

export function keyBindings(asks: Asks): Plugin[] {
  const ask =
    (name: keyof Asks): Command =>
    () => {
      asks[name]();
      return true;
    };
  const bound: Record<Exclude<Shortcut, 'blockMenu'>, Command> = {
    bold: toggle('bold'),
    italic: toggle('italic'),
    underline: toggle('underline'),
    strike: toggle('strike'),
    code: toggle('code'),
    superscript: toggle('superscript'),
    subscript: toggle('subscript'),
    link: ask('link'),
    paragraph: turnInto('paragraph'),
    heading2: toggleBlock('heading', { level: 2 }),
    heading3: toggleBlock('heading', { level: 3 }),
    heading4: toggleBlock('heading', { level: 4 }),
    orderedList: toggleList('orderedList'),
    bulletList: toggleList('bulletList'),
    blockQuote: toggleQuote,
    sink: chainCommands(goToNextCell(1), sink),
    raise: chainCommands(goToNextCell(-1), raise),
    lineBreak,
    moveUp: moveBlock(-1),
    moveDown: moveBlock(1),
    settings: ask('settings'),
    note: ask('note'),
    find: ask('find'),
    replace: ask('replace'),
    undo,
    redo,
    toolbar: ask('toolbar'),
    help: ask('help'),
  };
  const bindings: Record<string, Command> = {
    Enter: enter,
    Backspace: backspace,
    'Mod-Backspace': backspace,
    'Shift-Backspace': backspace,
    Delete: forwardDelete,
    'Mod-Delete': forwardDelete,
    'Mod-Enter': lineBreak,
    'Mod-y': redo,
    'Mod-a': selectAll,
  };
  for (const [name, command] of Object.entries(bound)) bindings[SHORTCUTS[name as Shortcut]] = command;
  return [history({ newGroupDelay: 500 }), keymap(bindings)];
}
