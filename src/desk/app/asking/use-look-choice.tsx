import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useMe } from '../queries.ts';
import { useTelling } from '../words.tsx';
import type { Appeal } from './queries.ts';
import { useAskingWords } from './words.ts';

/** Which language and variant is looked at: its texts, why there are none, and the controls that choose. */
export function useLookChoice(variants: Appeal['variants']) {
  const { look: say } = useAskingWords();
  const { site } = useMe();
  const { Language, language } = useTelling();
  const [lang, setLang] = useState(site?.defaultLang ?? 'en');
  const [wanted, setVariant] = useState('a');
  const names = Object.keys(variants);
  const variant = names.includes(wanted) ? wanted : (names[0] ?? 'a');
  const texts = variants[variant]?.[lang];
  const choices = (
    <>
      <SegmentedControl
        aria-label={say.language}
        value={lang}
        onChange={setLang}
        data={(site?.languages ?? []).map((value) => ({ value, label: Language(value) }))}
      />
      {names.length > 1 && (
        <SegmentedControl
          aria-label={say.variant}
          value={variant}
          onChange={setVariant}
          data={names.map((value) => ({ value, label: value }))}
        />
      )}
    </>
  );
  return { lang, variant, texts, choices, ...(texts === undefined && { why: say.noWords(language(lang)) }) };
}
