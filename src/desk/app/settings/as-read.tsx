import type { ReactNode } from 'react';
import { bodyText } from '#body';
import type { Doc } from '#body';
import { useHouseWords } from '../house-words.ts';
import { pictureAddress } from '../media/upload.ts';
import { capital, directionOf, useSpoken, useTelling } from '../words.tsx';

/** Fields whose parts are languages. */
const SPOKEN = new Set(['names', 'taglines', 'bios', 'summaries', 'texts', 'menus', 'footers']);

const languageOf = ([first = '', second]: readonly string[]): string | undefined =>
  SPOKEN.has(first) && second !== '' ? second : undefined;

/** The direction of a value, and its language where that is known. */
export function directedAs(path: readonly string[]): { lang?: string; dir: 'ltr' | 'rtl' | 'auto' } {
  const lang = languageOf(path);
  return lang === undefined ? { dir: 'auto' } : { lang, dir: directionOf(lang) };
}

/** What a field is called on the forms. */
export function useFieldName(): (path: readonly string[]) => string {
  const { settings: say } = useHouseWords();
  const { lang } = useSpoken();
  const { language } = useTelling();
  const names: Record<string, string> = {
    ...say.meanwhile.fields,
    ...say.tabs,
    light: say.colours.light,
    dark: say.colours.dark,
    paper: say.colours.paper,
    ink: say.colours.ink,
    accent: say.colours.accent,
    publisher: say.site.publisher,
    logo: say.site.logo,
    adFreeSince: say.site.adFree,
    languages: say.site.languages,
    timeZone: say.site.zone,
    menus: say.menus.menu,
    footers: say.menus.footer,
    portrait: say.authors.portrait,
    jurisdiction: say.notices.jurisdiction,
    trigger: say.notices.trigger,
    placement: say.notices.placement,
    sizeRatio: say.notices.ratio,
    validFrom: say.notices.from,
    validTo: say.notices.to,
    headline: say.pages.headline,
    kind: say.pages.kind,
    slug: say.pages.slug,
  };
  return (path) => {
    const spoken = languageOf(path);
    // What is known by a name of its own, as a cost by its id, is called by it.
    const isNamed = path[0] === 'costs' || path[0] === 'rates';
    const known = path
      .map((part, at) => (part === spoken ? language(part) : isNamed && at === 1 ? part : names[part]))
      .filter(Boolean);
    return capital(known.length > 0 ? known.join(lang === 'fa' ? '، ' : ', ') : path.join('.'), lang);
  };
}

/** A value as people read it. */
export function useShown(): (path: readonly string[], value: unknown) => ReactNode {
  const { settings: say } = useHouseWords();
  const { figure, language, moment } = useTelling();
  const words: Record<string, string> = { ...say.notices.placements, ...say.pages.kinds };
  const textOf = (field: string, value: unknown): string => {
    if (typeof value === 'number') return /^valid|At$/.test(field) ? moment(value) : figure(value);
    if (typeof value === 'string') {
      if (field === 'placement' || field === 'kind') return words[value] ?? value;
      return field === 'languages' || field === 'defaultLang' ? language(value) : value;
    }
    if (typeof value !== 'object' || value === null) return '';
    if ('type' in value) return bodyText(value as Doc);
    const parts = Object.values(value).map((one) => textOf(field, one));
    return parts.filter((part) => part !== '').join(Array.isArray(value) ? '\n' : ' · ');
  };
  return (path, value) => {
    const field = path.findLast((part) => part !== languageOf(path)) ?? '';
    if (/^(logo|portrait)$/.test(field) && typeof value === 'string')
      return <img src={pictureAddress(value, 320)} alt="" />;
    return textOf(field, value) || say.meanwhile.empty;
  };
}
