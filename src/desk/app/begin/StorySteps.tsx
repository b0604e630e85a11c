import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import { useRoomWords } from '../room-words.ts';
import type { StoryRow } from '../shapes.ts';

/** Begins the first story, or leads back to it. */
export function WriteStep({ story }: { story: StoryRow | null }) {
  const { begin: say } = useRoomWords();
  const { site } = useMe();
  const navigate = useNavigate();
  return (
    <div className={page.form}>
      <p className={page.intro}>{say.write.why}</p>
      {story === null ? (
        <Button
          onClick={() => void navigate({ to: '/new/$lang', params: { lang: site?.defaultLang ?? 'en' } })}
        >
          {say.write.begin}
        </Button>
      ) : (
        <Open story={story} words={say.write.goOn} />
      )}
    </div>
  );
}

/** Leads to the story, where it is published. */
export function PublishStep({ story }: { story: StoryRow | null }) {
  const { begin: say } = useRoomWords();
  return (
    <div className={page.form}>
      <p className={page.intro}>{say.publish.why}</p>
      {story !== null && <Open story={story} words={say.publish.open} />}
    </div>
  );
}

function Open({ story, words }: { story: StoryRow; words: string }) {
  const { begin: say } = useRoomWords();
  const navigate = useNavigate();
  return (
    <>
      <p className={page.name} lang={story.lang}>
        <bdi>{story.headline || say.write.untitled}</bdi>
      </p>
      <Button onClick={() => void navigate({ to: '/stories/$story', params: { story: story.id } })}>
        {words}
      </Button>
    </>
  );
}
