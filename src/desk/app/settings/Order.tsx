import { ActionIcon } from '@mantine/core';
import { useHouseWords } from '../house-words.ts';
import { Icon } from '../shell/Icon.tsx';

/** Two buttons that move something in its list. */
export function OrderButtons({
  name,
  index,
  last,
  onMove,
}: {
  name: string;
  index: number;
  last: number;
  onMove: (from: number, to: number) => void;
}) {
  const { settings: say } = useHouseWords();
  return (
    <>
      <ActionIcon
        variant="subtle"
        aria-label={say.up(name)}
        disabled={index === 0}
        onClick={() => onMove(index, index - 1)}
      >
        <Icon name="up" size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        aria-label={say.down(name)}
        disabled={index === last}
        onClick={() => onMove(index, index + 1)}
      >
        <Icon name="down" size={16} />
      </ActionIcon>
    </>
  );
}
