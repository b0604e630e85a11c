import type { Newsroom } from '../open.ts';
import type { Named } from './incoming.ts';

/** Makes the sections, tags, series and authors that do not stand yet. Returns those it made. */
export async function makeNames(newsroom: Newsroom, names: Named, lang: string): Promise<Named> {
  const made: Named = [];
  for (const name of names) {
    if (await stands(newsroom, name)) continue;
    await make(newsroom, name, lang);
    made.push(name);
  }
  return made;
}

async function stands(
  { sections, tags, series, authors }: Newsroom,
  { kind, id }: Named[number],
): Promise<boolean> {
  const room = { section: sections, tag: tags, series, author: authors }[kind];
  return (await room.get(id)) !== null;
}

async function make(newsroom: Newsroom, named: Named[number], lang: string): Promise<void> {
  const names = { [lang]: named.name };
  const { id } = named;
  if ('bio' in named) {
    const bios = named.bio === '' ? {} : { [lang]: named.bio };
    await newsroom.authors.put({ id, names, bios, pseudonymous: false, portrait: null });
  } else if (named.kind === 'section') await newsroom.sections.put({ id, names });
  else if (named.kind === 'tag') await newsroom.tags.put({ id, names });
  else await newsroom.series.put({ id, names, summaries: {} });
}
