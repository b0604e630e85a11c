import type { Reason } from './client.ts';
import type { Words } from './languages/en.ts';
import { apart, useSpoken, useTelling } from './words.tsx';

/** What a reason is about, in the interface's language. */
export type About = { id: string; where: string; language: string; when: string; count: number };

type Said = string | ((about: About) => string);

/** What is wrong with a field; `figure` is what it may have at most or has to have at least, in digits of the language. */
function faultIn(
  faults: Words['faults'],
  fault: NonNullable<Reason['fault']>,
  figure: (n: number) => string,
) {
  const said = (faults as Record<string, string | ((limit: string) => string) | undefined>)[fault.code];
  const known = said ?? faults.other;
  return typeof known === 'string' ? known : known(figure(fault.limit ?? 0));
}

/** Says why something was refused, by its code. */
export function useReason(): (reason: Reason) => string {
  const { words, lang } = useSpoken();
  const { figure, language, moment } = useTelling();
  return ({ code, message, fault, about = {} }) => {
    if (fault !== undefined) return faultIn(words.faults, fault, figure);
    const said = (words.reasons as Record<string, Said | undefined>)[code];
    if (said === undefined) return message;
    if (typeof said === 'string') return said;
    return said({
      id: apart(about.id ?? '', lang),
      where: words.places[about.where as keyof Words['places']] ?? words.places.body,
      language: about.lang === undefined ? '' : language(about.lang),
      when: about.at === undefined ? '' : moment(about.at),
      count: about.count ?? 1,
    });
  };
}
