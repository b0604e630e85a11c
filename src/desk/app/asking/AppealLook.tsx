import { Look } from './Look.tsx';
import { encoded } from './look-address.ts';
import type { Appeal } from './queries.ts';
import { useLookChoice } from './use-look-choice.tsx';

/** The page with the appeal on it, in each language and variant. */
export function AppealLook({ appeal, ready }: { appeal: Appeal; ready: boolean }) {
  const { lang, variant, texts, choices, why } = useLookChoice(appeal.variants);
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
    <Look address={address} lang={lang} {...(why !== undefined && { why })}>
      {choices}
    </Look>
  );
}
