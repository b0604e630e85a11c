import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useMe } from '../queries.ts';
import { useTelling } from '../words.tsx';
import { Look } from './Look.tsx';
import { encoded } from './look-address.ts';
import type { Appeal } from './queries.ts';
import { useAskingWords } from './words.ts';

/** The page with the appeal on it, in each language and variant. */
export function AppealLook({ appeal, ready }: { appeal: Appeal; ready: boolean }) {
  const { look: say } = useAskingWords();
  const { site } = useMe();
  const { Language, language } = useTelling();
  const [lang, setLang] = useState(site?.defaultLang ?? 'en');
  const [wanted, setVariant] = useState('a');
  const names = Object.keys(appeal.variants);
  const variant = names.includes(wanted) ? wanted : (names[0] ?? 'a');
  const texts = appeal.variants[variant]?.[lang];
  const looked = {
    section: appeal.sections?.[0] ?? null,
    appeal: {
      ...appeal,
      id: appeal.id === '' ? 'new' : appeal.id,
      variants: [{ name: variant, texts: { [lang]: texts } }],
    },
  };
  const address = texts === undefined || !ready ? null : `/look-at/appeal/${lang}/${encoded(looked)}/`;
  return (
    <Look
      address={address}
      lang={lang}
      {...(texts === undefined ? { why: say.noWords(language(lang)) } : {})}
    >
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
    </Look>
  );
}
