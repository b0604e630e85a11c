import type { PaperStory } from '#reach';

/*
 * The stories of the lab's paper, all invented. They are made from few words on purpose: what matters is their size.
 */

export type LabStory = PaperStory & { markdown: string };

const SENTENCES = [
  'The ferry did not sail on Tuesday either, and nobody at the pier could say why.',
  'A clerk in the harbour office counted eleven lorries waiting behind the closed gate.',
  'Two ministers gave two different answers within an hour, and then neither answered the telephone.',
  'Fishermen on the northern shore have begun to carry the mail themselves.',
  'The council met behind closed doors until after midnight and published no minutes.',
  'An engineer who asked not to be named said that the cable had been cut from the land.',
  'Schoolchildren on the island have learnt to read the weather from the lighthouse keeper’s flags.',
];

/** A story that is published at the time, of about so many bytes of text. */
export function labStory(slug: string, headline: string, published: Date, bytes: number): LabStory {
  const ending = `This is where the account of ${slug.replaceAll('-', ' ')} ends.`;
  const paragraphs: string[] = [];
  for (let size = 0, at = 0; size < bytes; at++) {
    const words = [0, 1, 2, 3].map((n) => SENTENCES[(at * 3 + n * n + at * n) % SENTENCES.length] ?? '');
    // Numbers keep what is long from being packed to nothing: prose packs to two fifths.
    const paragraph = `${words.join(' ')} ${digits(at, bytes > 50_000 ? 150 : 4)}`;
    paragraphs.push(paragraph);
    size += paragraph.length;
  }
  const day = published.toISOString().slice(0, 10).replaceAll('-', '/');
  const front = [`headline: ${headline}`, `slug: ${slug}`, 'lang: en', 'state: live', 'unsigned: true'];
  const markdown = `---\nid: ${slug}\n${front.join('\n')}\npublished: ${published.toISOString()}\nsummary: What happened on the far shore\n---\n\n${paragraphs.join('\n\n')}\n\n${ending}\n`;
  return { path: `${day}/${slug}.html`, headline, ending, markdown };
}

/** Figures as in a table of tides: `0417 2250 …`, the same for the same paragraph. */
function digits(seed: number, count: number): string {
  let state = seed * 2_654_435_761 + 1;
  const groups = Array.from({ length: count }, () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_507) + 0x9e3779b9) >>> 0;
    return String(state % 10_000).padStart(4, '0');
  });
  return `Tide table: ${groups.join(' ')}.`;
}
