import { redo, undo } from '@tiptap/pm/history';
import type { EditorState } from '@tiptap/pm/state';
import { useEditorState } from '@tiptap/react';
import type { KeyboardEvent, Ref } from 'react';
import { around, toggle, toggleList, toggleQuote } from './commands.ts';
import { useEditorParts } from './context.ts';
import { Tool } from './Tool.tsx';
import classes from './Toolbar.module.css';
import { BlockTools, InsertMenu, kindOf, KindSelect, MoreMarks } from './ToolMenus.tsx';

const MARKS = [
  'bold',
  'italic',
  'underline',
  'strike',
  'code',
  'superscript',
  'subscript',
  'link',
  'language',
];
function markActive(state: EditorState, name: string): boolean {
  const { from, to, empty, $from } = state.selection;
  const type = state.schema.marks[name];
  if (type === undefined) return false;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  return state.doc.rangeHasMark(from, to, type);
}

/** What the tools show of the place of the caret: read after each key, drawn only when it differs. */
function shownBy(state: EditorState) {
  return {
    kind: kindOf(state),
    marks: MARKS.filter((name) => markActive(state, name)).join(' '),
    list: around(state, ['bulletList', 'orderedList'])?.node.type.name ?? null,
    quote: around(state, ['blockQuote']) !== null,
    undo: undo(state),
    redo: redo(state),
  };
}

/** Arrow keys walk along the tools; Tab leaves them. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
  if (event.target instanceof HTMLSelectElement && event.altKey) return;
  const tools = [...event.currentTarget.querySelectorAll<HTMLElement>('button, select')];
  const at = tools.findIndex((tool) => tool === document.activeElement);
  if (at === -1) return;
  event.preventDefault();
  const towards =
    (event.key === 'ArrowRight') === (getComputedStyle(event.currentTarget).direction === 'ltr');
  const next = event.key === 'Home' ? 0 : event.key === 'End' ? tools.length - 1 : at + (towards ? 1 : -1);
  tools[(next + tools.length) % tools.length]?.focus();
}

export type ToolbarProps = {
  bar: Ref<HTMLDivElement>;
  openNotes: number;
  onFind: () => void;
  onPanel: (panel: 'outline' | 'notes') => void;
};

export function Toolbar({ bar, openNotes, onFind, onPanel }: ToolbarProps) {
  const { editor, words, ask, run } = useEditorParts();
  const shown = useEditorState({ editor, selector: ({ editor: at }) => shownBy(at.state) });
  const has = (mark: string): boolean => shown.marks.split(' ').includes(mark);
  const mark = (name: 'bold' | 'italic') => (
    <Tool
      icon={name}
      label={words.acts[name]}
      shortcut={name}
      pressed={has(name)}
      onPress={() => run(toggle(name))}
    />
  );
  return (
    <div
      className={classes['bar']}
      role="toolbar"
      aria-label={words.toolbar.label}
      ref={bar}
      onKeyDown={walk}
    >
      <Tool
        icon="undo"
        label={words.acts.undo}
        shortcut="undo"
        disabled={!shown.undo}
        onPress={() => run(undo)}
      />
      <Tool
        icon="redo"
        label={words.acts.redo}
        shortcut="redo"
        disabled={!shown.redo}
        onPress={() => run(redo)}
      />
      <KindSelect kind={shown.kind} />
      {mark('bold')}
      {mark('italic')}
      <Tool
        icon="link"
        label={words.acts.link}
        shortcut="link"
        pressed={has('link')}
        onPress={() => ask('link')}
      />
      <Tool
        icon="list"
        label={words.acts.bulletList}
        shortcut="bulletList"
        pressed={shown.list === 'bulletList'}
        onPress={() => run(toggleList('bulletList'))}
      />
      <Tool
        icon="numbers"
        label={words.acts.orderedList}
        shortcut="orderedList"
        pressed={shown.list === 'orderedList'}
        onPress={() => run(toggleList('orderedList'))}
      />
      <Tool
        icon="quote"
        label={words.acts.blockQuote}
        shortcut="blockQuote"
        pressed={shown.quote}
        onPress={() => run(toggleQuote)}
      />
      <MoreMarks has={has} />
      <InsertMenu />
      <BlockTools />
      <Tool icon="find" label={words.toolbar.find} shortcut="find" onPress={onFind} />
      <Tool icon="outline" label={words.toolbar.outline} onPress={() => onPanel('outline')} />
      <Tool
        icon="note"
        label={words.toolbar.notes(openNotes)}
        shortcut="note"
        onPress={() => onPanel('notes')}
      />
      <Tool icon="help" label={words.toolbar.help} shortcut="help" onPress={() => ask('help')} />
    </div>
  );
}
