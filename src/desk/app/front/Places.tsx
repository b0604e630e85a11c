import { ActionIcon, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DragEvent } from 'react';
import { moved } from '../order/moved.ts';
import { OrderButtons, OrderTold } from '../order/Order.tsx';
import { useOrder } from '../order/use-order.ts';
import { useRoomWords } from '../room-words.ts';
import { Icon } from '../shell/Icon.tsx';
import { momentOf, wallOf } from '../story/zoned.ts';
import { directionOf, useTelling } from '../words.tsx';
import classes from './Front.module.css';

type Props<Slot> = {
  places: Slot[];
  headlineOf: (story: string) => string;
  lang: string;
  editable: boolean;
  onChange: (places: Slot[]) => void;
};

/** Chosen stories in their order: dragged, or moved by keys and buttons. */
export function Places<Slot extends { story: string; until: number | null }>({
  places,
  headlineOf,
  lang,
  editable,
  onChange,
}: Props<Slot>) {
  const { front: say } = useRoomWords();
  const { figure, timeZone } = useTelling();
  const [dragged, setDragged] = useState<number | null>(null);
  const order = useOrder(say, places, ({ story }) => headlineOf(story), onChange);
  const onOver = (event: DragEvent, index: number) => {
    if (dragged === null) return;
    event.preventDefault();
    if (dragged === index) return;
    onChange(moved(places, dragged, index));
    setDragged(index);
  };
  return (
    <>
      <ol className={classes.places}>
        {places.map((slot, index) => {
          const headline = headlineOf(slot.story);
          return (
            <li
              key={slot.story}
              draggable={editable}
              data-dragged={dragged === index || undefined}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move';
                setDragged(index);
              }}
              onDragOver={(event) => onOver(event, index)}
              onDrop={(event) => event.preventDefault()}
              onDragEnd={() => setDragged(null)}
              onKeyDown={(event) => order.onKey(event, index)}
            >
              <span className={classes.place}>{index === 0 ? say.lead : say.place(figure(index + 1))}</span>
              <span className={classes.headline} lang={lang} dir={directionOf(lang)}>
                {headline}
              </span>
              {editable && (
                <span className={classes.tools}>
                  <TextInput
                    type="datetime-local"
                    size="xs"
                    aria-label={`${say.until}: ${headline}`}
                    title={say.until}
                    value={slot.until === null ? '' : wallOf(slot.until, timeZone)}
                    onChange={(event) => {
                      const until = momentOf(event.currentTarget.value, timeZone);
                      onChange(places.map((one, at) => (at === index ? { ...one, until } : one)));
                    }}
                  />
                  <OrderButtons order={order} name={headline} index={index} last={places.length - 1} />
                  <ActionIcon
                    variant="subtle"
                    aria-label={say.away(headline)}
                    onClick={() => onChange(places.filter((_, at) => at !== index))}
                  >
                    <Icon name="cross" size={16} />
                  </ActionIcon>
                </span>
              )}
            </li>
          );
        })}
      </ol>
      <OrderTold order={order} />
    </>
  );
}
