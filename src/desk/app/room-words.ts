import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import type { RoomWords } from './languages/rooms/en.ts';
import { useSpoken } from './words.tsx';
import type { DeskLanguage } from './words.tsx';

async function load(lang: DeskLanguage): Promise<RoomWords> {
  if (lang === 'ru') return (await import('./languages/rooms/ru.ts')).ru;
  if (lang === 'fa') return (await import('./languages/rooms/fa.ts')).fa;
  return (await import('./languages/rooms/en.ts')).en;
}

export const roomWordsQuery = (lang: DeskLanguage) =>
  queryOptions({
    queryKey: ['words', 'rooms', lang],
    queryFn: () => load(lang),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

/** Words of the rooms around the stories; they come with the first of these rooms. */
export function useRoomWords(): RoomWords {
  const { lang } = useSpoken();
  const { data } = useSuspenseQuery(roomWordsQuery(lang));
  return data;
}
