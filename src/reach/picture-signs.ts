import type { Verdict } from './probe/verdict.ts';

/** A sign for each verdict, drawn in a tile of 17 by 17. `ok` needs none: it is the rule. */
export const SIGNS: Record<Verdict, string> = {
  ok: '',
  slow: 'M4 9.6 q2.2 -4 4.5 -1.1 t4.5 -1.1',
  stale: 'M8.5 4.5 a4 4 0 1 0 .01 0 M8.5 6.4 v2.3 l1.7 1',
  blocked: 'M4.7 4.7 l7.6 7.6 M12.3 4.7 l-7.6 7.6',
  poisoned: 'M8.5 3.6 v6 M8.5 12.6 v.6',
};

type Colours = { ground: string; text: string; faint: string; line: string } & Record<
  Verdict,
  [fill: string, sign: string]
>;

const LIGHT: Colours = {
  ground: '#ffffff',
  text: '#16191d',
  faint: '#565e68',
  line: '#c3c9d0',
  ok: ['#bfe3cd', '#16191d'],
  slow: ['#f6d67c', '#4d3a00'],
  stale: ['#cdbff0', '#37217a'],
  blocked: ['#3a4048', '#ffffff'],
  poisoned: ['#c9281f', '#ffffff'],
};

const DARK: Colours = {
  ground: '#14171a',
  text: '#eef1f4',
  faint: '#a8b1bb',
  line: '#454d56',
  ok: ['#245c40', '#eef1f4'],
  slow: ['#6f5710', '#ffe9a8'],
  stale: ['#4f3f86', '#e4dcff'],
  blocked: ['#dde1e6', '#14171a'],
  poisoned: ['#ff7468', '#2a0502'],
};

const paint = ({ ground, text, faint, line, ...verdicts }: Colours): string =>
  [
    `.ground{fill:${ground}}text{fill:${text}}.small,.label,.axis,.vantage{fill:${faint}}.line,.tick{stroke:${line}}`,
    ...Object.entries(verdicts).map(
      ([name, [fill, sign]]) => `.${name} .fill{fill:${fill}}.${name} .sign{stroke:${sign}}`,
    ),
  ].join('');

export const PICTURE_STYLE = [
  'text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif}.title{font-size:22px;font-weight:650}.name{font-size:15px;font-weight:600}',
  '.label{text-anchor:middle;font-size:12px}.axis{font-size:12px}.end,.vantage{text-anchor:end}.tick{stroke-width:1;stroke-dasharray:2 4}.line{stroke-width:1}',
  '.sign{fill:none;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}',
  paint(LIGHT),
  `@media (prefers-color-scheme:dark){${paint(DARK)}}`,
].join('');
