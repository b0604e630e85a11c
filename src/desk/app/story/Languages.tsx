import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { desk, told } from '../client.ts';
import { draftOf } from '../draft.ts';
import { useMay, useMe } from '../queries.ts';
import type { StoryFile } from '../shapes.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { StateMark } from '../stories/StateMark.tsx';
import { useTelling } from '../words.tsx';
import classes from './Details.module.css';
import { useStoryWords } from './words.ts';

type Props = { file: StoryFile; beside: string | null; onBeside: (story: string | null) => void };

/** The languages of a story: where each stands, beginning another, one beside the other. */
export function Languages({ file, beside, onBeside }: Props) {
  const { story, peers } = file;
  const { translations: say } = useStoryWords();
  const { site } = useMe();
  const may = useMay();
  const { language, figure, Language } = useTelling();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const begin = useMutation({
    mutationFn: async (lang: string) => {
      // A translation starts from what it translates; its fields stay, the words are written over.
      const source = file.live ?? file.revision;
      const draft = { ...draftOf(source), slug: '', bylines: source.bylines };
      return told(
        desk.stories.$post({ json: { lang, draft, source: { story: story.id, revision: source.number } } }),
      );
    },
    onSuccess: async ({ story: made }) => {
      void queries.invalidateQueries({ queryKey: ['story', story.id] });
      await navigate({ to: '/stories/$story', params: { story: made.id } });
    },
  });
  const others = peers.filter((peer) => peer.story !== story.id);
  const missing = (site?.languages ?? []).filter(
    (lang) => lang !== story.lang && !peers.some((peer) => peer.lang === lang),
  );
  if (others.length === 0 && missing.length === 0) return null;
  return (
    <section className={classes.lead} aria-label={say.title}>
      <span className={classes.label}>{say.title}</span>
      <ul className={classes.languages}>
        {others.map((peer) => (
          <li key={peer.story}>
            <span className={classes.peer}>
              <Link to="/stories/$story" params={{ story: peer.story }}>
                {Language(peer.lang)}
              </Link>
              <StateMark state={peer.state} />
            </span>
            {peer.outdated !== null && (
              <span className={classes.old}>
                {say.outdated(figure(peer.outdated.live - peer.outdated.translated))}
              </span>
            )}
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => onBeside(beside === peer.story ? null : peer.story)}
            >
              {beside === peer.story ? say.hide : say.beside(language(peer.lang))}
            </Button>
          </li>
        ))}
      </ul>
      {may('story.translate') && (
        <div className={classes.row}>
          {missing.map((lang) => (
            <Button
              key={lang}
              variant="default"
              size="xs"
              loading={begin.isPending}
              onClick={() => begin.mutate(lang)}
            >
              {say.begin(language(lang))}
            </Button>
          ))}
        </div>
      )}
      <TroubleNote error={begin.error} />
    </section>
  );
}
