import { useEffect, useLayoutEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { cleanLine } from '#body';
import type { EditorWords } from '../languages/editor/en.ts';
import { directionOf } from './direction.ts';
import { typeset, typographyOf } from './typography.ts';
import classes from './Fields.module.css';

const NAMES = ['kicker', 'headline', 'standfirst'] as const;
type Name = (typeof NAMES)[number];
type Values = Record<Name, string>;

type FieldsProps = {
  draft: Values;
  lang: string;
  readOnly: boolean;
  words: EditorWords['fields'];
  onChange: (changed: Partial<Values>) => void;
  /** The last field was left by Enter. */
  onLeave: () => void;
};

/** Kicker, headline and standfirst above the text: one line of words each, however long. */
export function Fields({ draft, lang, readOnly, words, onChange, onLeave }: FieldsProps) {
  const fields = useRef<Partial<Record<Name, HTMLTextAreaElement | null>>>({});
  const next = (name: Name) => {
    const following = NAMES[NAMES.indexOf(name) + 1];
    if (following === undefined) onLeave();
    else fields.current[following]?.focus();
  };
  const begun = useRef(draft.headline !== '');
  useEffect(() => {
    // A new story begins with its headline: whoever opens it types on.
    if (readOnly || begun.current) return;
    begun.current = true;
    fields.current.headline?.focus({ preventScroll: true });
  }, [readOnly]);
  return (
    <>
      {NAMES.map((name) => (
        <Field
          key={name}
          name={name}
          label={words[name]}
          value={draft[name]}
          lang={lang}
          readOnly={readOnly}
          hold={(element) => {
            fields.current[name] = element;
          }}
          onChange={(value) => onChange({ [name]: value })}
          onEnter={() => next(name)}
        />
      ))}
    </>
  );
}

type FieldProps = {
  name: Name;
  label: string;
  value: string;
  lang: string;
  readOnly: boolean;
  hold: (element: HTMLTextAreaElement | null) => void;
  onChange: (value: string) => void;
  onEnter: () => void;
};

function Field({ name, label, value, lang, readOnly, hold, onChange, onEnter }: FieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [value]);
  const keyed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const element = event.currentTarget;
    if (event.key === 'Enter') {
      event.preventDefault();
      onEnter();
    } else if (event.key.length === 1 && element.selectionStart === element.selectionEnd) {
      const before = element.value.slice(0, element.selectionStart);
      const setting = typeset(before, event.key, typographyOf(lang));
      if (setting === null) return;
      event.preventDefault();
      element.setSelectionRange(before.length - setting.back, before.length);
      // The one way to write into a field that leaves the browser's own undoing whole.
      document.execCommand('insertText', false, setting.text);
    }
  };
  return (
    <textarea
      ref={(element) => {
        field.current = element;
        hold(element);
      }}
      className={`${classes['field'] ?? ''} ${classes[name] ?? ''}`}
      aria-label={label}
      placeholder={label}
      rows={1}
      lang={lang}
      dir={directionOf(lang)}
      spellCheck
      value={value}
      readOnly={readOnly}
      onKeyDown={keyed}
      onChange={(event) => onChange(cleanLine(event.currentTarget.value))}
    />
  );
}
