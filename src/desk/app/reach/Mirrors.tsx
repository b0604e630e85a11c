import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { desk, told } from '../client.ts';
import type { Told } from '../client.ts';
import page from '../page.module.css';
import { useMay } from '../queries.ts';
import { mirrorsQuery } from '../room-queries.ts';
import { useRoomWords } from '../room-words.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useTelling } from '../words.tsx';
import classes from './Reach.module.css';

type Found = Told<ReturnType<typeof desk.mirrors.$get>>;
type Mirror = Found['mirrors'][number];
type Lane = Mirror['lanes'][number];

const STATES = ['listed', 'spare', 'blocked', 'retired'] as const;

/** Other places of the paper, and how readers found them over the last days. */
export function Mirrors() {
  const { mirrors: say } = useRoomWords();
  const { data } = useSuspenseQuery(mirrorsQuery);
  const verdicts = ['ok', 'slow', 'stale', 'blocked', 'poisoned'] as const;
  return (
    <div className={`${page.page} ${page.wide}`}>
      <header>
        <h1>{say.title}</h1>
        <p className={page.intro}>{say.intro}</p>
      </header>
      {data.mirrors.length === 0 ? (
        <p>{say.none}</p>
      ) : (
        <ul className={classes.legend}>
          {verdicts.map((verdict) => (
            <li key={verdict}>
              <svg width="12" height="12" aria-hidden className={classes.line}>
                <rect data-verdict={verdict} width="12" height="12" />
              </svg>
              {say.verdicts[verdict]}
            </li>
          ))}
        </ul>
      )}
      <ul className={page.rows}>
        {data.mirrors.map((mirror) => (
          <MirrorRow key={mirror.id} mirror={mirror} found={data} />
        ))}
      </ul>
    </div>
  );
}

function MirrorRow({ mirror, found }: { mirror: Mirror; found: Found }) {
  const { mirrors: say } = useRoomWords();
  const { figure, moment } = useTelling();
  const may = useMay();
  const queries = useQueryClient();
  const changing = useMutation({
    mutationFn: (state: (typeof STATES)[number]) =>
      told(desk.mirrors[':id'].$patch({ param: { id: mirror.id }, json: { state } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['mirrors'] }),
  });
  const pushing = useMutation({
    mutationFn: () => told(desk.mirrors[':id'].push.$post({ param: { id: mirror.id } })),
  });
  return (
    <li className={classes.mirror}>
      <div className={page.about}>
        <bdi className={page.name}>{mirror.id}</bdi>
        {mirror.address !== null && (
          <a href={mirror.address} dir="ltr" target="_blank" rel="noreferrer">
            {mirror.address}
          </a>
        )}
        <span className={page.soft}>
          {mirror.pushedEdition === null || mirror.pushedAt === null
            ? say.never
            : say.pushed(figure(mirror.pushedEdition), moment(mirror.pushedAt))}
        </span>
        {mirror.error !== null && <span className={classes.error}>{mirror.error}</span>}
      </div>
      <div className={page.acts}>
        {may('mirrors.write') ? (
          <>
            <NativeSelect
              size="xs"
              aria-label={`${say.state}: ${mirror.id}`}
              value={mirror.state}
              data={STATES.map((state) => ({ value: state, label: say.states[state] }))}
              onChange={(event) => {
                const state = STATES.find((one) => one === event.currentTarget.value);
                if (state !== undefined) changing.mutate(state);
              }}
            />
            <Button size="xs" variant="default" loading={pushing.isPending} onClick={() => pushing.mutate()}>
              {pushing.isSuccess ? say.asked : say.push}
            </Button>
          </>
        ) : (
          <span>{say.states[mirror.state]}</span>
        )}
      </div>
      <div className={classes.lanes}>
        {mirror.lanes.map((lane) => (
          <LaneLine key={lane.vantage} lane={lane} found={found} />
        ))}
      </div>
      <TroubleNote error={changing.error ?? pushing.error} />
    </li>
  );
}

/** What one vantage found, hour by hour: a colour and a height for each verdict, and the last one in words. */
function LaneLine({ lane, found }: { lane: Lane; found: Found }) {
  const { mirrors: say } = useRoomWords();
  const { moment } = useTelling();
  const count = Math.max(1, Math.round((found.to - found.from) / found.intervalMs));
  const { last } = lane;
  return (
    <div className={classes.lane}>
      <span className={page.soft}>{say.from(lane.vantage)}</span>
      <svg className={classes.line} viewBox={`0 0 ${count} 10`} preserveAspectRatio="none" aria-hidden>
        {lane.stretches.map(({ verdict, start, end }) => (
          <rect key={start} data-verdict={verdict} x={start} width={end - start} height="10" />
        ))}
      </svg>
      <span className={page.soft}>
        {last === null ? say.verdicts.unknown : say.last(say.verdicts[last.verdict], moment(last.at))}
      </span>
    </div>
  );
}
