import { Loader } from '@mantine/core';
import type { Check } from '../shapes.ts';
import { Icon } from '../shell/Icon.tsx';
import { useMe } from '../queries.ts';
import { useReason } from '../reasons.ts';
import { useTelling, useWords } from '../words.tsx';
import classes from './MoveDialog.module.css';
import type { Step } from './steps.ts';
import { useStoryWords } from './words.ts';

type Props = { reasons: Check['reasons']; effects: Check['effects']; waiting: boolean; step: Step };

/** What is missing for a step, and what it will do. */
export function Foreseen({ reasons, effects, waiting, step }: Props) {
  const words = useWords();
  const say = useStoryWords().move;
  const why = useReason();
  const { site } = useMe();
  const { figure, language } = useTelling();
  if (waiting) return <Loader size="sm" color="gray" aria-label={words.loading} />;
  if (reasons.length > 0) {
    return (
      <section className={`${classes.foreseen} ${classes.missing}`} role="status">
        <h3>{say.missing}</h3>
        <ul>
          {[...new Set(reasons.map(why))].map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
    );
  }
  const goesOut = ['live', 'corrected', 'scheduled', 'embargoed'].includes(step.to);
  return (
    <section className={classes.foreseen} role="status">
      <p className={classes.ready}>
        <Icon name="check" size={18} />
        {say.ready}
      </p>
      {effects !== null && goesOut && (
        <>
          <h3>{say.effects}</h3>
          <dl className={classes.effects}>
            <div>
              <dt>{say.address}</dt>
              <dd dir="ltr">
                {effects.path === null ? say.addressLater : `${site?.address ?? ''}/${effects.path}`}
              </dd>
            </div>
            {effects.lists.length > 0 && (
              <div>
                <dt>{say.lists}</dt>
                <dd>
                  {effects.lists.map((list) => (
                    <bdi key={list}>{list} </bdi>
                  ))}
                </dd>
              </div>
            )}
            {effects.languages.length > 1 && (
              <div>
                <dt>{say.languages}</dt>
                <dd>
                  {effects.languages
                    .map(({ lang, state, outdated }) =>
                      [language(lang), words.states[state], ...(outdated ? [say.outdated] : [])].join(', '),
                    )
                    .join(' · ')}
                </dd>
              </div>
            )}
          </dl>
          <ul>
            <li>{say.pages(effects.changes, figure(effects.changes))}</li>
            {effects.notices.length > 0 && (
              <li>{say.notices(effects.notices.length, figure(effects.notices.length))}</li>
            )}
            {effects.mirrors.length > 0 && (
              <li>{say.mirrors(effects.mirrors.length, figure(effects.mirrors.length))}</li>
            )}
          </ul>
        </>
      )}
    </section>
  );
}
