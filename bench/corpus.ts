/** A made-up archive: the same stories for every program that a bench compares, from a fixed seed. */
export type BenchStory = {
  number: number;
  headline: string;
  standfirst: string;
  slug: string;
  /** Milliseconds since 1970; one story every 97 minutes, so that 10,000 fill about 22 months. */
  at: number;
  section: string;
  tags: string[];
  authors: string[];
  paragraphs: { text: string; heading: boolean }[];
};

export const SECTIONS = ['diplomacy', 'economy', 'society', 'culture', 'kestria'];
export const TAGS = Array.from({ length: 60 }, (_, n) => `tag-${n}`);
export const AUTHORS = Array.from({ length: 24 }, (_, n) => `author-${n}`);

const START = Date.UTC(2024, 0, 1, 6);
const EVERY_MS = 97 * 60_000;

/** Small, fast, seeded: mulberry32. Source: public domain, Tommy Ettinger's description. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SYLLABLES = [
  'ka',
  'ren',
  'to',
  'mil',
  'ves',
  'dor',
  'lin',
  'sa',
  'port',
  'hal',
  'ter',
  'ne',
  'rui',
  'go',
  'stra',
  'ben',
  'el',
  'quo',
  'fi',
  'mar',
];

/** A vocabulary as long-tailed as a language's, so that pages compress about as real ones do. */
function vocabulary(random: () => number): string[] {
  const words = new Set<string>();
  while (words.size < 6000) {
    const length = 1 + Math.floor(random() * 4);
    words.add(Array.from({ length }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join(''));
  }
  return [...words];
}

/** The stories numbered from `from` up to `to`; a story is the same whichever range it is asked for in. */
export function* corpus(from: number, to: number): Generator<BenchStory> {
  const words = vocabulary(seeded(1));
  for (let number = from; number < to; number++) yield story(number, words, seeded(1000 + number));
}

function story(number: number, words: string[], random: () => number): BenchStory {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const word = (): string => words[Math.floor(random() ** 3 * words.length)] ?? 'word';
  const text = (count: number): string => {
    const parts = Array.from({ length: count }, (_, at) => (at % 14 === 13 ? `${word()},` : word()));
    const line = parts.join(' ').replace(/,$/, '');
    return line.charAt(0).toUpperCase() + line.slice(1);
  };
  const paragraphs = Array.from({ length: 13 }, () => ({ text: `${text(60)}.`, heading: false }));
  paragraphs.splice(8, 0, { text: text(5), heading: true });
  paragraphs.splice(4, 0, { text: text(5), heading: true });
  const firstTag = Math.floor(random() * 58);
  return {
    number,
    headline: text(9),
    standfirst: `${text(22)}.`,
    slug: `story-${number}`,
    at: START + number * EVERY_MS,
    section: pick(SECTIONS),
    tags: [0, 1, 2].map((step) => TAGS[(firstTag + step * 7) % TAGS.length] as string),
    authors: [
      AUTHORS[number % AUTHORS.length] as string,
      AUTHORS[(number * 7 + 3) % AUTHORS.length] as string,
    ].filter((id, at, all) => all.indexOf(id) === at),
    paragraphs,
  };
}
