import { ActionIcon, Menu } from '@mantine/core';
import { NodeSelection } from '@tiptap/pm/state';
import type { Command } from '@tiptap/pm/state';
import { useLayoutEffect, useRef } from 'react';
import { moveBlock } from './commands.ts';
import { useEditorParts } from './context.ts';
import { dragBlock } from './handle.ts';
import type { Hovered } from './handle.ts';
import { Icon } from './Icon.tsx';
import classes from './BlockHandle.module.css';

/** A handle beside the block under the pointer: to drag it, and for what else can be done with it. */
export function BlockHandle({ hovered, onDone }: { hovered: NonNullable<Hovered>; onDone: () => void }) {
  const { editor, words, run, ask } = useEditorParts();
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (place.current !== null) place.current.style.top = `${hovered.top}px`;
  }, [hovered]);
  const select = (): boolean => {
    const node = editor.state.doc.nodeAt(hovered.position);
    if (node === null || !NodeSelection.isSelectable(node)) return false;
    editor.view.dispatch(
      editor.state.tr.setSelection(NodeSelection.create(editor.state.doc, hovered.position)),
    );
    return true;
  };
  const act = (command: Command) => () => {
    if (select()) run(command);
    onDone();
  };
  const duplicate: Command = (state, dispatch) => {
    if (!(state.selection instanceof NodeSelection)) return false;
    dispatch?.(state.tr.insert(state.selection.to, state.selection.node));
    return true;
  };
  const remove: Command = (state, dispatch) => {
    dispatch?.(state.tr.deleteSelection());
    return true;
  };
  return (
    <div ref={place} className={classes['place']} contentEditable={false}>
      <Menu position="bottom-start" returnFocus={false}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={28}
            draggable
            tabIndex={-1}
            className={classes['handle']}
            aria-label={words.toolbar.drag}
            onDragStart={(event) => {
              if (event.dataTransfer !== null) dragBlock(editor.view, hovered.position, event.dataTransfer);
            }}
            onDragEnd={onDone}
          >
            <Icon name="drag" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="up" />} onClick={act(moveBlock(-1))}>
            {words.acts.moveUp}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="down" />} onClick={act(moveBlock(1))}>
            {words.acts.moveDown}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="copy" />} onClick={act(duplicate)}>
            {words.toolbar.duplicate}
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon name="settings" />}
            onClick={() => {
              if (select()) ask('settings');
              onDone();
            }}
          >
            {words.toolbar.settings}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="bin" />} onClick={act(remove)}>
            {words.toolbar.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
