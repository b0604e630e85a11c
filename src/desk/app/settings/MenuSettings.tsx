import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import { pagesQuery } from '../room-queries.ts';
import type { Site } from '../shapes.ts';
import { Icon } from '../shell/Icon.tsx';
import { termsQuery } from '../stories/terms.ts';
import { directionOf, nameOf, useTelling } from '../words.tsx';
import { OrderButtons, OrderTold } from '../order/Order.tsx';
import { useOrder } from '../order/use-order.ts';
import { useFieldTrouble, Saving } from './Saving.tsx';
import { SavingForm } from './SavingForm.tsx';
import classes from './Settings.module.css';
import { useSiteForm } from './use-site.ts';

type Entry = Site['menus'][string][number];

/** What leads on from each page, per language: at the top and at the foot. */
export function MenuSettings() {
  const { settings: say } = useHouseWords();
  const { site: me } = useMe();
  const { Language } = useTelling();
  const form = useSiteForm();
  const { draft, set, error } = form;
  const [lang, setLang] = useState(draft.defaultLang);
  return (
    <SavingForm form={form}>
      <p className={page.intro}>
        {say.menus.intro} {say.keys}
      </p>
      {draft.languages.length > 1 && (
        <NativeSelect
          className={classes.language ?? ''}
          label={say.menus.language}
          value={lang}
          data={draft.languages.map((tag) => ({ value: tag, label: Language(tag) }))}
          onChange={(event) => setLang(event.currentTarget.value)}
        />
      )}
      {(['menus', 'footers'] as const).map((which) => (
        <Entries
          key={`${which} ${lang}`}
          title={which === 'menus' ? say.menus.menu : say.menus.footer}
          lang={lang}
          entries={draft[which][lang] ?? []}
          error={error}
          field={`${which}.${lang}`}
          onChange={(entries) => set({ [which]: { ...draft[which], [lang]: entries } })}
        />
      ))}
      <Saving
        form={form}
        guarded
        undoable
        see={me === null ? null : `${me.address}/${lang === me.defaultLang ? '' : `${lang}/`}`}
      />
    </SavingForm>
  );
}

/** Where a menu can lead: sections and pages by name, anything else by its address. */
function usePlaces(lang: string): { to: string; label: string }[] {
  const { settings: say } = useHouseWords();
  const { data: terms } = useSuspenseQuery(termsQuery);
  const { data: pages } = useSuspenseQuery(pagesQuery);
  return [
    ...terms.sections.map(({ id, names }) => ({
      to: `section:${id}`,
      label: say.menus.section(nameOf(names, lang, id)),
    })),
    ...pages.pages
      .filter((one) => one.lang === lang)
      .map(({ slug, headline }) => ({ to: `page:${slug}`, label: say.menus.page(headline) })),
  ];
}

const OTHER = 'other';

function Entries(props: {
  title: string;
  lang: string;
  entries: Entry[];
  error: unknown;
  field: string;
  onChange: (entries: Entry[]) => void;
}) {
  const { settings: say } = useHouseWords();
  const fieldTrouble = useFieldTrouble();
  const { title, lang, entries, error, field, onChange } = props;
  const places = usePlaces(lang);
  const known = (to: string) => places.find((place) => place.to === to);
  const nameOfEntry = ({ label, to }: Entry) => label || (known(to)?.label ?? to);
  const order = useOrder(say, entries, nameOfEntry, onChange);
  const change = (index: number, part: Partial<Entry>) =>
    onChange(entries.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const options = (to: string) => [
    ...places.map((place) => ({ value: place.to, label: place.label })),
    // A page may be named by its kind, which is no choice of its own.
    ...(/^(section|tag|series|author|page):/.test(to) && known(to) === undefined
      ? [{ value: to, label: to }]
      : []),
    { value: OTHER, label: say.menus.address },
  ];
  return (
    <section className={page.section}>
      <h2>{title}</h2>
      {entries.length === 0 && <p className={page.intro}>{say.menus.empty}</p>}
      <ol className={classes.entries}>
        {entries.map((entry, index) => {
          const name = nameOfEntry(entry);
          const isAddress = !/^(section|tag|series|author|page):/.test(entry.to);
          return (
            // Entries have no name of their own, and two may be alike.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index} onKeyDown={(event) => order.onKey(event, index)}>
              <NativeSelect
                label={say.menus.to}
                value={isAddress ? OTHER : entry.to}
                data={options(entry.to)}
                error={fieldTrouble(error, `${field}.${index}.to`)}
                onChange={(event) =>
                  change(index, { to: event.currentTarget.value === OTHER ? '' : event.currentTarget.value })
                }
              />
              {isAddress && (
                <TextInput
                  label={say.menus.address}
                  description={say.menus.addressHint}
                  dir="ltr"
                  required
                  maxLength={2000}
                  value={entry.to}
                  onChange={(event) => change(index, { to: event.currentTarget.value.trim() })}
                />
              )}
              <TextInput
                label={say.menus.label}
                lang={lang}
                dir={directionOf(lang)}
                maxLength={200}
                placeholder={known(entry.to)?.label.replace(/^[^:]+: /, '') ?? ''}
                value={entry.label}
                error={fieldTrouble(error, `${field}.${index}.label`)}
                onChange={(event) => change(index, { label: event.currentTarget.value })}
              />
              <span className={classes.tools}>
                <OrderButtons order={order} name={name} index={index} last={entries.length - 1} />
                <ActionIcon
                  variant="subtle"
                  aria-label={say.removeOf(name)}
                  onClick={() => onChange(entries.filter((_, at) => at !== index))}
                >
                  <Icon name="cross" size={16} />
                </ActionIcon>
              </span>
            </li>
          );
        })}
      </ol>
      <OrderTold order={order} />
      <p className={page.soft}>{say.menus.labelHint}</p>
      <Button
        variant="default"
        aria-label={`${say.add}: ${title}`}
        onClick={() => onChange([...entries, { label: '', to: places[0]?.to ?? '' }])}
      >
        {say.add}
      </Button>
    </section>
  );
}
