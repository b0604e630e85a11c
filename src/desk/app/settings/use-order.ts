import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { moved } from '../front/moved.ts';
import { useHouseWords } from '../house-words.ts';
import { useTelling } from '../words.tsx';

/** An order that is changed by buttons and by keys, and told of to who does not see it. */
export function useOrder<One>(items: One[], nameOf: (one: One) => string, onChange: (items: One[]) => void) {
  const { settings: say } = useHouseWords();
  const { figure } = useTelling();
  const [told, setTold] = useState('');
  const move = (from: number, to: number) => {
    const one = items[from];
    if (one === undefined || to < 0 || to >= items.length) return;
    onChange(moved(items, from, to));
    setTold(say.moved(nameOf(one), figure(to + 1)));
  };
  const onKey = (event: KeyboardEvent, index: number) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined || !event.altKey) return;
    event.preventDefault();
    move(index, index + by);
  };
  return { move, onKey, told };
}
