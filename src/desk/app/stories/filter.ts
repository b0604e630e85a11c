import { STATES } from '../shapes.ts';
import type { State, StoryRow } from '../shapes.ts';

/** What a list of stories shows; kept in the page's address. */
export type Filter = {
  /** `working`: not yet public and not given up; `public`: what readers have. */
  state?: State | 'working' | 'public';
  lang?: string;
  section?: string;
  text?: string;
  mine?: true;
};

export const WORKING: readonly State[] = ['draft', 'review', 'approved', 'scheduled', 'embargoed'];
export const PUBLIC: readonly State[] = ['live', 'corrected'];

const line = (value: unknown): string | undefined => {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text.trim() === '' ? undefined : text.slice(0, 200);
};

/** The filter that an address holds; what makes no sense is left out. */
export function filterFrom(search: Record<string, unknown>): Filter {
  const state = [...STATES, 'working' as const, 'public' as const].find((name) => name === search.state);
  const lang = line(search.lang);
  const section = line(search.section);
  const text = line(search.text);
  return {
    ...(state === undefined ? {} : { state }),
    ...(lang === undefined ? {} : { lang }),
    ...(section === undefined ? {} : { section }),
    ...(text === undefined ? {} : { text }),
    ...(search.mine === true || search.mine === 'true' || search.mine === 1 ? { mine: true as const } : {}),
  };
}

export const statesOf = (state: Filter['state']): readonly State[] => {
  if (state === undefined) return [];
  if (state === 'working') return WORKING;
  return state === 'public' ? PUBLIC : [state];
};

/** How the API is asked for it. */
export function queryOf({ state, lang, section, text, mine }: Filter): Query {
  const states = statesOf(state);
  return {
    ...(states.length > 0 && { state: states.join(',') }),
    ...(lang !== undefined && { lang }),
    ...(section !== undefined && { section }),
    ...(text !== undefined && { text: plain(text) }),
    ...(mine === true && { mine: '1' as const }),
  };
}

type Query = { state?: string; lang?: string; section?: string; text?: string; mine?: '1' };

/** Letters as the newsroom compares them. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

/**
 * Whether a row that is known fits. What the newsroom searches is the headline, the slug and the id; a row shows no
 * slug, so a list of fitting rows may still lack some, never hold too many.
 */
export function fitting({ state, lang, section, text }: Filter): (row: StoryRow) => boolean {
  const states = statesOf(state);
  const wanted = plain(text ?? '')
    .split(/\s+/)
    .filter(Boolean);
  return (row) => {
    if (states.length > 0 && !states.includes(row.state)) return false;
    if (lang !== undefined && row.lang !== lang) return false;
    if (section !== undefined && row.section !== section) return false;
    if (wanted.length === 0) return true;
    const headline = plain(row.headline);
    return wanted.every((word) => headline.includes(word) || row.id === word);
  };
}
