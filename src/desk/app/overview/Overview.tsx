import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import page from '../page.module.css';
import { overviewQuery } from '../room-queries.ts';
import { useRoomWords } from '../room-words.ts';
import { STATES } from '../shapes.ts';
import { StateMark } from '../stories/StateMark.tsx';
import { directionOf, useTelling, useWords } from '../words.tsx';
import classes from './Overview.module.css';
import { Readers } from './Readers.tsx';

type Card = { id: string; lang: string; headline: string; dueAt: number | null };

/** What is out, what is late, what waits for whoever looks. */
export function Overview() {
  const { overview: say } = useRoomWords();
  const { figure, moment, fullDay } = useTelling();
  const { data } = useSuspenseQuery({ ...overviewQuery, refetchInterval: 60_000 });
  const { edition, stories } = data;
  const most = Math.max(1, ...Object.values(stories?.byState ?? {}).map((count) => count ?? 0));
  return (
    <div className={page.page}>
      <header className={page.head}>
        <h1>{say.title}</h1>
        <p className={page.soft}>
          {edition === null
            ? say.noEdition
            : `${say.edition(figure(edition.edition))}, ${say.since(moment(edition.at))}`}
        </p>
      </header>
      {stories === null ? (
        <p className={page.intro}>{say.noRead}</p>
      ) : (
        <>
          {stories.late.length > 0 && <Cards title={say.late} cards={stories.late} late />}
          <section className={page.section}>
            <h2>{say.waiting}</h2>
            {(stories.review ?? 0) > 0 && (
              <Link to="/stories" search={{ state: 'review' }} className={classes.wait}>
                {say.review(stories.review ?? 0, figure(stories.review ?? 0))}
              </Link>
            )}
            {stories.mine > 0 && (
              <Link to="/stories" search={{ state: 'working', mine: true }} className={classes.wait}>
                {say.mine(stories.mine, figure(stories.mine))}
              </Link>
            )}
            {(stories.review ?? 0) + stories.mine === 0 && <p className={page.intro}>{say.nothing}</p>}
          </section>
          {stories.tasks.length > 0 && (
            <Cards title={say.tasks} cards={stories.tasks.map((one) => ({ ...one, dueAt: one.at }))} />
          )}
          {stories.due.length > 0 && <Cards title={say.due} cards={stories.due.slice(0, 8)} />}
          <section className={page.section}>
            <h2>{say.states}</h2>
            <ul className={classes.bars}>
              {STATES.map((state) => {
                const count = stories.byState[state] ?? 0;
                return (
                  <li key={state}>
                    <Link to="/stories" search={{ state }} className={classes.barName}>
                      <StateMark state={state} />
                    </Link>
                    <svg className={classes.bar} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden>
                      <rect width={(count / most) * 100} height="10" />
                    </svg>
                    <span className={classes.figure}>{figure(count)}</span>
                  </li>
                );
              })}
            </ul>
          </section>
          <Readers />
          {stories.expiring.length > 0 && (
            <section className={page.section}>
              <h2>{say.expiring}</h2>
              <ul className={page.rows}>
                {stories.expiring.map((one) => (
                  <li key={one.media}>
                    <Link to="/media">{one.media}</Link>
                    <span>{fullDay(one.expires)}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </div>
  );
}

function Cards({ title, cards, late = false }: { title: string; cards: Card[]; late?: boolean }) {
  const words = useWords();
  const { moment } = useTelling();
  return (
    <section className={page.section}>
      <h2>{title}</h2>
      <ul className={page.rows}>
        {cards.map(({ id, lang, headline, dueAt }) => (
          <li key={id}>
            <Link
              to="/stories/$story"
              params={{ story: id }}
              className={classes.headline}
              lang={lang}
              dir={directionOf(lang)}
            >
              {headline || words.stories.untitled}
            </Link>
            <span className={late ? classes.late : page.soft}>{dueAt === null ? '' : moment(dueAt)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
