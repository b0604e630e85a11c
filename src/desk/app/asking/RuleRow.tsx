import { Button } from '@mantine/core';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { useTelling } from '../words.tsx';
import classes from './Asking.module.css';
import type { Rule } from './queries.ts';
import { useAskingWords } from './words.ts';

const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** One rule in the list: what it does, since when, why, by which sources, and who has checked it. */
export function RuleRow(props: {
  rule: Rule;
  name: string;
  today: string;
  editable: boolean;
  onChange: () => void;
  onEnd: () => void;
}) {
  const { rule, name, today, editable, onChange, onEnd } = props;
  const { safety: say } = useAskingWords();
  const { settings } = useHouseWords();
  const { fullDay, list } = useTelling();
  const day = (text: string) => fullDay(noon(text));
  const { from, until, verdict, acts, ground, sources, checked } = rule;
  const isOver = until !== null && until <= today;
  const facts = [
    isOver
      ? say.over(day(until))
      : `${from <= today ? say.since(day(from)) : say.coming(day(from))}${until === null ? '' : `, ${say.ends(day(until))}`}`,
    acts === null ? say.everything : list(acts.map((act) => say.acts[act])),
    say.grounds[ground],
  ];
  return (
    <>
      <div className={`${page.about} ${classes.row}`}>
        <span className={classes.line}>
          <span className={page.name}>{name}</span>
          <span className={classes.state} data-state={isOver ? 'off' : verdict}>
            {say.verdicts[verdict]}
          </span>
        </span>
        <span>{facts.join(' · ')}</span>
        <ul className={`${classes.sources} ${page.soft}`}>
          {sources.map(({ title, address }) => (
            <li key={`${title} ${address ?? ''}`}>
              <bdi>
                {address === null ? (
                  title
                ) : (
                  <a href={address} target="_blank" rel="noreferrer">
                    {title}
                  </a>
                )}
              </bdi>
            </li>
          ))}
        </ul>
        <span className={checked === null ? classes.lacks : page.soft}>
          {checked === null ? say.unchecked : say.checkedAs(checked.by, day(checked.on))}
        </span>
      </div>
      {editable && (
        <div className={page.acts}>
          <Button variant="default" size="xs" aria-label={settings.changeOf(name)} onClick={onChange}>
            {settings.change}
          </Button>
          {!isOver && (
            <Button variant="default" size="xs" aria-label={say.endNowOf(name)} onClick={onEnd}>
              {say.endNow}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
