import { ActionIcon, Button, Textarea } from '@mantine/core';
import { useEditorState } from '@tiptap/react';
import { useState } from 'react';
import type { Anchor } from '#body';
import { useEditorParts } from './context.ts';
import { Icon } from './Icon.tsx';
import { chosenPassage, goToNote, noteIds } from './note-marks.ts';
import { positionOf } from './outline.ts';
import type { OutlineLine } from './outline.ts';
import type { NewNote, PassageNote } from './story-draft.ts';
import classes from './Panels.module.css';

function PanelHead({ label, onClose }: { label: string; onClose: () => void }) {
  const { words } = useEditorParts();
  return (
    <header className={classes['head']}>
      <h2>{label}</h2>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.dialog.close} onClick={onClose}>
        <Icon name="close" />
      </ActionIcon>
    </header>
  );
}

export function OutlinePanel({ lines, onClose }: { lines: readonly OutlineLine[]; onClose: () => void }) {
  const { editor, words } = useEditorParts();
  const jump = (id: string) => {
    const position = positionOf(editor.state.doc, id);
    if (position === null) return;
    editor
      .chain()
      .focus()
      .setTextSelection(position + 1)
      .run();
    editor.view.nodeDOM(position)?.parentElement?.ownerDocument.defaultView?.requestAnimationFrame(() => {
      const heading = editor.view.nodeDOM(position);
      if (heading instanceof HTMLElement) heading.scrollIntoView({ block: 'center' });
    });
  };
  return (
    <nav className={classes['panel']} aria-label={words.outline.label}>
      <PanelHead label={words.outline.label} onClose={onClose} />
      {lines.length === 0 && <p>{words.outline.none}</p>}
      <ul className={classes['lines']}>
        {lines.map(({ id, level, text }) => (
          <li key={id} data-level={level}>
            <button type="button" onClick={() => jump(id)} dir="auto">
              {text.trim() === '' ? words.outline.empty : text}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export type NotesPanelProps = {
  notes: readonly PassageNote[];
  /** Set while someone writes a note on a passage. */
  writing: Anchor | null;
  chosen: string | null;
  /** How a moment is told, in the interface's language and the newsroom's time. */
  tellTime: (at: number) => string;
  onWrite: (anchor: Anchor | null) => void;
  onNote: (note: NewNote) => Promise<unknown>;
  onResolve: (id: string) => void;
  onClose: () => void;
};

export function NotesPanel(props: NotesPanelProps) {
  const { editor, words } = useEditorParts();
  const [said, setSaid] = useState('');
  const order = useEditorState({ editor, selector: ({ editor: at }) => noteIds(at.state).join(' ') }).split(
    ' ',
  );
  const open = props.notes
    .filter((note) => !note.resolved)
    .toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  const begin = () => {
    const passage = chosenPassage(editor.state);
    setSaid(passage === null ? words.notes.choose : '');
    props.onWrite(passage);
  };
  return (
    <aside className={classes['panel']} aria-label={words.notes.label}>
      <PanelHead label={words.notes.label} onClose={props.onClose} />
      {props.writing === null ? (
        <Button variant="default" fullWidth onMouseDown={(event) => event.preventDefault()} onClick={begin}>
          {words.notes.add}
        </Button>
      ) : (
        <NoteForm
          passage={props.writing}
          onSave={async (id, text) => {
            if (props.writing !== null) await props.onNote({ id, anchor: props.writing, text });
            props.onWrite(null);
          }}
          onCancel={() => props.onWrite(null)}
        />
      )}
      <p role="status">{said !== '' ? said : open.length === 0 ? words.notes.none : ''}</p>
      <ul className={classes['notes']}>
        {open.map((note) => {
          const stands = order.includes(note.id);
          return (
            <li key={note.id} aria-current={props.chosen === note.id ? 'true' : undefined}>
              <button
                type="button"
                className={classes['passage']}
                disabled={!stands}
                dir="auto"
                onClick={() => {
                  if (goToNote(editor.view, note.id)) editor.view.focus();
                }}
              >
                {stands ? note.anchor.exact : words.notes.gone}
              </button>
              <p className={classes['text']} dir="auto">
                {note.text}
              </p>
              <p className={classes['by']}>
                <bdi>{note.author}</bdi> · <bdi>{props.tellTime(note.at)}</bdi>
              </p>
              <Button size="compact-sm" variant="default" onClick={() => props.onResolve(note.id)}>
                {words.notes.resolve}
              </Button>
            </li>
          );
        })}
      </ul>
    </aside>
  );
}

function NoteForm(props: {
  passage: Anchor;
  onSave: (id: string, text: string) => Promise<void>;
  onCancel: () => void;
}) {
  const { words } = useEditorParts();
  const [text, setText] = useState('');
  // The same however often it is sent: a note whose answer was lost stands once.
  const [id] = useState(() => crypto.randomUUID());
  const [sending, setSending] = useState<'no' | 'now' | 'failed'>('no');
  const send = () => {
    setSending('now');
    props.onSave(id, text.trim()).catch(() => setSending('failed'));
  };
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') send();
      }}
    >
      <blockquote dir="auto">{props.passage.exact}</blockquote>
      <Textarea
        autoFocus
        autosize
        minRows={2}
        dir="auto"
        label={words.notes.write}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') props.onCancel();
        }}
      />
      {sending === 'failed' && <p role="alert">{words.notes.failed}</p>}
      <div className={classes['buttons']}>
        <Button variant="default" onClick={props.onCancel}>
          {words.dialog.cancel}
        </Button>
        <Button type="submit" loading={sending === 'now'}>
          {words.notes.save}
        </Button>
      </div>
    </form>
  );
}
