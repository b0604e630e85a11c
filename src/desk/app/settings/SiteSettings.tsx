import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import { useTelling, useWords } from '../words.tsx';
import { ByLanguage } from './ByLanguage.tsx';
import { Logo } from './Logo.tsx';
import { useFieldTrouble, Saving } from './Saving.tsx';
import { SavingForm } from './SavingForm.tsx';
import { useSiteForm } from './use-site.ts';

const ZONES = Intl.supportedValuesOf('timeZone');

/** Nameplate, publisher, languages, time zone. */
export function SiteSettings() {
  const { settings: say } = useHouseWords();
  const fieldTrouble = useFieldTrouble();
  const { site: me } = useMe();
  const form = useSiteForm();
  const { draft, set, error } = form;
  const { languages } = draft;
  return (
    <SavingForm form={form}>
      <section className={page.section}>
        <h2>{say.site.name}</h2>
        <div className={page.form}>
          <ByLanguage
            label={say.nameIn}
            texts={draft.names}
            languages={languages}
            field="names"
            required
            error={error}
            onChange={(names) => set({ names })}
          />
          <ByLanguage
            label={say.site.taglineIn}
            texts={draft.taglines}
            languages={languages}
            field="taglines"
            error={error}
            onChange={(taglines) => set({ taglines })}
          />
          <TextInput
            label={say.site.publisher}
            description={say.site.publisherHint}
            maxLength={200}
            value={draft.publisher.name}
            error={fieldTrouble(error, 'publisher.name')}
            onChange={(event) => set({ publisher: { ...draft.publisher, name: event.currentTarget.value } })}
          />
          <Logo site={draft} onChange={(logo) => set({ publisher: { ...draft.publisher, logo } })} />
          <TextInput
            type="date"
            label={say.site.adFree}
            value={draft.adFreeSince ?? ''}
            error={fieldTrouble(error, 'adFreeSince')}
            onChange={(event) => set({ adFreeSince: event.currentTarget.value || null })}
          />
        </div>
      </section>
      <Languages draft={draft} set={set} />
      <section className={page.section}>
        <h2>{say.site.zone}</h2>
        <div className={page.form}>
          <NativeSelect
            label={say.site.zone}
            description={say.site.zoneHint}
            value={draft.timeZone}
            data={ZONES.includes(draft.timeZone) ? ZONES : [draft.timeZone, ...ZONES]}
            error={fieldTrouble(error, 'timeZone')}
            onChange={(event) => set({ timeZone: event.currentTarget.value })}
          />
          <TextInput
            label={say.site.address}
            description={say.site.addressHint}
            dir="ltr"
            readOnly
            value={draft.address}
          />
        </div>
      </section>
      <Saving form={form} guarded undoable see={me === null ? null : `${me.address}/`} />
    </SavingForm>
  );
}

type Form = Pick<ReturnType<typeof useSiteForm>, 'draft' | 'set'>;

function Languages({ draft, set }: Form) {
  const words = useWords();
  const { settings: say } = useHouseWords();
  const { language, Language } = useTelling();
  const [added, setAdded] = useState('');
  const { languages, defaultLang } = draft;
  const tag = added.trim();
  const usable = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && !languages.includes(tag);
  return (
    <section className={page.section}>
      <h2>{say.site.languages}</h2>
      <p className={page.soft}>{say.site.languagesHint}</p>
      <ul className={page.rows}>
        {languages.map((lang) => (
          <li key={lang}>
            <span className={page.name}>
              {lang === defaultLang ? say.site.main(Language(lang)) : Language(lang)}
            </span>
            {lang !== defaultLang && (
              <div className={page.acts}>
                <Button
                  variant="default"
                  size="xs"
                  aria-label={say.site.makeMain(language(lang))}
                  onClick={() => set({ defaultLang: lang })}
                >
                  {say.site.makeMain(language(lang))}
                </Button>
                <Button
                  variant="default"
                  size="xs"
                  aria-label={say.removeOf(language(lang))}
                  onClick={() => set({ languages: languages.filter((one) => one !== lang) })}
                >
                  {words.remove}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <p className={page.soft}>{say.site.mainHint}</p>
      <div className={page.form}>
        <TextInput
          label={say.site.addLanguage}
          description={say.site.languageHint}
          dir="ltr"
          maxLength={35}
          value={added}
          onChange={(event) => setAdded(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={!usable}
          onClick={() => {
            set({ languages: [...languages, tag] });
            setAdded('');
          }}
        >
          {usable ? `${say.add}: ${language(tag)}` : say.add}
        </Button>
      </div>
    </section>
  );
}
