/* Drawn on a field of 20 by 20 with a line of 1.5; nothing is fetched for them. */
const PATHS = {
  overview: 'M3 10.500 10 4l7 6.500M5 9v7.500h3.500V12h3v4.500H15V9',
  stories: 'M4 4h12M4 8h12M4 12h8M4 16h8',
  calendar: 'M3.500 5.500h13v11h-13zM3.500 9h13M7 3.500v3M13 3.500v3',
  media: 'M3.500 4.500h13v11h-13zM3.500 13l4-4 3.500 3.500 2-2 3.500 3.500M12.500 7.500h.01',
  front: 'M3.500 3.500h13v13h-13zM3.500 7h13M10 7v9.500M12.500 10h2M12.500 13h2',
  money:
    'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM12.300 7.700c-.4-.8-1.300-1.200-2.300-1.200-1.300 0-2.300.7-2.300 1.700 0 2.400 4.700 1.200 4.700 3.600 0 1-1 1.700-2.400 1.700-1.100 0-2-.4-2.500-1.200M10 5v1.500M10 13.500V15',
  editions: 'M10 3 17 6.500 10 10 3 6.500zM3 10l7 3.500 7-3.500M3 13.500 10 17l7-3.500',
  mirrors: 'M10 16.500v-6M7 13.500a4.300 4.300 0 1 1 6 0M4.500 15.500a7.500 7.500 0 1 1 11 0M10 10.500h.01',
  import: 'M10 3v9M6.500 8.500 10 12l3.500-3.500M3.500 13.500v3h13v-3',
  people:
    'M7.500 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.500c0-3 2.500-4.500 5.500-4.500s5.500 1.500 5.500 4.500M13 4a3 3 0 0 1 0 5.500M15 12.200c2 .5 3 2 3 4.300',
  settings: 'M4 5.500h6M14 5.500h2M12 3.500v4M4 10h2M10 10h6M8 8v4M4 14.500h6M14 14.500h2M12 12.500v4',
  audit: 'M5 3.500h10v13H5zM7.500 7h5M7.500 10h5M7.500 13h3',
  account:
    'M10 10a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM3.500 17c0-3.500 3-5 6.500-5s6.500 1.500 6.500 5',
  search: 'M9 14.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM13 13l4 4',
  menu: 'M3 5.500h14M3 10h14M3 14.500h14',
  add: 'M10 4v12M4 10h12',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  lock: 'M5 9h10v7.500H5zM7 9V6.500a3 3 0 0 1 6 0V9',
  mask: 'M3 6c4-1.500 10-1.500 14 0 0 5-2.500 8-4.500 8-1.500 0-1.500-1.500-2.500-1.500S9 14 7.500 14C5.500 14 3 11 3 6zM6.500 8.500h2M11.500 8.500h2',
  pen: 'M4 16l.8-3.500L13.500 4 16 6.500 7.500 15.200zM12 5.500 14.500 8',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4l2.500 2',
  back: 'M12 4.500 6.500 10l5.500 5.500',
  forward: 'M8 4.500 13.500 10 8 15.500',
  check: 'M4 10.500 8 14.500 16 6',
  warning: 'M10 3.500 17.500 16.500h-15zM10 8.500v4M10 14.500h.01',
  cross: 'M5 5l10 10M15 5 5 15',
  out: 'M8 4H4v12h4M12.500 6.500 16 10l-3.500 3.500M16 10H8',
  key: 'M7 13.500a3.500 3.500 0 1 1 3.300-4.700H17V12h-2v1.500h-2.500V12h-2.200A3.500 3.500 0 0 1 7 13.500zM6.500 10h.01',
  link: 'M8.500 11.500a3 3 0 0 0 4.300 0l2.700-2.700a3 3 0 0 0-4.300-4.300l-1 1M11.500 8.500a3 3 0 0 0-4.300 0l-2.700 2.700a3 3 0 0 0 4.300 4.300l1-1',
  up: 'M10 16V4.500M5 9l5-5 5 5',
  down: 'M10 4v11.500M5 11l5 5 5-5',
} as const;

export type IconName = keyof typeof PATHS;

/** Arrows that point along the line of text turn with its direction. */
const TURNING: readonly IconName[] = ['back', 'forward', 'out'];

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden
      data-turning={TURNING.includes(name) || undefined}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
