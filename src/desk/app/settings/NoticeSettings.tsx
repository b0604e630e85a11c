import { Button } from '@mantine/core';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import { noticesQuery } from '../room-queries.ts';
import type { LegalNotice } from '../shapes.ts';
import { Confirm } from '../shell/Confirm.tsx';
import { directionOf, nameOf, useSpoken, useTelling, useWords } from '../words.tsx';
import { ChangedSince } from './ChangedSince.tsx';
import { RemoveButton } from './Named.tsx';
import { type Draft, draftOf, NoticeForm } from './NoticeForm.tsx';
import { useRemoval } from './use-removal.ts';

/** Texts that a law demands on stories. */
export function NoticeSettings() {
  const { settings: say } = useHouseWords();
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(noticesQuery);
  const words = useWords();
  const [open, setOpen] = useState<string | null>(null);
  const [asked, setAsked] = useState<LegalNotice | null>(null);
  const learn = () => queries.invalidateQueries({ queryKey: ['notices'] });
  const settle = () => {
    setAsked(null);
    return learn();
  };
  const removal = useRemoval({
    remove: (seen: Draft) =>
      told(desk.notices[':id'].$delete({ param: { id: seen.id }, json: { base: seen } })),
    onDone: settle,
    onMet: settle,
  });
  if (open !== null)
    return (
      <NoticeForm
        notice={data.notices.find(({ id }) => id === open) ?? null}
        onClose={() => setOpen(null)}
        onDone={learn}
      />
    );
  return (
    <>
      <header className={page.head}>
        <p className={page.intro}>{say.notices.intro}</p>
        <Button onClick={() => setOpen('')}>{say.add}</Button>
      </header>
      {data.notices.length === 0 && <p className={page.intro}>{say.notices.none}</p>}
      <ul className={page.rows}>
        {data.notices.map((notice) => (
          <li key={notice.id}>
            <NoticeRow notice={notice} counted={data.counted} />
            <div className={page.acts}>
              <Button
                variant="default"
                size="xs"
                aria-label={say.changeOf(notice.id)}
                onClick={() => setOpen(notice.id)}
              >
                {say.change}
              </Button>
              <RemoveButton name={notice.id} onRemove={() => setAsked(notice)} />
            </div>
          </li>
        ))}
      </ul>
      <Confirm
        asked={asked !== null}
        grave
        title={say.removeOf(asked?.id ?? '')}
        why={say.notices.removeWhy}
        act={words.remove}
        busy={removal.busy}
        error={removal.error}
        onSure={() => asked !== null && removal.start(draftOf(asked))}
        onClose={() => setAsked(null)}
      />
      <ChangedSince removal={removal} />
    </>
  );
}

function NoticeRow({ notice, counted }: { notice: LegalNotice; counted: number }) {
  const { settings: say } = useHouseWords();
  const { lang } = useSpoken();
  const { site } = useMe();
  const { figure, moment } = useTelling();
  const [now] = useState(() => Date.now());
  const { validFrom, validTo, stories, example } = notice;
  const over = validTo !== null && validTo <= now;
  const holds = validFrom > now ? say.notices.before(moment(validFrom)) : say.notices.holds;
  const facts = [
    notice.jurisdiction,
    say.notices.placements[notice.placement],
    over ? say.notices.over(moment(validTo)) : holds,
    ...(!over && validTo !== null ? [say.notices.until(moment(validTo))] : []),
    stories >= counted ? say.notices.atLeast(figure(counted)) : say.notices.on(stories, figure(stories)),
  ];
  const shown = Object.keys(notice.texts).includes(lang) ? lang : (Object.keys(notice.texts)[0] ?? lang);
  return (
    <div className={page.about}>
      <span className={page.name}>
        <code dir="ltr">{notice.id}</code>
      </span>
      <span lang={shown} dir={directionOf(shown)}>
        {nameOf(notice.texts, shown).slice(0, 160)}
      </span>
      <span className={page.soft}>
        {facts.filter((fact) => fact !== '').join(' · ')}
        {site !== null && example !== null && (
          <>
            {' · '}
            <a href={`${site.address}/${example}`} target="_blank" rel="noreferrer">
              {say.see}
            </a>
          </>
        )}
      </span>
    </div>
  );
}
