/*
 * Every key of the editor, in one table: what is bound is what the list of shortcuts shows. `Mod` is ⌘ on a Mac and
 * Ctrl elsewhere.
 */

export const SHORTCUTS = {
  bold: 'Mod-b',
  italic: 'Mod-i',
  underline: 'Mod-u',
  strike: 'Mod-Shift-x',
  code: 'Mod-e',
  superscript: 'Mod-.',
  subscript: 'Mod-,',
  link: 'Mod-Shift-k',
  paragraph: 'Mod-Alt-0',
  heading2: 'Mod-Alt-2',
  heading3: 'Mod-Alt-3',
  heading4: 'Mod-Alt-4',
  orderedList: 'Mod-Shift-7',
  bulletList: 'Mod-Shift-8',
  blockQuote: 'Mod-Shift-9',
  sink: 'Tab',
  raise: 'Shift-Tab',
  lineBreak: 'Shift-Enter',
  moveUp: 'Alt-ArrowUp',
  moveDown: 'Alt-ArrowDown',
  blockMenu: '/',
  settings: 'Alt-Enter',
  note: 'Mod-Alt-m',
  find: 'Mod-f',
  replace: 'Mod-Alt-f',
  undo: 'Mod-z',
  redo: 'Mod-Shift-z',
  toolbar: 'Alt-F10',
  help: 'Mod-/',
} as const;

export type Shortcut = keyof typeof SHORTCUTS;

/** Keys as people read them, `['Ctrl', 'Shift', 'K']`. */
export function keysOf(shortcut: Shortcut, mac: boolean): string[] {
  const names: Record<string, string> = mac
    ? { Mod: '⌘', Shift: '⇧', Alt: '⌥', ArrowUp: '↑', ArrowDown: '↓' }
    : { Mod: 'Ctrl', ArrowUp: '↑', ArrowDown: '↓' };
  return SHORTCUTS[shortcut]
    .split('-')
    .map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}
