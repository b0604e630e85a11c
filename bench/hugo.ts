import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpus, type BenchStory } from './corpus.ts';

/** Writes the corpus as a Hugo site, templates and all, into `folder`. */
export function writeHugoSite(folder: string, stories: number): void {
  cpSync(join(import.meta.dirname, 'hugo'), folder, { recursive: true });
  mkdirSync(join(folder, 'static'), { recursive: true });
  writeFileSync(
    join(folder, 'static', 'style.css'),
    'body { font: 1rem/1.5 serif; max-width: 40rem; margin: auto }\n',
  );
  const made = new Set<string>();
  for (const story of corpus(0, stories)) {
    const target = join(folder, 'content', story.section);
    if (!made.has(target)) mkdirSync(target, { recursive: true });
    made.add(target);
    writeFileSync(join(target, `${story.slug}.md`), markdown(story));
  }
}

function markdown(story: BenchStory): string {
  const { headline, standfirst, at, slug, tags, authors, paragraphs } = story;
  const front = {
    title: headline,
    description: standfirst,
    date: new Date(at).toISOString(),
    slug,
    tags,
    authors,
  };
  const body = paragraphs.map(({ text, heading }) => (heading ? `## ${text}` : text)).join('\n\n');
  return `${JSON.stringify(front)}\n\n${body}\n`;
}
