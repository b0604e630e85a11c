import type { Editor } from '@tiptap/core';
import { createContext, useContext } from 'react';
import type { Command } from '@tiptap/pm/state';
import type { EditorWords } from '../languages/editor/en.ts';
import type { EditorMedia } from './media.ts';

/** What may be asked for in a dialog or shown beside the text. */
export type Ask =
  'link' | 'language' | 'settings' | 'help' | 'picture' | 'gallery' | 'attachment' | 'audio' | 'embed';

export type EditorParts = {
  editor: Editor;
  words: EditorWords;
  /** Language of the story. */
  lang: string;
  media: EditorMedia;
  readOnly: boolean;
  ask: (what: Ask) => void;
  /** Runs a command, then gives the text the focus again. */
  run: (command: Command) => void;
};

export const EditorContext = createContext<EditorParts | null>(null);

export function useEditorParts(): EditorParts {
  const parts = useContext(EditorContext);
  if (parts === null) throw new Error('Parts of the editor stand inside StoryEditor');
  return parts;
}
