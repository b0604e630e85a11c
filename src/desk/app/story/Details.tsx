import { Checkbox, MultiSelect, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { Draft } from '../draft.ts';
import type { EditorMedia } from '../editor/media.ts';
import { useMe } from '../queries.ts';
import type { StoryFile } from '../shapes.ts';
import { useTerms } from '../stories/terms.ts';
import { directionOf, nameOf, useSpoken } from '../words.tsx';
import classes from './Details.module.css';
import { LeadPicture } from './LeadPicture.tsx';
import { Languages } from './Languages.tsx';
import { PlannedLength } from './PlannedLength.tsx';
import type { Work } from './use-writing.ts';
import { useEditorWords, useStoryWords } from './words.ts';

const Appearances = lazy(async () => ({ default: (await import('../editor/Appearances.tsx')).Appearances }));

type Props = {
  file: StoryFile;
  work: Work;
  readOnly: boolean;
  beside: string | null;
  onBeside: (story: string | null) => void;
  choose: NonNullable<EditorMedia['choose']>;
};

/** Everything of a story that is not its text. */
export function Details({ file, work, readOnly, beside, onBeside, choose }: Props) {
  const { story } = file;
  const { lang: spoken } = useSpoken();
  const { fields: say } = useStoryWords();
  const editorWords = useEditorWords();
  const { site } = useMe();
  const { sections, tags, series, authors } = useTerms();
  const { draft } = work;
  const set = (part: Partial<Draft>) => work.change({ ...draft, ...part });
  const written = { lang: story.lang, dir: directionOf(story.lang) };
  const options = (
    terms: readonly { id: string; names: Record<string, string> }[],
    chosen: readonly string[],
  ) => [
    ...terms.map(({ id, names }) => ({ value: id, label: nameOf(names, spoken, id) })),
    // What was taken out of the register is shown as it stands, so that somebody can take it out here too.
    ...chosen.filter((id) => !terms.some((term) => term.id === id)).map((id) => ({ value: id, label: id })),
  ];
  const signed = options(authors, draft.bylines).map((one) =>
    authors.find(({ id }) => id === one.value)?.pseudonymous === true
      ? { ...one, label: `${one.label} (${say.pseudonym})` }
      : one,
  );
  const hidden = draft.bylines.some(
    (id) => authors.find((author) => author.id === id)?.pseudonymous === true,
  );
  return (
    <aside className={classes.details} aria-label={useStoryWords().details}>
      <MultiSelect
        label={say.bylines}
        data={signed}
        value={draft.bylines}
        searchable
        readOnly={readOnly}
        comboboxProps={{ withinPortal: false }}
        onChange={(bylines) => set({ bylines })}
      />
      {hidden && <p className={classes.hint}>{say.protects}</p>}
      {draft.bylines.length === 0 && (
        <Checkbox
          label={say.unsigned}
          checked={draft.unsigned === true}
          disabled={readOnly}
          onChange={(event) => set({ unsigned: event.currentTarget.checked })}
        />
      )}
      <NativeSelect
        label={say.section}
        value={draft.section ?? ''}
        disabled={readOnly}
        data={[
          { value: '', label: say.noSection },
          ...options(sections, draft.section === null ? [] : [draft.section]),
        ]}
        onChange={(event) => set({ section: event.currentTarget.value || null })}
      />
      <MultiSelect
        label={say.tags}
        data={options(tags, draft.tags)}
        value={draft.tags}
        searchable
        readOnly={readOnly}
        comboboxProps={{ withinPortal: false }}
        onChange={(chosen) => set({ tags: chosen })}
      />
      <LeadPicture
        lead={draft.lead}
        lang={story.lang}
        readOnly={readOnly}
        choose={choose}
        onChange={(lead) => set({ lead })}
      />
      {series.length > 0 && (
        <div className={classes.pair}>
          <NativeSelect
            label={say.series}
            value={draft.series?.id ?? ''}
            disabled={readOnly}
            data={[
              { value: '', label: say.noSeries },
              ...options(series, draft.series === null ? [] : [draft.series.id]),
            ]}
            onChange={(event) => {
              const { value: id } = event.currentTarget;
              set({ series: id === '' ? null : { id, part: draft.series?.part ?? null } });
            }}
          />
          {draft.series !== null && (
            <NumberInput
              label={say.part}
              min={1}
              hideControls
              readOnly={readOnly}
              value={draft.series.part ?? ''}
              onChange={(part) =>
                draft.series !== null &&
                set({ series: { id: draft.series.id, part: typeof part === 'number' ? part : null } })
              }
            />
          )}
        </div>
      )}
      <div className={classes.pair}>
        <TextInput
          label={say.place}
          {...written}
          readOnly={readOnly}
          value={draft.dateline.place ?? ''}
          onChange={(event) =>
            set({ dateline: { ...draft.dateline, place: event.currentTarget.value || null } })
          }
        />
        <TextInput
          label={say.date}
          type="date"
          readOnly={readOnly}
          value={draft.dateline.date ?? ''}
          onChange={(event) =>
            set({ dateline: { ...draft.dateline, date: event.currentTarget.value || null } })
          }
        />
      </div>
      <Textarea
        label={say.summary}
        description={say.summaryHint}
        {...written}
        rows={3}
        readOnly={readOnly}
        value={draft.summary}
        onChange={(event) => set({ summary: event.currentTarget.value })}
      />
      <TextInput
        label={say.slug}
        description={say.slugHint}
        dir="ltr"
        readOnly={readOnly}
        value={draft.slug}
        onChange={(event) => set({ slug: event.currentTarget.value })}
      />
      <PlannedLength file={file} readOnly={readOnly} />
      <Languages file={file} beside={beside} onBeside={onBeside} />
      <details className={classes.looks}>
        <summary>{say.looks}</summary>
        <Suspense>
          <Appearances
            headline={draft.headline}
            kicker={draft.kicker}
            standfirst={draft.standfirst}
            summary={draft.summary}
            lang={story.lang}
            site={nameOf(site?.names ?? {}, story.lang, 'Longwave')}
            address={(site?.address ?? '').replace(/^https?:\/\//, '')}
            picture={draft.lead === null ? null : `/media/${draft.lead.media}/480`}
            words={editorWords.appearances}
          />
        </Suspense>
      </details>
    </aside>
  );
}
