import './colours.css';
import { Alert } from '@mantine/core';
import type { Command } from '@tiptap/pm/state';
import { EditorContent } from '@tiptap/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Ref } from 'react';
import type { EditorWords } from '../languages/editor/en.ts';
import { BlockHandle } from './BlockHandle.tsx';
import { BlockMenu } from './BlockMenu.tsx';
import type { MenuKeys } from './block-menu.ts';
import { slashMenu } from './block-menu.ts';
import { BlockSettings, hasSettings } from './BlockSettings.tsx';
import { EditorContext } from './context.ts';
import type { Ask, EditorParts } from './context.ts';
import { Counts } from './Counts.tsx';
import { HelpDialog, MarkDialog } from './dialogs.tsx';
import { createEditor } from './engine.ts';
import { Fields } from './Fields.tsx';
import { finding } from './find.ts';
import { FindBar } from './FindBar.tsx';
import { hoverBlocks } from './handle.ts';
import type { Hovered } from './handle.ts';
import { watchedMedia } from './media.ts';
import type { EditorMedia } from './media.ts';
import { chosenPassage, noteMarks, showNotes } from './note-marks.ts';
import { NotesPanel, OutlinePanel } from './Panels.tsx';
import { pasting } from './paste.ts';
import { PictureWords } from './PictureWords.tsx';
import { SourceDialog } from './SourceDialog.tsx';
import type { EditedDraft, NewNote, PassageNote } from './story-draft.ts';
import classes from './StoryEditor.module.css';
import { TableBar } from './TableBar.tsx';
import { Toolbar } from './Toolbar.tsx';
import { uploadPlaces } from './uploads.ts';
import { useKeyboardInset } from './use-keyboard-inset.ts';
import type { StoryHandle } from './use-story.ts';
import { useStory } from './use-story.ts';
import { useUploads } from './use-uploads.ts';
import { blockViews } from './views.ts';
import type { Anchor, Doc } from '#body';

export type StoryEditorProps<Draft extends EditedDraft> = {
  draft: Draft;
  /** Language of the story. The editor is made anew when it changes: give it the language as `key`. */
  lang: string;
  readOnly: boolean;
  /** The text alone, without kicker, headline and standfirst. Default false. */
  bare?: boolean;
  /** Hears the whole draft: of the text within 300 ms of the last key, at least once a second, and on leaving it. */
  onChange: (draft: Draft) => void;
  handle?: Ref<StoryHandle>;
  media: EditorMedia;
  words: EditorWords;
  /** How many words are wanted; null: nobody said. */
  plan?: number | null;
  notes?: readonly PassageNote[];
  onNote?: (note: NewNote) => Promise<unknown>;
  onResolve?: (id: string) => void;
  /** How a moment is told, in the interface's language and the newsroom's time zone. */
  tellTime?: (at: number) => string;
  /** A source of numbers from 0 up to 1 for block ids. Default: the browser's. */
  random?: () => number;
};

const NO_NOTES: readonly PassageNote[] = [];

