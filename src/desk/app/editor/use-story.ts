import type { Editor } from '@tiptap/core';
import { useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { Ref } from 'react';
import { wordCount } from '#body';
import type { Doc } from '#body';
import { bodyOf } from './body-json.ts';
import { outlineOf } from './outline.ts';
import type { OutlineLine } from './outline.ts';

/** How long the keys rest before the body is read, in milliseconds. */
const REST = 300;
/** How long someone may write without a rest before it is read all the same. */
const MOST = 1_000;

export type Reading = { words: number; outline: readonly OutlineLine[] };

/** What others may ask of a text while it is open. */
export type StoryHandle = {
  /** Tells at once of what was written since the keys rested last. */
  read: () => void;
};

function readingOf(editor: Editor, body: Doc): Reading {
  return { words: wordCount(body), outline: outlineOf(editor.state.doc) };
}

/**
 * Reads the body when the keys rest, when a second has passed, and at once when the text loses the focus or the page
 * is hidden. `tell` hears each new body once. A body that comes from outside takes the place of the text, unless it
 * is the one that was told last.
 */
export function useStory(
  editor: Editor,
  body: Doc,
  tell: (body: Doc) => void,
  handle?: Ref<StoryHandle>,
): Reading {
  const told = useRef(body);
  const latest = useRef(tell);
  latest.current = tell;
  const reader = useRef<() => void>(() => undefined);
  useImperativeHandle(handle, () => ({ read: () => reader.current() }), []);
  const [reading, setReading] = useState<Reading>(() => readingOf(editor, body));
  useEffect(() => {
    let rest: ReturnType<typeof setTimeout> | undefined;
    let most: ReturnType<typeof setTimeout> | undefined;
    let waiting = false;
    const read = () => {
      clearTimeout(rest);
      clearTimeout(most);
      most = undefined;
      if (!waiting || editor.view.composing) return;
      waiting = false;
      const now = bodyOf(editor.state.doc);
      told.current = now;
      setReading(readingOf(editor, now));
      latest.current(now);
    };
    reader.current = read;
    const changed = () => {
      waiting = true;
      clearTimeout(rest);
      rest = setTimeout(read, REST);
      most ??= setTimeout(read, MOST);
    };
    const hidden = () => {
      if (document.visibilityState === 'hidden') read();
    };
    editor.on('update', changed);
    editor.on('blur', read);
    document.addEventListener('visibilitychange', hidden);
    window.addEventListener('pagehide', read);
    return () => {
      read();
      editor.off('update', changed);
      editor.off('blur', read);
      document.removeEventListener('visibilitychange', hidden);
      window.removeEventListener('pagehide', read);
    };
  }, [editor]);
  useEffect(() => {
    if (body === told.current) return;
    told.current = body;
    if (JSON.stringify(body) === JSON.stringify(bodyOf(editor.state.doc))) return;
    editor.commands.setContent(body, { emitUpdate: false });
    setReading(readingOf(editor, body));
  }, [editor, body]);
  return reading;
}
