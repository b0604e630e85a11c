import { useTerms } from '../stories/terms.ts';
import { nameOf } from '../words.tsx';

/** Names of sections, tags, series and authors, as a language has them. */
export function useTermName(lang: string): (field: string, id: string) => string {
  const { sections, tags, series, authors } = useTerms();
  const lists: Record<string, readonly { id: string; names: Record<string, string> }[]> = {
    section: sections,
    tags,
    series,
    bylines: authors,
  };
  return (field, id) => {
    const found = lists[field]?.find((term) => term.id === id);
    return found ? nameOf(found.names, lang, id) : id;
  };
}
