import { useNavigate } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { StoryRow } from '../shapes.ts';
import { useWords } from '../words.tsx';
import { Row } from './Row.tsx';
import classes from './StoryList.module.css';

/** Rows of which only those in sight stand in the page. One of them can be reached by Tab; arrows lead on from it. */
export function StoryList({ rows }: { rows: StoryRow[] }) {
  const words = useWords();
  const navigate = useNavigate();
  const list = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const wanted = useRef<number | null>(null);
  const { rowHeight, top } = usePlace(list);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  useEffect(() => virtual.measure(), [rowHeight, virtual]);
  const at = Math.min(current, rows.length - 1);
  useEffect(() => {
    if (wanted.current === null) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  const go = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    wanted.current = next;
    setCurrent(next);
    virtual.scrollToIndex(next, { align: 'auto' });
  };
  const onKey = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(innerHeight / rowHeight) - 3);
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: at + page,
      PageUp: at - page,
    };
    const next = steps[event.key];
    if (next !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      go(next);
    }
  };
  const open = (row: StoryRow) => void navigate({ to: '/stories/$story', params: { story: row.id } });
  return (
    <div
      ref={list}
      role="list"
      aria-label={words.stories.title}
      className={classes.list}
      style={{ blockSize: virtual.getTotalSize() }}
      onKeyDown={onKey}
    >
      {virtual.getVirtualItems().map(({ index, start, key }) => {
        const row = rows[index];
        if (row === undefined) return null;
        return (
          <div
            key={key}
            role="listitem"
            aria-setsize={rows.length}
            aria-posinset={index + 1}
            className={classes.place}
            style={{ transform: `translateY(${start - top}px)` }}
          >
            <Row
              row={row}
              index={index}
              reachable={index === at}
              onFocus={() => setCurrent(index)}
              onOpen={() => open(row)}
            />
          </div>
        );
      })}
    </div>
  );
}

/** Where the list begins on the page and how tall a row is, by the styles. */
function usePlace(list: { current: HTMLElement | null }): { rowHeight: number; top: number } {
  const [place, setPlace] = useState({ rowHeight: 56, top: 0 });
  useEffect(() => {
    const look = () => {
      if (list.current === null) return;
      const rowHeight = Number.parseFloat(getComputedStyle(list.current).getPropertyValue('line-height'));
      const top = Math.round(list.current.getBoundingClientRect().top + scrollY);
      setPlace((before) =>
        before.rowHeight === rowHeight && before.top === top ? before : { rowHeight, top },
      );
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, [list]);
  return place;
}
