import { Alert, Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { Icon } from '../shell/Icon.tsx';
import { useFieldName } from './as-read.tsx';
import { Side } from './Side.tsx';
import classes from './Meanwhile.module.css';
import type { Meanwhile as Shared } from './use-shared.ts';

/** What somebody else made of the same fields: both stand side by side, and whoever writes says which it is to be. */
export function Meanwhile({ clashes, isGone, asked, keep, take }: Shared) {
  const { settings } = useHouseWords();
  const say = settings.meanwhile;
  const nameOf = useFieldName();
  const note = useRef<HTMLDivElement>(null);
  // Whoever sent a long form from its top has to see why it was not saved; whoever is still writing is left alone.
  useEffect(() => {
    if (asked > 0) note.current?.focus();
  }, [asked]);
  const before = useRef(clashes.length);
  useEffect(() => {
    // The button that settled one is gone, and the keyboard with it.
    if (clashes.length < before.current && document.activeElement === document.body) note.current?.focus();
    before.current = clashes.length;
  }, [clashes.length]);
  return (
    <Alert
      ref={note}
      tabIndex={-1}
      role="alert"
      color="yellow"
      variant="outline"
      icon={<Icon name="warning" />}
    >
      <b>{isGone ? say.gone : say.title}</b>
      <p>{isGone ? say.goneWhy : say.why}</p>
      {isGone && (
        <div className={page.acts}>
          <Button size="xs" onClick={() => keep()}>
            {say.keep}
          </Button>
          <Button size="xs" variant="default" onClick={() => take()}>
            {say.leave}
          </Button>
        </div>
      )}
      <ul className={classes.clashes}>
        {clashes.map((clash) => {
          const name = nameOf(clash.path);
          const sides = [
            { whose: say.mine, value: clash.mine, act: say.keep, choose: keep },
            { whose: say.theirs, value: clash.theirs, act: say.take, choose: take },
          ];
          return (
            <li key={clash.path.join('.')}>
              <b>{name}</b>
              <div className={classes.sides}>
                {sides.map(({ whose, value, act, choose }) => (
                  <Side key={whose} whose={whose} path={clash.path} value={value}>
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={`${act}: ${name}`}
                      onClick={() => choose(clash)}
                    >
                      {act}
                    </Button>
                  </Side>
                ))}
              </div>
            </li>
          );
        })}
      </ul>
    </Alert>
  );
}
