import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import page from '../page.module.css';
import { useMay } from '../queries.ts';
import { editionsQuery, keysQuery } from '../room-queries.ts';
import { useRoomWords } from '../room-words.ts';
import { Waiting } from '../shell/Between.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useTelling } from '../words.tsx';
import classes from './Reach.module.css';

/** Every signed state of the site with what it changed, and the keys that sign. */
export function Editions() {
  const { editions: say } = useRoomWords();
  const { figure, moment } = useTelling();
  const may = useMay();
  const pages = useInfiniteQuery(editionsQuery);
  const editions = pages.data?.pages.flatMap((one) => one.editions) ?? [];
  return (
    <div className={page.page}>
      <header>
        <h1>{say.title}</h1>
        <p className={page.intro}>{say.intro}</p>
      </header>
      <TroubleNote error={pages.error} />
      {pages.isPending && <Waiting />}
      {pages.data !== undefined && editions.length === 0 && <p>{say.none}</p>}
      <ol className={classes.editions}>
        {editions.map((edition) => (
          <li key={edition.edition}>
            <h2>{say.edition(figure(edition.edition))}</h2>
            <p className={page.soft}>
              {moment(edition.at)} · {say.files(figure(edition.files))}
            </p>
            {edition.counts === null ? (
              <p className={page.soft}>{say.first}</p>
            ) : (
              <ul className={classes.changes}>
                {edition.changes.map((change, index) => (
                  <li key={`${index}-${change.path ?? ''}`} data-what={change.what}>
                    <span>{say.what[change.what]}</span>
                    <bdi>{change.headline ?? change.path ?? ''}</bdi>
                  </li>
                ))}
                {edition.left > 0 && <li className={page.soft}>{say.left(figure(edition.left))}</li>}
              </ul>
            )}
          </li>
        ))}
      </ol>
      {pages.hasNextPage && (
        <Button variant="default" onClick={() => void pages.fetchNextPage()}>
          {say.earlier}
        </Button>
      )}
      {may('keys.read') && <Keys />}
    </div>
  );
}

function Keys() {
  const { editions: say } = useRoomWords();
  const { fullDay } = useTelling();
  const { data, error } = useQuery(keysQuery);
  return (
    <section className={page.section}>
      <h2>{say.keys}</h2>
      <TroubleNote error={error} />
      {data?.keys.length === 0 && <p className={page.intro}>{say.noKeys}</p>}
      <ul className={page.rows}>
        {data?.keys.map((key) => (
          <li key={`${key.role}-${key.keyid}`}>
            <div className={page.about}>
              <span className={page.name}>
                {key.role} · <bdi>{key.name}</bdi>
              </span>
              <code className={classes.key} dir="ltr">
                {key.keyid}
              </code>
            </div>
            {key.expires !== null && <span>{say.holds(fullDay(key.expires))}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
