import type { Say } from '../say.ts';
import type { Source, Status } from './ask.ts';
import type { PageData } from './data.ts';
import { drawLines } from './drawing.ts';
import { element } from './element.ts';

/** What this browser knows: which edition, when confirmed, from where, and which addresses answered. */
export function statusParts({ words }: PageData, say: Say, status: Status): Node[] {
  const { edition, confirmedAt, source, neutral, storedBytes } = status;
  const known = edition !== null && confirmedAt !== null;
  const lines = [
    known ? say(words.confirmed, { edition, confirmed: new Date(confirmedAt) }) : words.unconfirmed,
    ...(known && source !== null ? [say(words.source, { source: hostOf(source) })] : []),
    ...(neutral ? [words.quiet] : []),
    say(words.stored, { size: Math.ceil(storedBytes / 1000) }),
  ];
  const [first = '', ...rest] = lines;
  const parts: Node[] = [element('p', 'reach-first', first), element('p', '', rest.join(' '))];
  if (status.sources.length > 0) parts.push(sourcesOf(words, say, status.sources));
  return parts;
}

function sourcesOf(words: PageData['words'], say: Say, sources: readonly Source[]): HTMLElement {
  const rows = sources.map(({ address, use, state, ms }) => {
    const said = [
      words.states[state],
      ...(ms === null || state !== 'ok' ? [] : [say(words.ms, { ms: Math.round(ms) })]),
      ...(use === 'data' ? [words.dataMirror] : []),
    ];
    const name = element('b', '', hostOf(address));
    name.dir = 'ltr';
    return element('li', state, name, element('span', '', said.join(' · ')));
  });
  const list = element('ul', '', ...rows);
  const figure = element('figure', 'reach-sources', element('figcaption', '', words.drawing));
  const picture = element(
    'div',
    'reach-fan',
    element('span', 'reach-you', words.you),
    drawLines(sources),
    list,
  );
  figure.append(picture);
  return figure;
}

/** What a reader recognises an address by: its host, and the folder where it has one. */
function hostOf(address: string): string {
  if (!URL.canParse(address)) return address;
  const { host, pathname } = new URL(address);
  return pathname === '/' ? host : host + pathname.replace(/\/$/, '');
}

export const nothingKept = ({ words }: PageData): Node[] => [
  element('p', 'reach-first', words.noWorker),
  element('p', '', words.noWorkerWhat),
];
