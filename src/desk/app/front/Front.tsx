import { Alert, Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { desk, told, Trouble } from '../client.ts';
import page from '../page.module.css';
import { useMay, useMe } from '../queries.ts';
import { frontQuery } from '../room-queries.ts';
import { useRoomWords } from '../room-words.ts';
import { useDeskEvent } from '../shell/events.ts';
import { Icon } from '../shell/Icon.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { directionOf, useTelling, useWords } from '../words.tsx';
import { Banner } from './Banner.tsx';
import classes from './Front.module.css';
import { Places } from './Places.tsx';

/** What stands at the top of the front of one language. */
export function Front() {
  const { lang } = useParams({ from: '/desk/front/$lang' });
  const { front: say } = useRoomWords();
  const { site } = useMe();
  const { Language } = useTelling();
  const navigate = useNavigate();
  return (
    <div className={page.page}>
      <header className={page.head}>
        <div>
          <h1>{say.title}</h1>
          <p className={page.intro}>{say.intro}</p>
        </div>
        <div className={page.acts}>
          {site !== null && site.languages.length > 1 && (
            <NativeSelect
              aria-label={say.title}
              value={lang}
              data={site.languages.map((tag) => ({ value: tag, label: Language(tag) }))}
              onChange={(event) =>
                void navigate({ to: '/front/$lang', params: { lang: event.currentTarget.value } })
              }
            />
          )}
          {site !== null && (
            <Button
              component="a"
              variant="default"
              href={`${site.address}/${lang}/index.html`}
              target="_blank"
              rel="noreferrer"
            >
              {say.see}
            </Button>
          )}
        </div>
      </header>
      <Curated key={lang} lang={lang} />
    </div>
  );
}

function Curated({ lang }: { lang: string }) {
  const { front: say } = useRoomWords();
  const { reasons } = useWords();
  const may = useMay();
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(frontQuery(lang));
  const learn = () => queries.invalidateQueries({ queryKey: ['front', lang] });
  useDeskEvent('front', (event) => {
    if (event.lang === lang) void learn();
  });
  const headlines = new Map<string, string>(data.cards.map((card) => [card.story, card.headline]));
  const headlineOf = (story: string): string => headlines.get(story) ?? story;
  const [placed, setPlaced] = useState(data.slots);
  const [before, setBefore] = useState(data.slots);
  const [overtaken, setOvertaken] = useState(false);
  if (before !== data.slots) {
    // What is not published yet stays when the front is fetched anew.
    if (same(placed, before)) setPlaced(data.slots);
    else if (!same(before, data.slots)) setOvertaken(true);
    setBefore(data.slots);
  }
  const changed = !same(placed, data.slots);
  const publishing = useMutation({
    mutationFn: () => {
      const seen = data.slots.map(({ story }) => story);
      return told(desk.front[':lang'].$put({ param: { lang }, json: { slots: placed, before: seen } }));
    },
    onSuccess: () => setOvertaken(false),
    // Also when it was refused: then somebody else's stands there.
    onSettled: learn,
  });
  const isLate = publishing.error instanceof Trouble && publishing.error.code === 'front_moved';
  const editable = may('front.write');
  const free = data.newest.filter((story) => !placed.some((slot) => slot.story === story));
  return (
    <>
      <section className={page.section}>
        <h2>{say.placed}</h2>
        {editable && <p className={page.soft}>{say.keys}</p>}
        {placed.length === 0 && <p className={page.intro}>{say.free}</p>}
        <Places
          places={placed}
          headlineOf={headlineOf}
          lang={lang}
          editable={editable}
          onChange={setPlaced}
        />
        {overtaken && changed ? (
          <Alert role="alert" color="yellow" variant="outline" icon={<Icon name="warning" />}>
            {reasons.front_moved}
          </Alert>
        ) : (
          <TroubleNote error={isLate ? null : publishing.error} />
        )}
        {editable && (
          <div className={page.acts}>
            <Button disabled={!changed} loading={publishing.isPending} onClick={() => publishing.mutate()}>
              {say.publish}
            </Button>
            {changed && (
              <Button
                variant="default"
                onClick={() => {
                  setPlaced(data.slots);
                  setOvertaken(false);
                }}
              >
                {say.undo}
              </Button>
            )}
            <span role="status">{publishing.isSuccess && !changed && say.done}</span>
          </div>
        )}
      </section>
      <section className={page.section}>
        <h2>{say.newest}</h2>
        <ul className={page.rows}>
          {free.map((story) => {
            const headline = headlineOf(story);
            return (
              <li key={story}>
                <span className={classes.headline} lang={lang} dir={directionOf(lang)}>
                  {headline}
                </span>
                {editable && (
                  <Button
                    variant="default"
                    size="xs"
                    aria-label={say.add(headline)}
                    onClick={() => setPlaced([...placed, { story, until: null }])}
                  >
                    <Icon name="add" size={16} />
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      </section>
      <Banner lang={lang} banner={data.banner} editable={editable} onDone={learn} />
    </>
  );
}

type Slots = readonly { story: string; until: number | null }[];
const same = (a: Slots, b: Slots): boolean => JSON.stringify(a) === JSON.stringify(b);
