import { ActionIcon, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DragEvent, KeyboardEvent } from 'react';
import { useRoomWords } from '../room-words.ts';
import { Icon } from '../shell/Icon.tsx';
import { momentOf, wallOf } from '../story/zoned.ts';
import { directionOf, useTelling } from '../words.tsx';
import classes from './Front.module.css';
import { moved } from './moved.ts';

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
  const [told, setTold] = useState('');
  const move = (from: number, to: number) => {
    const slot = places[from];
    if (slot === undefined || to < 0 || to >= places.length || from === to) return;
    onChange(moved(places, from, to));
    setTold(say.moved(headlineOf(slot.story), figure(to + 1)));
  };
  const onKey = (event: KeyboardEvent, index: number) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined || !event.altKey) return;
    event.preventDefault();
    move(index, index + by);
  };
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
              onKeyDown={(event) => onKey(event, index)}
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
                  <ActionIcon
                    variant="subtle"
                    aria-label={say.up(headline)}
                    disabled={index === 0}
                    onClick={() => move(index, index - 1)}
                  >
                    <Icon name="up" size={16} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    aria-label={say.down(headline)}
                    disabled={index === places.length - 1}
                    onClick={() => move(index, index + 1)}
                  >
                    <Icon name="down" size={16} />
                  </ActionIcon>
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
      <p role="status" className={classes.told}>
        {told}
      </p>
    </>
  );
}
