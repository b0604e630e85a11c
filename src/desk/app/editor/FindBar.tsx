import { Button, Checkbox, TextInput } from '@mantine/core';
import { useEditorState } from '@tiptap/react';
import { useEffect, useRef, useState } from 'react';
import { useEditorParts } from './context.ts';
import { findingOf, goTo, look, replaceFound } from './find.ts';
import { Tool } from './Tool.tsx';
import classes from './FindBar.module.css';

/** How long the keys must rest before a text that changes is searched again, in milliseconds. */
const REST = 200;

/** What the caret has chosen, when that is a few words, is what people want to find. */
function chosenWords(text: string): string {
  return text.length <= 100 && !text.includes('\n') ? text : '';
}

export function FindBar({ mode, onClose }: { mode: 'find' | 'replace'; onClose: () => void }) {
  const { editor, words, readOnly } = useEditorParts();
  const [text, setText] = useState(() => {
    const { from, to } = editor.state.selection;
    return chosenWords(editor.state.doc.textBetween(from, to, '\n', '\n'));
  });
  const [replacement, setReplacement] = useState('');
  const [matchCase, setMatchCase] = useState(false);
  const [wholeWord, setWholeWord] = useState(false);
  const [said, setSaid] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const found = useEditorState({
    editor,
    selector: ({ editor: at }) => {
      const { matches, current } = findingOf(at.state);
      return { count: matches.length, current };
    },
  });
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [mode]);
  useEffect(() => {
    const query = { text, matchCase, wholeWord };
    look(editor.view, query);
    setSaid('');
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(() => look(editor.view, query), REST);
    };
    editor.on('update', again);
    return () => {
      clearTimeout(timer);
      editor.off('update', again);
    };
  }, [editor, text, matchCase, wholeWord]);
  useEffect(
    () => () => {
      if (!editor.isDestroyed) look(editor.view, null);
    },
    [editor],
  );
  const replace = (all: boolean) => {
    const count = replaceFound(editor.view, replacement, all);
    setSaid(words.find.replaced(count));
  };
  const close = () => {
    onClose();
    editor.commands.focus();
  };
  return (
    <search
      className={classes['bar']}
      aria-label={words.find.label}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <TextInput
        ref={field}
        aria-label={words.find.find}
        placeholder={words.find.find}
        value={text}
        dir="auto"
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') goTo(editor.view, event.shiftKey ? -1 : 1);
        }}
      />
      <Tool icon="up" label={words.find.previous} onPress={() => goTo(editor.view, -1)} />
      <Tool icon="down" label={words.find.next} onPress={() => goTo(editor.view, 1)} />
      <output className={classes['count'] ?? ''} aria-live="polite">
        {said === '' ? (text === '' ? '' : words.find.found(found.current + 1, found.count)) : said}
      </output>
      <Checkbox
        label={words.find.matchCase}
        checked={matchCase}
        onChange={(event) => setMatchCase(event.currentTarget.checked)}
      />
      <Checkbox
        label={words.find.wholeWord}
        checked={wholeWord}
        onChange={(event) => setWholeWord(event.currentTarget.checked)}
      />
      {mode === 'replace' && !readOnly && (
        <>
          <TextInput
            aria-label={words.find.replace}
            placeholder={words.find.replace}
            value={replacement}
            dir="auto"
            onChange={(event) => setReplacement(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') replace(false);
            }}
          />
          <Button variant="default" onClick={() => replace(false)}>
            {words.find.replaceOne}
          </Button>
          <Button variant="default" onClick={() => replace(true)}>
            {words.find.replaceAll}
          </Button>
        </>
      )}
      <span className={classes['close']}>
        <Tool icon="close" label={words.find.close} onPress={close} />
      </span>
    </search>
  );
}
