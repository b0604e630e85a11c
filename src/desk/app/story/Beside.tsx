import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { desk, told } from '../client.ts';
import { draftOf } from '../draft.ts';
import { StoryDiffView } from '../editor/StoryDiffView.tsx';
import { StoryEditor } from '../editor/StoryEditor.tsx';
import type { Peer, StoryFile } from '../shapes.ts';
import { Waiting } from '../shell/Between.tsx';
import { useTelling } from '../words.tsx';
import classes from './Beside.module.css';
import { storyQuery } from './story-query.ts';
import { useEditorMedia } from './use-editor-media.ts';
import { useTermName } from './use-term-name.ts';
import { useEditorWords, useStoryWords } from './words.ts';

const nothing = () => undefined;
const nobody = () => Promise.resolve(null);

/** The same story in another language, to read while writing this one; and what changed in it since it was translated. */
export function Beside({
  peer,
  file,
  mayWrite,
  onClose,
}: {
  peer: Peer;
  file: StoryFile;
  mayWrite: boolean;
  onClose: () => void;
}) {
  const { translations: say } = useStoryWords();
  const words = useEditorWords();
  const { Language } = useTelling();
  const nameOf = useTermName(peer.lang);
  const { media } = useEditorMedia(peer.lang, nobody);
  const { data: other } = useQuery(storyQuery(peer.story));
  const { story } = file;
  const outdated = file.peers.find((one) => one.story === story.id)?.outdated ?? null;
  const follows = story.source?.story === peer.story && outdated !== null;
  const { data: changes } = useQuery({
    queryKey: ['diff', peer.story, outdated],
    enabled: follows,
    queryFn: ({ signal }) =>
      told(
        desk.stories[':id'].diff.$get(
          {
            param: { id: peer.story },
            query: { from: `${outdated?.translated ?? 1}`, to: `${outdated?.live ?? 1}` },
          },
          { init: { signal } },
        ),
      ),
  });
  const queries = useQueryClient();
  const following = useMutation({
    mutationFn: () =>
      told(
        desk.stories[':id'].translation.$put({
          param: { id: story.id },
          json: { source: peer.story, ...(outdated === null ? {} : { revision: outdated.live }) },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['story', story.id] }),
  });
  return (
    <section className={classes.beside} aria-label={Language(peer.lang)}>
      <header className={classes.head}>
        <h2>{Language(peer.lang)}</h2>
        <Button variant="default" size="compact-xs" onClick={onClose}>
          {say.hide}
        </Button>
      </header>
      {follows && changes !== undefined && (
        <details className={classes.changes} open>
          <summary>{say.changed}</summary>
          <StoryDiffView diff={changes.diff} lang={peer.lang} words={words} nameOf={nameOf} />
          {mayWrite && (
            <Button size="xs" loading={following.isPending} onClick={() => following.mutate()}>
              {say.follow}
            </Button>
          )}
        </details>
      )}
      {other === undefined ? (
        <Waiting />
      ) : (
        <StoryEditor
          key={`${peer.story}-${other.revision.number}`}
          draft={draftOf(other.live ?? other.revision)}
          lang={peer.lang}
          readOnly
          onChange={nothing}
          media={media}
          words={words}
        />
      )}
    </section>
  );
}
