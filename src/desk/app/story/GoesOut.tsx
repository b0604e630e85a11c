import { Button, Loader, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { desk, told } from '../client.ts';
import { useMay } from '../queries.ts';
import { Icon } from '../shell/Icon.tsx';
import { useTelling, useWords } from '../words.tsx';
import classes from './GoesOut.module.css';
import type { AtMirror, GoingOut } from './use-outgoing.ts';
import { useStoryWords } from './words.ts';

/** What was just published on its way to readers and to the mirrors. */
export function GoesOut({ now, end }: GoingOut) {
  const words = useWords();
  const { progress: say } = useStoryWords();
  const { figure } = useTelling();
  const may = useMay();
  const edition = now?.phase === 'out' ? now.edition : null;
  const { data } = useQuery({
    queryKey: ['mirrors', 'outgoing', edition],
    enabled: edition !== null && may('mirrors.read'),
    queryFn: ({ signal }) => told(desk.mirrors.$get({ query: { days: '1' } }, { init: { signal } })),
  });
  if (now === null) return null;
  const mirrors = (data?.mirrors ?? []).filter(({ state }) => state === 'listed');
  return (
    <section className={classes.out} role="status" aria-label={say.title}>
      <p className={classes.line}>
        {now.phase === 'pressing' && <Loader size="xs" color="gray" />}
        {now.phase === 'out' && <Icon name="check" size={18} />}
        {now.phase === 'failed' && <Icon name="warning" size={18} />}
        {now.phase === 'pressing' && say.pressing}
        {now.phase === 'failed' && say.failed}
        {now.phase === 'out' && say.out(figure(now.edition))}
      </p>
      {now.phase === 'out' && mirrors.length > 0 && (
        <ul className={classes.mirrors} aria-label={say.mirrors}>
          {mirrors.map(({ id, pushedEdition }) => {
            const had = pushedEdition !== null && pushedEdition >= now.edition;
            return (
              <li key={id}>
                <bdi>{id}</bdi>
                <Mirror how={now.mirrors[id] ?? (had ? { kind: 'has' } : null)} />
              </li>
            );
          })}
        </ul>
      )}
      <Button variant="default" size="compact-xs" onClick={end}>
        {words.close}
      </Button>
    </section>
  );
}

function Mirror({ how }: { how: AtMirror | null }) {
  const { progress: say } = useStoryWords();
  const { figure } = useTelling();
  if (how === null) return <span className={classes.soft}>{say.waiting}</span>;
  if (how.kind === 'has') return <span className={classes.good}>{say.has}</span>;
  if (how.kind === 'failed') return <span className={classes.bad}>{say.refused}</span>;
  const told = say.pushing(figure(how.done), figure(how.total));
  return (
    <>
      <Progress
        className={classes.bar ?? ''}
        value={(100 * how.done) / Math.max(1, how.total)}
        aria-label={told}
      />
      <span className={classes.soft}>{told}</span>
    </>
  );
}
