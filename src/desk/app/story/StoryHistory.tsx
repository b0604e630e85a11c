import '../mantine-story.css';
import { Button, NativeSelect } from '@mantine/core';
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import { draftOf } from '../draft.ts';
import { StoryDiffView } from '../editor/StoryDiffView.tsx';
import { StoryEditor } from '../editor/StoryEditor.tsx';
import { revisionsQuery } from '../room-queries.ts';
import type { RevisionCard, StoryFile } from '../shapes.ts';
import { Waiting } from '../shell/Between.tsx';
import { Icon } from '../shell/Icon.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useTelling, useWords } from '../words.tsx';
import { KeptTexts } from './KeptTexts.tsx';
import classes from './StoryHistory.module.css';
import { sessionsOf } from './sessions.ts';
import type { Session } from './sessions.ts';
import { Steps } from './Steps.tsx';
import sheet from './StoryDesk.module.css';
import { storyQuery } from './story-query.ts';
import { TAB } from './tab.ts';
import { useEditorMedia } from './use-editor-media.ts';
import { useTermName } from './use-term-name.ts';
import { useEditorWords, useStoryWords } from './words.ts';

type Against = 'before' | 'live' | 'newest' | 'whole';

/** What a story was: every revision, what changed in it, and the way back to it. */
export function StoryHistory() {
  const { story } = useParams({ from: '/desk/stories/$story/history' });
  const { data: file } = useSuspenseQuery(storyQuery(story));
  const words = useWords();
  const { past } = useStoryWords();
  const pages = useInfiniteQuery(revisionsQuery(story));
  const cards = pages.data?.pages.flatMap(({ revisions }) => revisions) ?? [];
  const sessions = sessionsOf(cards);
  const [chosen, setChosen] = useState<number | null>(null);
  const current = sessions.find(({ last }) => last.number === chosen) ?? sessions[0];
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <Link to="/stories/$story" params={{ story }} className={classes.back} aria-label={words.back}>
          <Icon name="back" />
        </Link>
        <h1 lang={file.story.lang}>{file.revision.headline || words.stories.untitled}</h1>
      </header>
      <div className={classes.columns}>
        <nav className={classes.line} aria-label={past.title}>
          <h2>{past.title}</h2>
          <ol>
            {sessions.map((session) => (
              <li key={session.last.number}>
                <Moment
                  session={session}
                  file={file}
                  chosen={session === current}
                  onChoose={() => setChosen(session.last.number)}
                />
              </li>
            ))}
          </ol>
          {pages.hasNextPage && (
            <Button variant="default" size="xs" onClick={() => void pages.fetchNextPage()}>
              {past.more}
            </Button>
          )}
          <Steps file={file} />
          <KeptTexts file={file} />
        </nav>
        {current === undefined ? (
          <Waiting />
        ) : (
          <Shown key={current.last.number} session={current} file={file} />
        )}
      </div>
    </div>
  );
}

function Moment({
  session,
  file,
  chosen,
  onChoose,
}: {
  session: Session<RevisionCard>;
  file: StoryFile;
  chosen: boolean;
  onChoose: () => void;
}) {
  const { past } = useStoryWords();
  const { moment, figure } = useTelling();
  const { last, count } = session;
  const marks = [
    ...(last.number === file.story.revision ? [past.newest] : []),
    ...(session.live ? [past.live] : []),
  ];
  return (
    <button type="button" className={classes.moment} aria-current={chosen || undefined} onClick={onChoose}>
      <strong>{moment(last.at)}</strong>
      <span>
        {[past.revision(figure(last.number)), ...(count > 1 ? [past.steps(count, figure(count))] : [])].join(
          ' · ',
        )}
      </span>
      {last.by !== null && <span>{past.by(last.by)}</span>}
      {marks.length > 0 && <em>{marks.join(' · ')}</em>}
    </button>
  );
}

function Shown({ session, file }: { session: Session<RevisionCard>; file: StoryFile }) {
  const { story } = file;
  const { past } = useStoryWords();
  const words = useEditorWords();
  const nameOf = useTermName(story.lang);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [against, setAgainst] = useState<Against>(session.before === null ? 'whole' : 'before');
  const { number } = session.last;
  const other = { before: session.before, live: story.liveRevision, newest: story.revision, whole: null }[
    against
  ];
  const { data, error } = useQuery({
    queryKey: ['diff', story.id, other, number],
    enabled: other !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      told(
        desk.stories[':id'].diff.$get(
          { param: { id: story.id }, query: { from: `${other ?? 1}`, to: `${number}` } },
          { init: { signal } },
        ),
      ),
  });
  const restoring = useMutation({
    mutationFn: async () => {
      const { revision } = await told(
        desk.stories[':id'].revisions[':n{[0-9]+}'].$get({ param: { id: story.id, n: `${number}` } }),
      );
      return told(
        desk.stories[':id'].$put({
          param: { id: story.id },
          json: { base: story.revision, draft: draftOf(revision), tab: TAB },
        }),
      );
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['story', story.id] });
      await navigate({ to: '/stories/$story', params: { story: story.id } });
    },
  });
  return (
    <section className={classes.shown}>
      <div className={classes.tools}>
        <NativeSelect
          label={past.against}
          value={against}
          data={[
            ...(session.before === null ? [] : [{ value: 'before', label: past.before }]),
            ...(story.liveRevision === null ? [] : [{ value: 'live', label: past.withLive }]),
            { value: 'newest', label: past.withNewest },
            { value: 'whole', label: past.whole },
          ]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setAgainst(value === 'live' || value === 'newest' || value === 'whole' ? value : 'before');
          }}
        />
        {file.writable && number !== story.revision && (
          <Button loading={restoring.isPending} title={past.restoreWhy} onClick={() => restoring.mutate()}>
            {past.restore}
          </Button>
        )}
      </div>
      <TroubleNote error={restoring.error ?? error} />
      {data !== undefined && (
        <StoryDiffView diff={data.diff} lang={story.lang} words={words} nameOf={nameOf} />
      )}
      {against === 'whole' && <Whole story={story.id} lang={story.lang} number={number} />}
    </section>
  );
}

/** A revision as it reads. */
function Whole({ story, lang, number }: { story: string; lang: string; number: number }) {
  const words = useEditorWords();
  const { media } = useEditorMedia(lang, nobody);
  const { data } = useQuery({
    queryKey: ['revision', story, number],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      told(
        desk.stories[':id'].revisions[':n{[0-9]+}'].$get(
          { param: { id: story, n: `${number}` } },
          { init: { signal } },
        ),
      ),
  });
  if (data === undefined) return <Waiting />;
  return (
    <div className={sheet.sheet}>
      <StoryEditor
        draft={draftOf(data.revision)}
        lang={lang}
        readOnly
        onChange={nothing}
        media={media}
        words={words}
      />
    </div>
  );
}

const nothing = () => undefined;
const nobody = () => Promise.resolve(null);
