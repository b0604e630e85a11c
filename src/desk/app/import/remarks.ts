import { useHouseWords } from '../house-words.ts';
import type { RemarkAbout } from '../languages/remarks/en.ts';
import { useReason } from '../reasons.ts';
import type { ImportRow } from '../shapes.ts';
import { apart, directionOf, useSpoken, useTelling } from '../words.tsx';

type Said = ImportRow['remarks'][number];
type Remark = Exclude<Said, string>;
type Words = Record<string, string | ((about: RemarkAbout) => string) | undefined>;

/** One thing that is told of an item; `lang` is set where it is told in no other language, `dir` is always that of the words. */
export type Told = { text: string; lang: 'en' | undefined; dir: 'ltr' | 'rtl' };

/** Says what is told of an item of an import: by its code, or as it was told where it has none. */
export function useRemark(): (said: Said) => Told {
  const { remarks } = useHouseWords();
  const { figure, moment } = useTelling();
  const reason = useReason();
  const { lang } = useSpoken();
  const say = ({ code, about, text, why }: Remark): string => {
    const words = (remarks as Words)[code];
    // The newsroom's own refusals have the same words wherever they are met.
    if (words === undefined) return reason({ code, message: text, about });
    if (typeof words === 'string') return words;
    const { name = '', what = '', names = '', old = '', day = '', count = 1 } = about;
    return words({
      name: apart(`${name}`, lang),
      what: apart(`${what}`, lang),
      names: apart(`${names}`, lang),
      old: apart(`${old}`, lang),
      day: Number.isNaN(Date.parse(`${day}`)) ? `${day}` : moment(Date.parse(`${day}`)),
      count: Number(count),
      figure: figure(Number(count)),
      line: figure(Number(about['line'] ?? 0)),
      why: why === undefined ? '' : say(why),
    });
  };
  return (said) =>
    typeof said === 'string'
      ? { text: said, lang: 'en', dir: 'ltr' }
      : { text: say(said), lang: undefined, dir: directionOf(lang) };
}
