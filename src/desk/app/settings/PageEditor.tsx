import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import '../mantine-story.css';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { desk, told, Trouble } from '../client.ts';
import { StoryEditor } from '../editor/StoryEditor.tsx';
import { useHouseWords } from '../house-words.ts';
import { usePicker } from '../media/use-picker.tsx';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import { pagesQuery } from '../room-queries.ts';
import type { Site, StaticPage } from '../shapes.ts';
import { Confirm } from '../shell/Confirm.tsx';
import { useEditorMedia } from '../story/use-editor-media.ts';
import { useEditorWords } from '../story/words.ts';
import { directionOf, useTelling, useWords } from '../words.tsx';
import { ChangedSince } from './ChangedSince.tsx';
import { IdField } from './IdField.tsx';
import { isSame } from './merge.ts';
import { useFieldTrouble, Saving } from './Saving.tsx';
import { SavingForm } from './SavingForm.tsx';
import classes from './Settings.module.css';
import { useRemoval } from './use-removal.ts';
import { useShared } from './use-shared.ts';
import { putSite, useSite } from './use-site.ts';

const KINDS = ['about', 'masthead', 'privacy', 'contact', 'page'] as const;

type Draft = StaticPage;
type Named = Pick<Draft, 'lang' | 'slug' | 'kind'>;
type Places = { menus: boolean; footers: boolean };

/** One static page in one language, with its text. */
export function PageEditor() {
  const { page: id, lang } = useParams({ from: '/desk/settings/pages/$page/$lang' });
  const { data } = useSuspenseQuery(pagesQuery);
  const versions = data.pages.filter((one) => one.id === id);
  const found = versions.find((one) => one.lang === lang) ?? null;
  return <Editing key={`${id} ${lang}`} id={id} lang={lang} found={found} other={versions[0] ?? null} />;
}

function Editing({
  id,
  lang,
  found,
  other,
}: {
  id: string;
  lang: string;
  found: StaticPage | null;
  other: StaticPage | null;
}) {
  const words = useWords();
  const { settings: say } = useHouseWords();
  const fieldTrouble = useFieldTrouble();
  const { site: me } = useMe();
  const { language } = useTelling();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const site = useSite();
  const [asked, setAsked] = useState(false);
  const learn = () =>
    Promise.all([['pages'], ['site']].map((queryKey) => queries.invalidateQueries({ queryKey })));
  const shared = useShared<Draft>({
    standing: found,
    blank: () => blankOf(other, lang),
    put: async ({ id: _new, ...mine }, base) => {
      const json = { ...mine, base, ...(id === 'new' ? {} : { id }) };
      const { page: saved } = await told(desk.pages.$put({ json }));
      await place(base ?? mine, saved, places);
      return saved;
    },
    onSaved: async (saved) => {
      await learn();
      if (id === 'new')
        await navigate({
          to: '/settings/pages/$page/$lang',
          params: { page: saved.id, lang },
          replace: true,
          ignoreBlocker: true,
        });
    },
    onGone: () => void navigate({ to: '/settings/pages', ignoreBlocker: true }),
  });
  const { draft, set, error } = shared;
  const [placed, setPlaces] = useState<Partial<Places>>({});
  const standing = placesOf(site, draft);
  const places = { ...standing, ...placed };
  const form = { ...shared, changed: shared.changed || !isSame(places, standing) };
  const removal = useRemoval({
    remove: (seen: StaticPage) =>
      told(desk.pages[':id'][':lang'].$delete({ param: { id, lang }, json: { base: seen } })),
    onDone: async () => {
      await navigate({ to: '/settings/pages', ignoreBlocker: true });
      await learn();
    },
    onMet: () => {
      setAsked(false);
      return learn();
    },
  });
  const editorWords = useEditorWords();
  const { choose, picker } = usePicker(lang);
  const { media } = useEditorMedia(lang, choose);
  return (
    <SavingForm form={form}>
      <p>
        <Link to="/settings/pages">{say.pages.back}</Link> · {language(lang)}
      </p>
      <div className={page.form}>
        <TextInput
          label={say.pages.headline}
          required
          lang={lang}
          dir={directionOf(lang)}
          maxLength={500}
          value={draft.headline}
          error={fieldTrouble(error, 'headline')}
          onChange={(event) => set({ headline: event.currentTarget.value })}
        />
        <NativeSelect
          label={say.pages.kind}
          value={draft.kind}
          data={KINDS.map((kind) => ({ value: kind, label: say.pages.kinds[kind] }))}
          onChange={(event) =>
            set({ kind: KINDS.find((kind) => kind === event.currentTarget.value) ?? 'page' })
          }
        />
        <IdField
          id={draft.slug}
          names={{ '': draft.headline }}
          fixed={false}
          error={error}
          field="slug"
          onChange={(slug) => set({ slug })}
        />
        {(['menus', 'footers'] as const).map((which) => (
          <Checkbox
            key={which}
            label={which === 'menus' ? say.pages.inMenu : say.pages.inFooter}
            checked={places[which]}
            onChange={(event) => setPlaces({ ...placed, [which]: event.currentTarget.checked })}
          />
        ))}
      </div>
      <div className={classes.editor}>
        <StoryEditor
          bare
          draft={{ headline: draft.headline, kicker: '', standfirst: '', summary: '', body: draft.body }}
          lang={lang}
          readOnly={false}
          onChange={({ body }) => set({ body })}
          media={media}
          words={editorWords}
        />
      </div>
      <Saving
        guarded
        form={form}
        see={
          found === null || me === null
            ? null
            : `${me.address}/${lang === me.defaultLang ? '' : `${lang}/`}${found.slug}.html`
        }
      >
        {found !== null && (
          <Button variant="default" onClick={() => setAsked(true)}>
            {words.remove}
          </Button>
        )}
      </Saving>
      {picker}
      <Confirm
        asked={asked}
        grave
        title={say.removeOf(draft.headline)}
        why={say.pages.removeWhy}
        act={words.remove}
        busy={removal.busy}
        error={removal.error}
        onSure={() => found !== null && removal.start(found)}
        onClose={() => setAsked(false)}
      />
      <ChangedSince removal={removal} />
    </SavingForm>
  );
}

