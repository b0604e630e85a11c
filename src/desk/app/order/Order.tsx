import { ActionIcon } from '@mantine/core';
import { Icon } from '../shell/Icon.tsx';
import classes from './Order.module.css';
import type { Order } from './use-order.ts';

/** Two buttons that move something in its list. */
export function OrderButtons({
  order: { words, move },
  name,
  index,
  last,
}: {
  order: Order;
  name: string;
  index: number;
  last: number;
}) {
  return (
    <>
      <ActionIcon
        variant="subtle"
        aria-label={words.up(name)}
        disabled={index === 0}
        onClick={() => move(index, index - 1)}
      >
        <Icon name="up" size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        aria-label={words.down(name)}
        disabled={index === last}
        onClick={() => move(index, index + 1)}
      >
        <Icon name="down" size={16} />
      </ActionIcon>
    </>
  );
}

/** Says what was moved where, unseen. */
export function OrderTold({ order }: { order: Order }) {
  return (
    <p role="status" className={classes.told}>
      {order.told}
    </p>
  );
}
