import { Button, Modal } from '@mantine/core';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { useWords } from '../words.tsx';
import { useFieldName } from './as-read.tsx';
import classes from './Meanwhile.module.css';
import { differences } from './merge.ts';
import { Side } from './Side.tsx';
import type { Removal } from './use-removal.ts';

/** What somebody else made of a thing that was about to be removed: whoever removes it says whether it still goes. */
export function ChangedSince({ removal: { changed, busy } }: { removal: Removal }) {
  const words = useWords();
  const { settings } = useHouseWords();
  const say = settings.meanwhile;
  const nameOf = useFieldName();
  return (
    <Modal
      opened={changed !== null}
      onClose={() => changed?.leave()}
      title={say.title}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {changed !== null && (
        <div className={page.form}>
          <p>{say.stillThere}</p>
          <ul className={classes.clashes}>
            {differences(changed.seen, changed.standing).map(({ path, mine, theirs }) => (
              <li key={path.join('.')}>
                <b>{nameOf(path)}</b>
                <div className={classes.sides}>
                  <Side whose={say.seen} path={path} value={mine} />
                  <Side whose={say.theirs} path={path} value={theirs} />
                </div>
              </li>
            ))}
          </ul>
          <div className={page.acts}>
            <Button color="grave" loading={busy} onClick={changed.sure}>
              {say.removeStill}
            </Button>
            <Button variant="default" onClick={changed.leave} data-autofocus>
              {say.leaveThere}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
