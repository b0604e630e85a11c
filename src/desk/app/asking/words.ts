import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import type { AskingWords } from '../languages/asking/en.ts';
import { useSpoken } from '../words.tsx';
import type { DeskLanguage } from '../words.tsx';

async function load(lang: DeskLanguage): Promise<AskingWords> {
  if (lang === 'ru') return (await import('../languages/asking/ru.ts')).ru;
  if (lang === 'fa') return (await import('../languages/asking/fa.ts')).fa;
  return (await import('../languages/asking/en.ts')).en;
}

export const askingWordsQuery = (lang: DeskLanguage) =>
  queryOptions({
    queryKey: ['words', 'asking', lang],
    queryFn: () => load(lang),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

/** Words of appeals, the offer and the safety rules; they come with the first of these rooms. */
export function useAskingWords(): AskingWords {
  const { lang } = useSpoken();
  const { data } = useSuspenseQuery(askingWordsQuery(lang));
  return data;
}
