import { Modal } from '@mantine/core';
import { useMay } from '../queries.ts';
import { useWords } from '../words.tsx';
import { ROOMS } from './rooms.ts';
import classes from './Shortcuts.module.css';

const COMMAND = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

/** Every key of the desk, as a list. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const may = useMay();
  const { keys } = words;
  const groups: [string, [string[], string][]][] = [
    [
      keys.everywhere,
      [
        [[COMMAND, 'K'], keys.palette],
        [['?'], keys.help],
        [['/'], keys.search],
        [['n'], keys.create],
        ...ROOMS.filter(({ act }) => may(act)).map(({ name, key }): [string[], string] => [
          ['g', key],
          keys.goTo(words.rooms[name]),
        ]),
      ],
    ],
    [
      keys.inLists,
      [
        [['↑', '↓'], keys.upDown],
        [['Home', 'End'], keys.firstLast],
        [['Enter'], keys.open],
      ],
    ],
    [
      keys.inStory,
      [
        [[COMMAND, 'S'], keys.saveNow],
        [[COMMAND, 'Enter'], keys.publish],
      ],
    ],
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      title={keys.title}
      size="lg"
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <div className={classes.groups}>
        {groups.map(([title, rows]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl className={classes.rows}>
              {rows.map(([pressed, label]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd dir="ltr">
                    {pressed.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
