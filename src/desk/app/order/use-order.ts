import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTelling } from '../words.tsx';
import { moved } from './moved.ts';

type OrderWords = {
  up: (name: string) => string;
  down: (name: string) => string;
  moved: (name: string, figure: string) => string;
};

export type Order = {
  words: OrderWords;
  move: (from: number, to: number) => void;
  onKey: (event: KeyboardEvent, index: number) => void;
  /** What was moved last, for who does not see it. */
  told: string;
};

/** An order that is changed by buttons and by keys, and told of to who does not see it. */
export function useOrder<One>(
  words: OrderWords,
  items: One[],
  nameOf: (one: One) => string,
  onChange: (items: One[]) => void,
): Order {
  const { figure } = useTelling();
  const [told, setTold] = useState('');
  const move = (from: number, to: number) => {
    const one = items[from];
    if (one === undefined || to < 0 || to >= items.length) return;
    onChange(moved(items, from, to));
    setTold(words.moved(nameOf(one), figure(to + 1)));
  };
  const onKey = (event: KeyboardEvent, index: number) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined || !event.altKey) return;
    event.preventDefault();
    move(index, index + by);
  };
  return { words, move, onKey, told };
}
