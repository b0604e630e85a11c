import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { desk, told } from '../client.ts';
import { useHouseWords } from '../house-words.ts';
import { useMe } from '../queries.ts';
import { termsQuery } from '../stories/terms.ts';
import { directionOf } from '../words.tsx';
import { ByLanguage } from './ByLanguage.tsx';
import { IdField } from './IdField.tsx';
import { isNamed, Named } from './Named.tsx';
import type { NamedThing } from './Named.tsx';
import { Saving } from './Saving.tsx';
import { SavingForm } from './SavingForm.tsx';
import classes from './Settings.module.css';
import { useShared } from './use-shared.ts';

type Kind = 'sections' | 'tags' | 'series';
type Term = NamedThing & { summaries?: Record<string, string> };

export const SectionSettings = () => <Terms key="sections" kind="sections" />;
export const TagSettings = () => <Terms key="tags" kind="tags" />;
export const SeriesSettings = () => <Terms key="series" kind="series" />;

async function put(kind: Kind, mine: Term, base: Term | null, position?: number): Promise<Term> {
  const { id, names, summaries = {} } = mine;
  const param = { id };
  if (kind === 'series') await told(desk.series[':id'].$put({ param, json: { names, summaries, base } }));
  else if (kind === 'tags') await told(desk.tags[':id'].$put({ param, json: { names, base } }));
  else {
    const json = { names, base, ...(position === undefined ? {} : { position }) };
    await told(desk.sections[':id'].$put({ param, json }));
  }
  return mine;
}

/** Names by which stories are found. */
function Terms({ kind }: { kind: Kind }) {
  const { settings: say } = useHouseWords();
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(termsQuery);
  const terms: Term[] = data[kind];
  const ordering = useMutation({
    mutationFn: async (ordered: Term[]) => {
      for (const [position, term] of ordered.entries()) await put(kind, term, term, position);
    },
    onMutate: (ordered) => queries.setQueryData(['terms'], { ...data, [kind]: ordered }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['terms'] }),
  });
  const intro = {
    sections: say.terms.sectionsIntro,
    tags: say.terms.tagsIntro,
    series: say.terms.seriesIntro,
  };
  return (
    <Named
      things={terms}
      intro={intro[kind]}
      newTitle={say.tabs[kind]}
      head={(term) => <Names names={term.names} />}
      word={{ sections: 'section', tags: 'tag', series: 'series' }[kind]}
      remove={(seen) => told(desk[kind][':id'].$delete({ param: { id: seen.id }, json: { base: seen } }))}
      {...(kind === 'sections' && { onOrder: (ordered: Term[]) => ordering.mutate(ordered) })}
      error={ordering.error}
      form={(term, onDone) => <TermForm kind={kind} term={term} onDone={onDone} />}
    />
  );
}

function Names({ names }: { names: Record<string, string> }) {
  const { site } = useMe();
  return (
    <span className={classes.names}>
      {(site?.languages ?? []).map((lang) => (
        <bdi key={lang} lang={lang} dir={directionOf(lang)}>
          {names[lang] ?? names[''] ?? '—'}
        </bdi>
      ))}
    </span>
  );
}

function TermForm({ kind, term, onDone }: { kind: Kind; term: Term | null; onDone: () => unknown }) {
  const { settings: say } = useHouseWords();
  const form = useShared<Term>({
    standing: term,
    blank: { id: '', names: {}, ...(kind === 'series' && { summaries: {} }) },
    put: (mine, base) => put(kind, mine, base),
    onSaved: onDone,
    onGone: onDone,
  });
  const { draft, set, error } = form;
  return (
    <SavingForm form={form} narrow>
      <ByLanguage
        label={say.nameIn}
        texts={draft.names}
        field="names"
        required
        error={error}
        onChange={(names) => set({ names })}
      />
      {kind === 'series' && (
        <ByLanguage
          label={say.terms.summaryIn}
          texts={draft.summaries ?? {}}
          rows={2}
          field="summaries"
          error={error}
          onChange={(summaries) => set({ summaries })}
        />
      )}
      <IdField
        id={draft.id}
        names={draft.names}
        fixed={term !== null}
        error={error}
        onChange={(id) => set({ id })}
      />
      <Saving form={form} ready={isNamed(draft)} />
    </SavingForm>
  );
}
