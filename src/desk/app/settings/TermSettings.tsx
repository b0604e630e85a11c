import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import { directionOf, nameOf, useSpoken, useWords } from '../words.tsx';
import { ByLanguage } from './ByLanguage.tsx';
import { IdField } from './IdField.tsx';
import { OrderButtons } from './Order.tsx';
import { Saving, SettingTrouble } from './Saving.tsx';
import classes from './Settings.module.css';
import { useOrder } from './use-order.ts';

type Kind = 'sections' | 'tags' | 'series';
type Term = { id: string; names: Record<string, string>; summaries?: Record<string, string> };

export const SectionSettings = () => <Terms key="sections" kind="sections" />;
export const TagSettings = () => <Terms key="tags" kind="tags" />;
export const SeriesSettings = () => <Terms key="series" kind="series" />;

function save(kind: Kind, { id, names, summaries = {} }: Term, position?: number) {
  const param = { id };
  if (kind === 'series') return told(desk.series[':id'].$put({ param, json: { names, summaries } }));
  if (kind === 'tags') return told(desk.tags[':id'].$put({ param, json: { names } }));
  const json = { names, ...(position === undefined ? {} : { position }) };
  return told(desk.sections[':id'].$put({ param, json }));
}

/** Names by which stories are found: added, renamed, ordered, removed where nothing bears them. */
function Terms({ kind }: { kind: Kind }) {
  const { settings: say } = useHouseWords();
  const { lang } = useSpoken();
  const queries = useQueryClient();
  const { data } = useSuspenseQuery({
    queryKey: ['terms'],
    queryFn: ({ signal }) => told(desk.terms.$get({}, { init: { signal } })),
  });
  const terms: Term[] = data[kind];
  const [text, setText] = useState('');
  const [changing, setChanging] = useState<Term | 'new' | null>(null);
  const learn = () => queries.invalidateQueries({ queryKey: ['terms'] });
  const removing = useMutation({
    mutationFn: (id: string) => told(desk[kind][':id'].$delete({ param: { id } })),
    onSuccess: learn,
  });
  const ordering = useMutation({
    mutationFn: async (ordered: Term[]) => {
      for (const [position, term] of ordered.entries()) await save(kind, term, position);
    },
    onMutate: (ordered) => queries.setQueryData(['terms'], { ...data, [kind]: ordered }),
    onSettled: learn,
  });
  const title = (term: Term) => nameOf(term.names, lang, term.id);
  const order = useOrder(terms, title, (ordered) => ordering.mutate(ordered));
  const wanted = text.trim().toLowerCase();
  const fits = ({ id, names }: Term) =>
    [id, ...Object.values(names)].some((name) => name.toLowerCase().includes(wanted));
  const intro = {
    sections: say.terms.sectionsIntro,
    tags: say.terms.tagsIntro,
    series: say.terms.seriesIntro,
  };
  return (
    <>
      <header className={page.head}>
        <p className={page.intro}>
          {intro[kind]} {kind === 'sections' && say.keys}
        </p>
        <Button onClick={() => setChanging('new')}>{say.add}</Button>
      </header>
      {terms.length > 8 && (
        <TextInput
          type="search"
          aria-label={say.terms.find}
          placeholder={say.terms.find}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <SettingTrouble error={removing.error ?? ordering.error} />
      {terms.length === 0 && <p className={page.intro}>{say.terms.none}</p>}
      <ol className={page.rows}>
        {terms.filter(fits).map((term) => {
          const index = terms.indexOf(term);
          return (
            <li
              key={term.id}
              onKeyDown={(event) => {
                if (kind === 'sections') order.onKey(event, index);
              }}
            >
              <TermNames term={term} kind={kind} />
              <div className={page.acts}>
                {kind === 'sections' && (
                  <OrderButtons
                    name={title(term)}
                    index={index}
                    last={terms.length - 1}
                    onMove={order.move}
                  />
                )}
                <Button
                  variant="default"
                  size="xs"
                  aria-label={say.changeOf(title(term))}
                  onClick={() => setChanging(term)}
                >
                  {say.change}
                </Button>
                <RemoveButton name={title(term)} onRemove={() => removing.mutate(term.id)} />
              </div>
            </li>
          );
        })}
      </ol>
      <p role="status" className={classes.told}>
        {order.told}
      </p>
      <TermDialog
        kind={kind}
        changing={changing}
        onClose={() => setChanging(null)}
        onDone={() => {
          setChanging(null);
          return learn();
        }}
      />
    </>
  );
}

function TermNames({ term, kind }: { term: Term; kind: Kind }) {
  const { site } = useMe();
  const { settings: say } = useHouseWords();
  const word = { sections: 'section', tags: 'tag', series: 'series' }[kind];
  return (
    <div className={page.about}>
      <span className={classes.names}>
        {(site?.languages ?? []).map((lang) => (
          <bdi key={lang} lang={lang} dir={directionOf(lang)}>
            {term.names[lang] ?? term.names[''] ?? '—'}
          </bdi>
        ))}
      </span>
      <span className={page.soft}>
        <code dir="ltr">{term.id}</code>
        {site !== null && (
          <>
            {' · '}
            <a href={`${site.address}/${word}/${term.id}.html`} target="_blank" rel="noreferrer">
              {say.see}
            </a>
          </>
        )}
      </span>
    </div>
  );
}

export function RemoveButton({ name, onRemove }: { name: string; onRemove: () => void }) {
  const words = useWords();
  const { settings: say } = useHouseWords();
  return (
    <Button variant="default" size="xs" aria-label={say.removeOf(name)} onClick={onRemove}>
      {words.remove}
    </Button>
  );
}

function TermDialog({
  kind,
  changing,
  onClose,
  onDone,
}: {
  kind: Kind;
  changing: Term | 'new' | null;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const words = useWords();
  const { settings: say } = useHouseWords();
  const { lang } = useSpoken();
  const title =
    changing === 'new' || changing === null
      ? say.tabs[kind]
      : say.changeOf(nameOf(changing.names, lang, changing.id));
  return (
    <Modal
      opened={changing !== null}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {changing !== null && (
        <TermForm kind={kind} term={changing === 'new' ? null : changing} onDone={onDone} />
      )}
    </Modal>
  );
}

function TermForm({ kind, term, onDone }: { kind: Kind; term: Term | null; onDone: () => Promise<void> }) {
  const { settings: say } = useHouseWords();
  const [draft, setDraft] = useState<Term>(term ?? { id: '', names: {}, summaries: {} });
  const saving = useMutation({ mutationFn: () => save(kind, draft), onSuccess: onDone });
  const usable = Object.values(draft.names).some((name) => name.trim() !== '');
  return (
    <form
      className={page.form}
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <ByLanguage
        label={say.nameIn}
        texts={draft.names}
        field="names"
        required
        error={saving.error}
        onChange={(names) => setDraft({ ...draft, names })}
      />
      {kind === 'series' && (
        <ByLanguage
          label={say.terms.summaryIn}
          texts={draft.summaries ?? {}}
          rows={2}
          field="summaries"
          error={saving.error}
          onChange={(summaries) => setDraft({ ...draft, summaries })}
        />
      )}
      <IdField
        id={draft.id}
        names={draft.names}
        fixed={term !== null}
        error={saving.error}
        onChange={(id) => setDraft({ ...draft, id })}
      />
      <Saving changed={usable} busy={saving.isPending} saved={false} error={saving.error} />
    </form>
  );
}
