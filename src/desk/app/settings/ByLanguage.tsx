import { Textarea, TextInput } from '@mantine/core';
import { useMe } from '../queries.ts';
import { directionOf, useTelling } from '../words.tsx';
import { useFieldTrouble } from './Saving.tsx';

type Texts = Record<string, string>;

/** One text for each language of the site; those in no language of it stay as they are. */
export function ByLanguage({
  label,
  texts,
  rows,
  required = false,
  error,
  field,
  languages,
  onChange,
}: {
  label: (language: string) => string;
  texts: Texts;
  /** Lines of a longer text. */
  rows?: number;
  /** The first language has to be there. */
  required?: boolean;
  error?: unknown;
  /** What the server calls it. */
  field: string;
  languages?: readonly string[];
  onChange: (texts: Texts) => void;
}) {
  const { site } = useMe();
  const { language } = useTelling();
  const fieldTrouble = useFieldTrouble();
  const all = languages ?? site?.languages ?? [];
  const set = (lang: string, text: string) => {
    const { [lang]: _before, ...rest } = texts;
    onChange(text === '' ? rest : { ...rest, [lang]: text });
  };
  const inFirst = (lang: string, index: number) => (index === 0 ? (texts[lang] ?? texts['']) : texts[lang]);
  return (
    <>
      {all.map((lang, index) => {
        const face = {
          label: label(language(lang)),
          lang,
          dir: directionOf(lang),
          required: required && index === 0,
          maxLength: rows === undefined ? 200 : 20_000,
          value: inFirst(lang, index) ?? '',
          error: fieldTrouble(error, `${field}.${lang}`),
        };
        return rows === undefined ? (
          <TextInput key={lang} {...face} onChange={(event) => set(lang, event.currentTarget.value)} />
        ) : (
          <Textarea
            key={lang}
            {...face}
            rows={rows}
            onChange={(event) => set(lang, event.currentTarget.value)}
          />
        );
      })}
    </>
  );
}
