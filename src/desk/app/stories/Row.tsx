import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { StoryRow } from '../shapes.ts';
import { Icon } from '../shell/Icon.tsx';
import { directionOf, nameOf, useSpoken, useTelling } from '../words.tsx';
import { StateMark } from './StateMark.tsx';
import classes from './StoryList.module.css';
import { useTerms } from './terms.ts';

type Props = { row: StoryRow; index: number; reachable: boolean; onFocus: () => void; onOpen: () => void };

/** One story of a list: its headline is the way into it, the whole row is its reach. */
export const Row = memo(
  function Row({ row, index, reachable, onFocus, onOpen }: Props) {
    const { lang: spoken, words } = useSpoken();
    const { figure, short, language, moment } = useTelling();
    const { sections, authors } = useTerms();
    const section = sections.find(({ id }) => id === row.section);
    const names = row.bylines.map((id) => {
      const author = authors.find((one) => one.id === id);
      return author ? nameOf(author.names, row.lang, id) : id;
    });
    const now = Date.now();
    const facts = [
      names.join(', ') || words.stories.unsigned,
      section ? nameOf(section.names, spoken, section.id) : '',
      language(row.lang),
      words.stories.words(row.words, figure(row.words)),
    ].filter(Boolean);
    return (
      <div className={classes.row} onClick={onOpen}>
        <StateMark state={row.state} />
        <div className={classes.middle}>
          <Link
            to="/stories/$story"
            params={{ story: row.id }}
            preload={false}
            className={classes.headline}
            lang={row.lang}
            dir={directionOf(row.lang)}
            data-index={index}
            tabIndex={reachable ? 0 : -1}
            onFocus={onFocus}
            onClick={(event) => event.stopPropagation()}
          >
            {row.headline || words.stories.untitled}
          </Link>
          <p className={classes.facts}>
            {row.protected && (
              <span className={classes.fact}>
                <Icon name="mask" size={15} />
                {words.stories.protected}
              </span>
            )}
            {row.task && (
              <strong className={classes.task}>
                <Icon name="warning" size={15} />
                {words.stories.task}
              </strong>
            )}
            {row.editing !== null && (
              <strong className={classes.editing}>
                <Icon name="pen" size={15} />
                {row.editing.name === null
                  ? words.stories.editingSomebody
                  : words.stories.editing(row.editing.name)}
              </strong>
            )}
            {facts.map((fact, place) => (
              // Facts stand in a fixed order and hold no state.
              <bdi key={place}>{fact}</bdi>
            ))}
          </p>
        </div>
        <div className={classes.when}>
          <time dateTime={new Date(row.changedAt).toISOString()} title={moment(row.changedAt)}>
            {short(row.changedAt, now)}
          </time>
          {row.dueAt !== null && (row.state === 'scheduled' || row.state === 'embargoed') && (
            <span className={classes.due}>{words.stories.due(short(row.dueAt, now))}</span>
          )}
        </div>
      </div>
    );
  },
  (before, after) =>
    before.row === after.row && before.index === after.index && before.reachable === after.reachable,
);