function blankOf(other: StaticPage | null, lang: string): Draft {
  const body: Draft['body'] = { type: 'doc', content: [{ type: 'paragraph', attrs: { id: '' } }] };
  // The same page bears the same word in every language, until somebody wants it otherwise.
  return {
    id: other?.id ?? '',
    lang,
    slug: other?.slug ?? '',
    kind: other?.kind ?? 'page',
    headline: '',
    body,
    menuPosition: other?.menuPosition ?? null,
  };
}

/** Puts a page that was saved into the menus as wanted, whatever else was changed in them meanwhile. */
async function place(before: Named, saved: Named, wanted: Places): Promise<void> {
  const { site } = await told(desk.site.$get());
  const placed = site && placedIn(site, before, saved, wanted);
  if (!placed) return;
  try {
    await putSite(placed, site);
  } catch (error) {
    if (!(error instanceof Trouble && error.code === 'changed_meanwhile')) throw error;
    await place(before, saved, wanted);
  }
}

const leadsTo = ({ slug, kind }: Pick<Draft, 'slug' | 'kind'>, to: string): boolean =>
  to === `page:${slug}` || (kind !== 'page' && to === `page:${kind}`);

const placesOf = (site: Site, draft: Draft): Places => ({
  menus: (site.menus[draft.lang] ?? []).some(({ to }) => leadsTo(draft, to)),
  footers: (site.footers[draft.lang] ?? []).some(({ to }) => leadsTo(draft, to)),
});

/** The site with the page in its menus as wanted; null where nothing changes. */
function placedIn(site: Site, before: Named, saved: Named, wanted: Places): Site | null {
  const { lang } = saved;
  const menu = (which: 'menus' | 'footers') => {
    const entries = (site[which][lang] ?? []).map((entry) =>
      before.slug !== saved.slug && entry.to === `page:${before.slug}`
        ? { ...entry, to: `page:${saved.slug}` }
        : entry,
    );
    const stands = entries.some(({ to }) => leadsTo(saved, to));
    if (wanted[which] && !stands) return [...entries, { label: '', to: `page:${saved.slug}` }];
    return wanted[which] ? entries : entries.filter(({ to }) => !leadsTo(saved, to));
  };
  const placed = {
    ...site,
    menus: { ...site.menus, [lang]: menu('menus') },
    footers: { ...site.footers, [lang]: menu('footers') },
  };
  const same = (['menus', 'footers'] as const).every(
    (which) => JSON.stringify(placed[which][lang]) === JSON.stringify(site[which][lang] ?? []),
  );
  return same ? null : placed;
}
