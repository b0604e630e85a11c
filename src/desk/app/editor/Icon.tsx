import classes from './Icon.module.css';

/** Signs of the tools, drawn on a grid of 20. */
const PATHS = {
  bold: 'M6 3h5a3.5 3.5 0 0 1 0 7H6zm0 7h6a3.5 3.5 0 0 1 0 7H6z',
  italic: 'M9 3h6M5 17h6M12 3 8 17',
  link: 'M8 12a3.5 3.5 0 0 0 5 0l3-3a3.5 3.5 0 0 0-5-5l-1 1M12 8a3.5 3.5 0 0 0-5 0l-3 3a3.5 3.5 0 0 0 5 5l1-1',
  undo: 'M7 4 3 8l4 4M3 8h9a5 5 0 0 1 0 10H8',
  redo: 'm13 4 4 4-4 4M17 8H8a5 5 0 0 0 0 10h4',
  list: 'M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01',
  numbers: 'M9 5h8M9 10h8M9 15h8M3 4l1.5-1v5M3 12h3l-3 4h3',
  quote: 'M4 6h5v5c0 2-1 4-4 4M11 6h5v5c0 2-1 4-4 4',
  plus: 'M10 3v14M3 10h14',
  more: 'M4 10h.01M10 10h.01M16 10h.01',
  find: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12zm4.5-1.5L18 18',
  outline: 'M3 4h14M6 9h11M9 14h8',
  note: 'M3 4h14v10H9l-4 3v-3H3z',
  help: 'M7 8a3 3 0 1 1 4 2.8c-1 .4-1 1.2-1 2.2M10 16.5h.01',
  settings: 'M3 6h7m4 0h3M3 14h3m4 0h7M12 4v4M8 12v4',
  up: 'M10 17V3M5 8l5-5 5 5',
  down: 'M10 3v14M5 12l5 5 5-5',
  drag: 'M8 4h.01M12 4h.01M8 10h.01M12 10h.01M8 16h.01M12 16h.01',
  close: 'm4 4 12 12M16 4 4 16',
  bin: 'M4 6h12M8 6V4h4v2M6 6l1 11h6l1-11',
  copy: 'M7 7h9v9H7zM4 13V4h9',
  check: 'm4 10 4 4 8-9',
} as const;

/** Signs that point along the writing, and so the other way from right to left. */
const TURNED: readonly IconName[] = ['undo', 'redo', 'list', 'quote', 'outline', 'note'];

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      {...(TURNED.includes(name) ? { className: classes['turned'] } : {})}
      viewBox="0 0 20 20"
      width="18"
      height="18"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'drag' || name === 'more' ? 2.5 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