/** The text of a story with everything to write it. What of a draft is not text passes through untouched. */
export function StoryEditor<Draft extends EditedDraft>(props: StoryEditorProps<Draft>) {
  const { draft, lang, readOnly, words } = props;
  const latest = useRef(props);
  latest.current = props;
  const [dialog, setDialog] = useState<Ask | null>(null);
  const [panel, setPanel] = useState<'outline' | 'notes' | null>(null);
  const [find, setFind] = useState<'find' | 'replace' | null>(null);
  const [trouble, setTrouble] = useState('');
  const [hovered, setHovered] = useState<Hovered>(null);
  const [writing, setWriting] = useState<Anchor | null>(null);
  const [chosenNote, setChosenNote] = useState<string | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  const menuKeys = useRef<MenuKeys>(() => false);
  const media = useMemo(() => watchedMedia(() => latest.current.media), []);
  const uploads = useUploads(media, words.picture);
  const { take } = uploads;
  const [editor] = useState(() => {
    const openSettings = () => setDialog('settings');
    return createEditor({
      body: draft.body,
      lang,
      editable: !readOnly,
      random: props.random ?? Math.random,
      label: words.fields.body,
      placeholder: words.fields.placeholder,
      asks: {
        link: () => setDialog('link'),
        settings: openSettings,
        note: () => {
          setWriting(chosenPassage(editor.state));
          setPanel('notes');
        },
        find: () => setFind('find'),
        replace: () => setFind('replace'),
        toolbar: () => bar.current?.querySelector<HTMLElement>('button')?.focus(),
        help: () => setDialog('help'),
      },
      nodeViews: blockViews(media, words, openSettings),
      plugins: [
        slashMenu((name) => menuKeys.current(name)),
        pasting({
          lang,
          onFiles: (view, files, position) => take(view, files, position),
          onTrouble: (what) => {
            const { pasted, picture } = latest.current.words;
            setTrouble(typeof what === 'string' ? pasted[what] : picture.notTaken(what.pictures));
          },
        }),
        uploadPlaces(),
        noteMarks((id) => {
          setChosenNote(id);
          setPanel('notes');
        }),
        finding(),
        hoverBlocks(setHovered),
      ],
    });
  });
  const tell = (body: Doc) => latest.current.onChange({ ...latest.current.draft, body });
  const reading = useStory(editor, draft.body, tell, props.handle);
  useEffect(() => editor.setEditable(!readOnly, false), [editor, readOnly]);
  const mounted = useRef(false);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
      // In development React takes a part off the page and puts it back at once.
      setTimeout(() => {
        if (!mounted.current) editor.destroy();
      });
    };
  }, [editor]);
  const notes = props.notes ?? NO_NOTES;
  useEffect(() => showNotes(editor.view, notes), [editor, notes]);
  useKeyboardInset();
  const run = useCallback(
    (command: Command) => {
      command(editor.state, editor.view.dispatch, editor.view);
      editor.view.focus();
    },
    [editor],
  );
  const ask = useCallback(
    (what: Ask) => {
      if (what === 'settings' && !hasSettings(editor.state)) return;
      setDialog(what);
    },
    [editor],
  );
  const parts = useMemo<EditorParts>(
    () => ({ editor, words, lang, media, readOnly, ask, run }),
    [editor, words, lang, media, readOnly, ask, run],
  );
  const close = () => setDialog(null);
  const openNotes = notes.filter((note) => !note.resolved).length;
  return (
    <EditorContext value={parts}>
      <div className={classes['story']} data-panel={panel ?? 'none'}>
        {!readOnly && (
          <div className={classes['tools']}>
            <Toolbar
              bar={bar}
              openNotes={openNotes}
              onFind={() => setFind('replace')}
              onPanel={(which) => setPanel((before) => (before === which ? null : which))}
            />
            <TableBar />
            {find !== null && <FindBar mode={find} onClose={() => setFind(null)} />}
          </div>
        )}
        {readOnly && find !== null && <FindBar mode={find} onClose={() => setFind(null)} />}
        <div className={classes['sheet']}>
          {props.bare !== true && (
            <Fields
              draft={draft}
              lang={lang}
              readOnly={readOnly}
              words={words.fields}
              onChange={(fields) => props.onChange({ ...draft, ...fields })}
              onLeave={() => {
                // At once, and not with the next frame, or the next letter would still go into the field.
                editor.view.focus();
                editor.commands.setTextSelection(0);
              }}
            />
          )}
          {trouble !== '' && (
            <Alert
              color="orange"
              role="alert"
              withCloseButton
              closeButtonLabel={words.dialog.close}
              onClose={() => setTrouble('')}
            >
              {trouble}
            </Alert>
          )}
          <div className={classes['page']} onMouseLeave={() => setHovered(null)}>
            {hovered !== null && !readOnly && (
              <BlockHandle hovered={hovered} onDone={() => setHovered(null)} />
            )}
            <EditorContent editor={editor} className={classes['body']} />
            {!readOnly && <BlockMenu keys={menuKeys} />}
          </div>
          <Counts count={reading.words} plan={props.plan ?? null} />
        </div>
        {panel === 'outline' && <OutlinePanel lines={reading.outline} onClose={() => setPanel(null)} />}
        {panel === 'notes' && (
          <NotesPanel
            notes={notes}
            writing={writing}
            chosen={chosenNote}
            tellTime={props.tellTime ?? ((at) => new Date(at).toISOString().slice(0, 16).replace('T', ' '))}
            onWrite={setWriting}
            onNote={async (note) => props.onNote?.(note)}
            onResolve={(id) => props.onResolve?.(id)}
            onClose={() => setPanel(null)}
          />
        )}
      </div>
      {(dialog === 'link' || dialog === 'language') && <MarkDialog mark={dialog} onClose={close} />}
      {dialog === 'settings' && <BlockSettings onClose={close} />}
      {dialog === 'embed' && <BlockSettings create="embed" onClose={close} />}
      {dialog === 'help' && <HelpDialog onClose={close} />}
      {(dialog === 'picture' || dialog === 'gallery' || dialog === 'attachment' || dialog === 'audio') && (
        <SourceDialog
          kind={dialog}
          canChoose={props.media.choose !== undefined}
          onFiles={(files) => take(editor.view, files, editor.state.selection.to, dialog === 'gallery')}
          onClose={close}
        />
      )}
      {uploads.asking !== null && (
        <PictureWords key={uploads.asking.id} upload={uploads.asking} onClose={uploads.asked} />
      )}
    </EditorContext>
  );
}
