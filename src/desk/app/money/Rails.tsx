import { useSuspenseQuery } from '@tanstack/react-query';
import page from '../page.module.css';
import { Icon } from '../shell/Icon.tsx';
import { useTelling } from '../words.tsx';
import classes from './Money.module.css';
import { railsQuery } from './queries.ts';
import { useMoneyWords } from './words.ts';

/** Which ways money moves by, and whether each answers. */
export function Rails() {
  const { rails: say, railNames } = useMoneyWords();
  const { moment, figure } = useTelling();
  const { data } = useSuspenseQuery(railsQuery);
  return (
    <section className={page.section} aria-labelledby="money-rails">
      <h2 id="money-rails">{say.title}</h2>
      {data.cardTesting !== null && data.cardTesting.since !== null && (
        <p className={classes.bad} role="status">
          <Icon name="warning" size={16} />{' '}
          {say.testing(
            figure(data.cardTesting.declined),
            figure(data.cardTesting.slowed),
            moment(data.cardTesting.since),
          )}
        </p>
      )}
      <ul className={page.rows}>
        {data.rails.map((rail) => (
          <li key={rail.name}>
            <div className={page.about}>
              <span className={page.name}>{railNames[rail.name]}</span>
              <span className={page.soft}>
                {rail.isOffered ? say.offered : say.goesOn}
                {' · '}
                {rail.readAt === null ? say.neverRead : say.read(moment(rail.readAt))}
              </span>
              {rail.fault !== null && (
                <span className={classes.bad}>
                  <Icon name="warning" size={16} /> {say.fault}{' '}
                  <span lang="en" dir="ltr">
                    {rail.fault}
                  </span>
                </span>
              )}
            </div>
            <span className={page.soft}>
              {rail.waiting > 0 && say.waiting(rail.waiting, figure(rail.waiting))}
              {rail.waiting > 0 && rail.questions > 0 && ' · '}
              {rail.questions > 0 && say.questions(rail.questions, figure(rail.questions))}
              {rail.waiting + rail.questions === 0 && say.nothingWaits}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Says that nothing is real here, and how that is changed; nothing where a rail is set up. */
export function PlayNote() {
  const { rails: say } = useMoneyWords();
  const { data } = useSuspenseQuery(railsQuery);
  if (!data.play) return null;
  return (
    <div className={classes.play}>
      <p>
        <strong>{say.play}</strong> {say.playWhy}
      </p>
      <ul>
        <li>{say.openCard}</li>
        <li>{say.openTransfer}</li>
        <li>{say.openBitcoin}</li>
      </ul>
    </div>
  );
}
