import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { use, useState } from 'react';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { termsQuery } from '../stories/terms.ts';
import { nameOf, useSpoken, useTelling, ZoneContext } from '../words.tsx';
import classes from './Asking.module.css';
import { dayAt, startOf } from './days.ts';
import { type Appeals, explainedQuery, PLACEMENTS, type Spot } from './queries.ts';
import { useAskingWords } from './words.ts';

/** Why an appeal stands on a page or does not, on any day. */
export function Why({ file }: { file: Appeals }) {
  const { appeals } = useAskingWords();
  const say = appeals.why;
  const { lang } = useSpoken();
  const { site } = useMe();
  const zone = use(ZoneContext);
  const { Language, list } = useTelling();
  const { data: terms } = useSuspenseQuery(termsQuery);
  const [spot, setSpot] = useState<Spot>({
    placement: 'strip',
    lang: site?.defaultLang ?? 'en',
    section: '',
    at: null,
  });
  const [today] = useState(() => dayAt(Date.now(), zone));
  const [day, setDay] = useState(today);
  const hasSection = spot.placement === 'strip' || spot.placement === 'epic';
  const { data, error } = useQuery(explainedQuery(hasSection ? spot : { ...spot, section: '' }));
  // Those of another place are not meant by whoever asks for this one.
  const placed = new Set(
    file.appeals.filter(({ placement }) => placement === spot.placement).map(({ id }) => id),
  );
  const rows = (data?.explained ?? []).filter(({ id }) => placed.has(id));
  return (
    <section className={page.section} aria-labelledby="asking-why">
      <h2 id="asking-why">{say.title}</h2>
      <p className={page.soft}>{say.hint}</p>
      <div className={classes.fields}>
        <NativeSelect
          label={say.placement}
          value={spot.placement}
          data={PLACEMENTS.map((value) => ({ value, label: appeals.placements[value] }))}
          onChange={(event) => {
            const placement = PLACEMENTS.find((one) => one === event.currentTarget.value) ?? 'strip';
            setSpot({ ...spot, placement });
          }}
        />
        <NativeSelect
          label={say.language}
          value={spot.lang}
          data={(site?.languages ?? []).map((value) => ({ value, label: Language(value) }))}
          onChange={(event) => setSpot({ ...spot, lang: event.currentTarget.value })}
        />
        {hasSection && (
          <NativeSelect
            label={say.section}
            value={spot.section}
            data={[
              { value: '', label: say.noSection },
              ...terms.sections.map(({ id, names }) => ({ value: id, label: nameOf(names, lang, id) })),
            ]}
            onChange={(event) => setSpot({ ...spot, section: event.currentTarget.value })}
          />
        )}
        <TextInput
          type="date"
          label={say.day}
          value={day}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            setDay(chosen);
            setSpot({ ...spot, at: chosen === '' || chosen === today ? null : startOf(chosen, zone) });
          }}
        />
      </div>
      <TroubleNote error={error} />
      <ul className={page.rows} aria-live="polite">
        {rows.map(({ id, fails, stands }) => (
          <li key={id}>
            <span className={classes.line}>
              <bdi className={page.name}>{id}</bdi>
              <span className={classes.state} data-state={stands ? 'on' : 'off'}>
                {stands
                  ? say.stands
                  : fails.length === 0
                    ? say.behind
                    : list(fails.map((one) => say.rules[one]))}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {data !== undefined && !rows.some(({ stands }) => stands) && <p>{say.none}</p>}
    </section>
  );
}
