import { useEffect, useRef } from 'react';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import type { LegalNotice } from '../shapes.ts';
import { directionOf, nameOf, useSpoken } from '../words.tsx';
import classes from './Settings.module.css';

type Shown = Pick<LegalNotice, 'texts' | 'placement' | 'sizeRatio'>;

/** The notice as readers will meet it, beside the lines of a story and as large as pages set it. */
export function NoticeLook({ notice }: { notice: Shown }) {
  const { settings: say } = useHouseWords();
  const { lang: spoken } = useSpoken();
  const { site } = useMe();
  const written = Object.keys(notice.texts).filter((lang) => lang !== '');
  const lang = written.includes(spoken) ? spoken : (written[0] ?? site?.defaultLang ?? spoken);
  const text = nameOf(notice.texts, lang);
  const place = useRef<HTMLDivElement>(null);
  const { sizeRatio } = notice;
  useEffect(() => {
    // Pages go by quarters, upwards; the page's policy allows a style that a script sets.
    const step = Math.ceil(Math.min(4, Math.max(0.5, sizeRatio || 1)) * 4) / 4;
    place.current?.style.setProperty('--ratio', `${step}`);
  }, [sizeRatio]);
  const legal = (
    <div ref={place} className={classes.legal} lang={lang} dir={directionOf(lang)}>
      {text.split(/\n+/).map((line, index) => (
        // Lines have no name of their own.
        // oxlint-disable-next-line react/no-array-index-key
        <p key={index}>{line}</p>
      ))}
    </div>
  );
  return (
    <section className={page.section}>
      <h2>{say.notices.look}</h2>
      <div className={classes.story}>
        {notice.placement === 'above' && legal}
        <b>{say.colours.sampleHead}</b>
        <p>{say.colours.sampleText}</p>
        {notice.placement === 'below' && legal}
        {notice.placement === 'footer' && (
          <>
            <hr />
            {legal}
          </>
        )}
      </div>
    </section>
  );
}
