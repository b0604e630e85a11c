import { useSpoken } from '../words.tsx';

const known = new Map<string, Intl.DisplayNames>();

/** Names countries by their two letters, in the interface's language. */
export function useCountry(): (code: string) => string {
  const { lang } = useSpoken();
  const names = known.get(lang) ?? new Intl.DisplayNames(lang, { type: 'region' });
  known.set(lang, names);
  return (code) => names.of(code) ?? code;
}
