import { Button } from '@mantine/core';
import type { Command } from '@tiptap/pm/state';
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
  mergeCells,
  selectedRect,
  splitCell,
} from '@tiptap/pm/tables';
import { useEditorState } from '@tiptap/react';
import type { EditorWords } from '../languages/editor/en.ts';
import { useEditorParts } from './context.ts';
import classes from './TableBar.module.css';

/** Makes the chosen cells heading cells, or ordinary ones where all of them are. */
export const toggleHeader: Command = (state, dispatch) => {
  if (!isInTable(state)) return false;
  const rect = selectedRect(state);
  const cells = rect.map.cellsInRect(rect).map((offset) => rect.tableStart + offset);
  const all = cells.every((position) => state.doc.nodeAt(position)?.attrs['header'] === true);
  const tr = state.tr;
  for (const position of cells) tr.setNodeAttribute(position, 'header', !all);
  dispatch?.(tr);
  return true;
};

const TOOLS: readonly [keyof Omit<EditorWords['table'], 'label'>, Command][] = [
  ['rowBefore', addRowBefore],
  ['rowAfter', addRowAfter],
  ['columnBefore', addColumnBefore],
  ['columnAfter', addColumnAfter],
  ['header', toggleHeader],
  ['merge', mergeCells],
  ['split', splitCell],
  ['deleteRow', deleteRow],
  ['deleteColumn', deleteColumn],
  ['deleteTable', deleteTable],
];

/** The tools of a table, while the caret is in one. */
export function TableBar() {
  const { editor, words, run } = useEditorParts();
  const usable = useEditorState({
    editor,
    selector: ({ editor: at }) =>
      isInTable(at.state)
        ? TOOLS.filter(([, command]) => command(at.state))
            .map(([name]) => name)
            .join(' ')
        : null,
  });
  if (usable === null) return null;
  return (
    <div className={classes['bar']} role="group" aria-label={words.table.label}>
      {TOOLS.filter(([name]) => usable.split(' ').includes(name)).map(([name, command]) => (
        <Button
          key={name}
          size="compact-sm"
          variant="default"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => run(command)}
        >
          {words.table[name]}
        </Button>
      ))}
    </div>
  );
}
