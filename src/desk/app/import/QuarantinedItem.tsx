import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { quarantinedQuery } from '../room-queries.ts';
import { Confirm } from '../shell/Confirm.tsx';
import { Icon } from '../shell/Icon.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useTelling } from '../words.tsx';
import classes from './Import.module.css';
import { useRemark } from './remarks.ts';

/** What an original may say, as the import kept it. */
type Original = {
  format?: string;
  file?: string;
  text?: string;
  title?: string;
  excerpt?: string;
  content?: string;
};

/** What a person may change of it. */
type Said = Pick<Original, 'text' | 'title' | 'excerpt' | 'content'>;

/** One item that could not be taken: why, its original as words, and what can be done with it. */
export function QuarantinedItem() {
  const { item: id } = useParams({ from: '/desk/quarantine/$item' });
  const { import: say } = useHouseWords();
  const { moment } = useTelling();
  const { data } = useSuspenseQuery(quarantinedQuery(id));
  const sayRemark = useRemark();
  const original = JSON.parse(data.original) as Original;
  return (
    <div className={page.page}>
      <p>
        <Link to="/import">{say.back}</Link>
      </p>
      <header>
        <h1>
          <bdi>{data.item}</bdi>
        </h1>
        <p className={page.soft}>
          <bdi>{data.source}</bdi> · {say.since(moment(data.at))}
        </p>
      </header>
      {data.remarks.map(sayRemark).map(({ text, lang, dir }) => (
        <p key={text} className={classes.failed} lang={lang} dir={dir}>
          <Icon name="warning" size={18} /> {text}
        </p>
      ))}
      <Mending id={id} original={original} item={data.item} />
      <details className={classes.more}>
        <summary>{say.original}</summary>
        <pre className={classes.original} dir="ltr" tabIndex={0} aria-label={say.original}>
          {JSON.stringify(original, null, 2)}
        </pre>
      </details>
    </div>
  );
}

function Mending({ id, original, item }: { id: string; original: Original; item: string }) {
  const { import: say } = useHouseWords();
  const sayRemark = useRemark();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const isFile = original.format === 'markdown';
  const [said, setSaid] = useState<Said>(
    isFile
      ? { text: original.text ?? '' }
      : { title: original.title ?? '', excerpt: original.excerpt ?? '', content: original.content ?? '' },
  );
  const set = (part: Said) => setSaid((before) => ({ ...before, ...part }));
  const [purging, setPurging] = useState(false);
  const learn = () => queries.invalidateQueries({ queryKey: ['quarantine'], exact: true });
  const trying = useMutation({
    mutationFn: async () => {
      await told(desk.quarantine[':id'].$put({ param: { id }, json: said }));
      const { report } = await told(desk.quarantine[':id'].retry.$post({ param: { id }, json: {} }));
      return report;
    },
    onSuccess: async (report) => {
      await learn();
      const [what, story = ''] = (report.rows[0]?.target ?? '').split(' ');
      if (report.quarantined > 0) return;
      await (what === 'story'
        ? navigate({ to: '/stories/$story', params: { story } })
        : navigate({ to: '/import' }));
    },
  });
  const purge = useMutation({
    mutationFn: () => told(desk.quarantine[':id'].$delete({ param: { id } })),
    onSuccess: async () => {
      await navigate({ to: '/import' });
      await learn();
    },
  });
  const still =
    trying.data !== undefined && trying.data.quarantined > 0
      ? trying.data.rows[0]?.remarks.map(sayRemark)
      : undefined;
  return (
    <section className={page.section}>
      <h2>{say.mend}</h2>
      <p className={page.soft}>{say.mendIntro}</p>
      <form
        className={classes.mend}
        onSubmit={(event) => {
          event.preventDefault();
          trying.mutate();
        }}
      >
        {'text' in said ? (
          <Textarea
            label={say.file(original.file ?? '')}
            dir="auto"
            rows={16}
            spellCheck={false}
            classNames={{ input: classes.source ?? '' }}
            value={said.text ?? ''}
            onChange={(event) => set({ text: event.currentTarget.value })}
          />
        ) : (
          <>
            <TextInput
              label={say.headline}
              dir="auto"
              maxLength={2000}
              value={said.title ?? ''}
              onChange={(event) => set({ title: event.currentTarget.value })}
            />
            <Textarea
              label={say.standfirst}
              dir="auto"
              rows={2}
              value={said.excerpt ?? ''}
              onChange={(event) => set({ excerpt: event.currentTarget.value })}
            />
            <Textarea
              label={say.content}
              dir="auto"
              rows={14}
              spellCheck={false}
              classNames={{ input: classes.source ?? '' }}
              value={said.content ?? ''}
              onChange={(event) => set({ content: event.currentTarget.value })}
            />
          </>
        )}
        <TroubleNote error={trying.error} />
        {still !== undefined && (
          <p role="alert" className={classes.failed}>
            {say.still}{' '}
            {still.map(({ text, lang, dir }) => (
              <bdi key={text} lang={lang} dir={dir}>
                {text}{' '}
              </bdi>
            ))}
          </p>
        )}
        <div className={page.acts}>
          <Button type="submit" loading={trying.isPending}>
            {isFile ? say.tryAgain : say.openDraft}
          </Button>
          <Button variant="default" onClick={() => setPurging(true)}>
            {say.purge}
          </Button>
        </div>
      </form>
      <Confirm
        asked={purging}
        grave
        title={say.purgeOf(item)}
        why={say.purgeWhy}
        act={say.purgeSure}
        busy={purge.isPending}
        error={purge.error}
        onSure={() => purge.mutate()}
        onClose={() => setPurging(false)}
      />
    </section>
  );
}
