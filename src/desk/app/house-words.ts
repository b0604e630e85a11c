import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import type { HouseWords } from './languages/house/en.ts';
import { useSpoken } from './words.tsx';
import type { DeskLanguage } from './words.tsx';

async function load(lang: DeskLanguage): Promise<HouseWords> {
  if (lang === 'ru') return (await import('./languages/house/ru.ts')).ru;
  if (lang === 'fa') return (await import('./languages/house/fa.ts')).fa;
  return (await import('./languages/house/en.ts')).en;
}

export const houseWordsQuery = (lang: DeskLanguage) =>
  queryOptions({
    queryKey: ['words', 'house', lang],
    queryFn: () => load(lang),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

/** Words of import, settings and audit trail; they come with the first of these rooms. */
export function useHouseWords(): HouseWords {
  const { lang } = useSpoken();
  const { data } = useSuspenseQuery(houseWordsQuery(lang));
  return data;
}
