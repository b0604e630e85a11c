import type { ReactNode } from 'react';
import { useSpoken, LANGUAGES } from '../words.tsx';
import classes from './Door.module.css';

const OWN_NAMES = { en: 'English', ru: 'Русский', fa: 'فارسی' } as const;

/** The frame of what stands before the desk: nothing of the newsroom is told to who is not signed in. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const { lang: spoken, words, choose } = useSpoken();
  return (
    <main className={classes.door}>
      <p className={classes.name}>Longwave</p>
      <h1>{title}</h1>
      <div className={classes.content}>{children}</div>
      <nav className={classes.languages} aria-label={words.language}>
        {LANGUAGES.map((lang) => (
          <button
            key={lang}
            type="button"
            lang={lang}
            aria-pressed={lang === spoken}
            onClick={() => choose(lang)}
          >
            {OWN_NAMES[lang]}
          </button>
        ))}
      </nav>
    </main>
  );
}
