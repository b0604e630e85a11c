import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useMay, useMe } from '../queries.ts';
import { ROOMS } from './rooms.ts';

/** Milliseconds in which a second key belongs to the `g` before it. */
const CHORD = 1500;

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, textarea, select, [role="textbox"]') !== null);

const isOver = (): boolean => document.querySelector('[role="dialog"], [role="menu"]') !== null;

/** Puts whoever searches into the field, as soon as it stands in the page; gives up after so many frames. */
function focusSearch(frames: number): void {
  const field = document.querySelector<HTMLInputElement>('[data-story-search]');
  if (field !== null) field.focus();
  else if (frames > 0) requestAnimationFrame(() => focusSearch(frames - 1));
}

/** Keys that work everywhere; single letters only where nobody is writing. */
export function useDeskKeys(asks: { onPalette: () => void; onHelp: () => void }): void {
  const navigate = useNavigate();
  const may = useMay();
  const { site } = useMe();
  const chord = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.code === 'KeyK') {
        // In a text the same keys make a link of what is chosen.
        if (event.defaultPrevented) return;
        event.preventDefault();
        asks.onPalette();
        return;
      }
      if (!plain || isWriting(event.target) || isOver()) return;
      const letter = event.code.startsWith('Key') ? event.code.slice(3).toLowerCase() : '';
      if (event.timeStamp - chord.current < CHORD) {
        chord.current = Number.NEGATIVE_INFINITY;
        const room = ROOMS.find(({ key, act }) => key === letter && may(act));
        if (room === undefined) return;
        event.preventDefault();
        void navigate({ to: room.to });
      } else if (letter === 'g') chord.current = event.timeStamp;
      else if (event.key === '?') asks.onHelp();
      else if (event.key === '/' && may('story.read')) {
        event.preventDefault();
        void navigate({ to: '/stories', search: true }).then(() => focusSearch(120));
      } else if (letter === 'n' && site !== null && may('story.create')) {
        event.preventDefault();
        void navigate({ to: '/new/$lang', params: { lang: site.defaultLang } });
      }
    };
    addEventListener('keydown', heard);
    return () => removeEventListener('keydown', heard);
  });
}
