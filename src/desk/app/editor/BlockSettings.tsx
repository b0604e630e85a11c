import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import type { Attrs, Node } from '@tiptap/pm/model';
import { useEffect, useState } from 'react';
import { cleanLine, cleanLines } from '#body';
import type { EditorWords } from '../languages/editor/en.ts';
import { around, insertBlock, nodeType } from './commands.ts';
import { useEditorParts } from './context.ts';
import { EditorDialog } from './dialogs.tsx';
import type { KnownMedium } from './media.ts';

type Name = keyof EditorWords['attributes'];

/** What can be said of a block beside its text. */
const FIELDS: Record<string, readonly Name[]> = {
  orderedList: ['start'],
  blockQuote: ['cite'],
  pullQuote: ['cite'],
  picture: ['alt', 'caption'],
  gallery: ['caption'],
  table: ['caption'],
  embed: ['url', 'headline', 'text', 'author', 'provider'],
  codeBlock: ['language'],
  factBox: ['headline'],
  attachment: ['label'],
  audio: ['label', 'transcript'],
};

const LONG: readonly Name[] = ['text', 'transcript', 'alt', 'caption'];

function cleaned(name: Name, value: string): unknown {
  if (name === 'start') return Number.parseInt(value, 10);
  return name === 'text' || name === 'transcript' ? cleanLines(value) : cleanLine(value).trim();
}

function wrongIn(node: Node, attrs: Attrs): Name | null {
  for (const [name, spec] of Object.entries(node.type.spec.attrs ?? {})) {
    if (name === 'id' || typeof spec.validate !== 'function') continue;
    try {
      spec.validate(attrs[name]);
    } catch {
      return name as Name;
    }
  }
  return null;
}

/** Whether the block at the caret has anything to set. */
export function hasSettings(state: Parameters<typeof around>[0]): boolean {
  return around(state, Object.keys(FIELDS)) !== null;
}

/** Sets what the block at the caret says of itself; `create` makes a new one of that kind. */
export function BlockSettings({ create, onClose }: { create?: 'embed'; onClose: () => void }) {
  const { editor, words, media, run } = useEditorParts();
  const [found] = useState(() => {
    if (create !== undefined) return { node: nodeType(editor.schema, create).create(), position: null };
    return around(editor.state, Object.keys(FIELDS));
  });
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(Object.entries(found?.node.attrs ?? {}).map(([name, value]) => [name, String(value)])),
  );
  const [medium, setMedium] = useState<KnownMedium | null>(null);
  const [credit, setCredit] = useState('');
  const [wrong, setWrong] = useState<Name | null>(null);
  useEffect(() => {
    const id: unknown = found?.node.attrs['media'];
    if (found?.node.type.name !== 'picture' || typeof id !== 'string') return;
    void media.find(id).then((known) => {
      setMedium(known);
      setCredit(known?.credit ?? '');
    });
  }, [found, media]);
  if (found === null) return null;
  const { node, position } = found;
  const fields = FIELDS[node.type.name] ?? [];
  const apply = () => {
    const attrs = { ...node.attrs };
    for (const name of fields) attrs[name] = cleaned(name, values[name] ?? '');
    const bad = wrongIn(node, attrs);
    if (bad !== null) return setWrong(bad);
    if (medium !== null && credit !== medium.credit) {
      void media.describe(medium.id, {
        alt: medium.alt,
        caption: medium.caption,
        credit: cleanLine(credit).trim(),
      });
    }
    onClose();
    return run((state, dispatch) => {
      if (position === null) return insertBlock(node.type.create(attrs))(state, dispatch);
      const tr = state.tr;
      for (const name of fields) tr.setNodeAttribute(position, name, attrs[name]);
      dispatch?.(tr);
      return true;
    });
  };
  return (
    <EditorDialog title={words.blocks[node.type.name as keyof EditorWords['blocks']]} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <Stack gap="sm">
          {fields.map((name, index) => {
            const Field = LONG.includes(name) ? Textarea : TextInput;
            const own = name === 'alt' || name === 'caption' ? (medium?.[name] ?? '') : '';
            return (
              <Field
                key={name}
                label={words.attributes[name]}
                description={words.asMedium(own)}
                dir={name === 'url' || name === 'language' ? 'ltr' : 'auto'}
                error={wrong === name ? words.link.wrong : null}
                value={values[name] ?? ''}
                {...(index === 0 ? { 'data-autofocus': true } : {})}
                {...(LONG.includes(name) ? { autosize: true, minRows: 2 } : {})}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  setWrong(null);
                  setValues((before) => ({ ...before, [name]: value }));
                }}
              />
            );
          })}
          {medium !== null && (
            <TextInput
              label={words.attributes.credit}
              dir="auto"
              error={credit.trim() === '' ? words.picture.creditMissing : null}
              value={credit}
              onChange={(event) => setCredit(event.currentTarget.value)}
            />
          )}
          <Group justify="flex-end">
            <Button type="submit">{words.dialog.apply}</Button>
          </Group>
        </Stack>
      </form>
    </EditorDialog>
  );
}
