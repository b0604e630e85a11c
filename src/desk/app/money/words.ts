import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import type { MoneyWords } from '../languages/money/en.ts';
import { useSpoken } from '../words.tsx';
import type { DeskLanguage } from '../words.tsx';

async function load(lang: DeskLanguage): Promise<MoneyWords> {
  if (lang === 'ru') return (await import('../languages/money/ru.ts')).ru;
  if (lang === 'fa') return (await import('../languages/money/fa.ts')).fa;
  return (await import('../languages/money/en.ts')).en;
}

export const moneyWordsQuery = (lang: DeskLanguage) =>
  queryOptions({
    queryKey: ['words', 'money', lang],
    queryFn: () => load(lang),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

/** Words of the rooms of money; they come with the first of these rooms. */
export function useMoneyWords(): MoneyWords {
  const { lang } = useSpoken();
  const { data } = useSuspenseQuery(moneyWordsQuery(lang));
  return data;
}
