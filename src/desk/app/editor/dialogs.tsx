import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { TextSelection } from '@tiptap/pm/state';
import type { EditorState } from '@tiptap/pm/state';
import { cleanHref, isLanguageTag } from '#body';
import { useEditorParts } from './context.ts';
import { SHORTCUTS } from './shortcuts.ts';
import type { Shortcut } from './shortcuts.ts';
import { Keys } from './Tool.tsx';
import classes from './dialogs.module.css';

/** A dialog that gives the text its focus back. `lockScroll` would write styles that the page's policy refuses. */
export function EditorDialog(props: { title: string; onClose: () => void; children: ReactNode }) {
  const { words, editor } = useEditorParts();
  return (
    <Modal
      opened
      centered
      lockScroll={false}
      title={props.title}
      closeButtonProps={{ 'aria-label': words.dialog.close }}
      onClose={() => {
        props.onClose();
        editor.commands.focus();
      }}
    >
      {props.children}
    </Modal>
  );
}

/** The stretch that a mark at the caret covers, or the selection. */
function stretchOf(state: EditorState, mark: string): { from: number; to: number; value: unknown } {
  const type = state.schema.marks[mark];
  const { from, to, empty, $from } = state.selection;
  const attr = mark === 'link' ? 'href' : 'lang';
  const inside = type?.isInSet($from.marks()) ?? type?.isInSet($from.nodeAfter?.marks ?? []);
  if (type === undefined || inside === undefined) return { from, to, value: '' };
  if (!empty) return { from, to, value: inside.attrs[attr] };
  let [start, end] = [$from.index(), $from.indexAfter()];
  const has = (index: number): boolean =>
    index >= 0 && index < $from.parent.childCount && inside.isInSet($from.parent.child(index).marks);
  if (!has(start) && has(start - 1)) start -= 1;
  while (has(start - 1)) start -= 1;
  end = Math.max(end, start);
  while (has(end)) end += 1;
  const at = (index: number): number => {
    let position = $from.start();
    for (let before = 0; before < index; before += 1) position += $from.parent.child(before).nodeSize;
    return position;
  };
  return { from: at(start), to: at(end), value: inside.attrs[attr] };
}

export function MarkDialog({ mark, onClose }: { mark: 'link' | 'language'; onClose: () => void }) {
  const { editor, words, run } = useEditorParts();
  const [stretch] = useState(() => stretchOf(editor.state, mark));
  const [value, setValue] = useState(String(stretch.value));
  const [wrong, setWrong] = useState(false);
  const text = words[mark];
  const type = editor.schema.marks[mark];
  const put = (attrs: Record<string, string> | null) => {
    onClose();
    run((state, dispatch) => {
      if (type === undefined) return false;
      const tr = state.tr;
      const { from } = stretch;
      let { to } = stretch;
      if (from === to && attrs !== null) {
        if (mark === 'language') return (dispatch?.(tr.addStoredMark(type.create(attrs))), true);
        const label = attrs['href'] ?? '';
        tr.insertText(label, from);
        to = from + label.length;
      }
      tr.removeMark(from, to, type);
      if (attrs !== null) tr.addMark(from, to, type.create(attrs));
      dispatch?.(tr.setSelection(TextSelection.create(tr.doc, from, to)).removeStoredMark(type));
      return true;
    });
  };
  const apply = () => {
    if (mark === 'link') {
      const typed = /^[\w.-]+\.[a-z]{2,}(?:[/?#]|$)/i.test(value.trim()) ? `https://${value.trim()}` : value;
      const href = cleanHref(typed);
      return href === null ? setWrong(true) : put({ href });
    }
    return isLanguageTag(value.trim()) ? put({ lang: value.trim() }) : setWrong(true);
  };
  const label = mark === 'link' ? words.link.address : words.language.tag;
  return (
    <EditorDialog title={text.title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <TextInput
          data-autofocus
          label={label}
          value={value}
          dir="ltr"
          error={wrong ? text.wrong : null}
          onChange={(event) => {
            setWrong(false);
            setValue(event.currentTarget.value);
          }}
        />
        <Group mt="md" justify="flex-end">
          {stretch.value !== '' && (
            <Button variant="default" onClick={() => put(null)}>
              {text.remove}
            </Button>
          )}
          <Button type="submit">{text.apply}</Button>
        </Group>
      </form>
    </EditorDialog>
  );
}

const TEXT: readonly Shortcut[] = [
  'bold',
  'italic',
  'underline',
  'strike',
  'code',
  'superscript',
  'subscript',
  'link',
];
const BLOCKS: readonly Shortcut[] = [
  'paragraph',
  'heading2',
  'heading3',
  'heading4',
  'bulletList',
  'orderedList',
  'blockQuote',
  'sink',
  'raise',
  'lineBreak',
  'moveUp',
  'moveDown',
  'blockMenu',
  'settings',
];

export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { words } = useEditorParts();
  const rest = (Object.keys(SHORTCUTS) as Shortcut[]).filter(
    (one) => !TEXT.includes(one) && !BLOCKS.includes(one),
  );
  const group = (title: string, shortcuts: readonly Shortcut[]) => (
    <section className={classes['group']}>
      <h3>{title}</h3>
      <dl>
        {shortcuts.map((one) => (
          <div key={one}>
            <dt>{words.acts[one]}</dt>
            <dd>
              <Keys shortcut={one} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
  return (
    <EditorDialog title={words.help.title} onClose={onClose}>
      {group(words.help.text, TEXT)}
      {group(words.help.blocks, BLOCKS)}
      {group(words.help.rest, rest)}
    </EditorDialog>
  );
}
