import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import page from '../page.module.css';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import frames from '../story/Preview.module.css';
import { directionOf, useTelling } from '../words.tsx';
import classes from './Asking.module.css';
import { Look } from './Look.tsx';
import { encoded } from './look-address.ts';
import { type Appeal, letterQuery, type Texts } from './queries.ts';
import { useLookChoice } from './use-look-choice.tsx';
import { useAskingWords } from './words.ts';

/** An appeal for a newsletter that is written elsewhere: to be copied as text and as HTML, in each language. */
export function Letter({ variants, ready }: { variants: Appeal['variants']; ready: boolean }) {
  const { lang, texts, choices, why } = useLookChoice(variants);
  const address =
    texts === undefined || !ready ? null : `/look-at/newsletter/${lang}/${encoded(texts)}/block.html`;
  return (
    <>
      <Look address={address} lang={lang} low {...(why !== undefined && { why })}>
        {choices}
      </Look>
      {texts !== undefined && ready && <Copies lang={lang} texts={texts} />}
    </>
  );
}

function Copies({ lang, texts }: { lang: string; texts: Texts }) {
  const { appeals } = useAskingWords();
  const say = appeals.letter;
  const { figure } = useTelling();
  const { data, error } = useQuery(letterQuery(lang, texts));
  const [copied, setCopied] = useState<string | null>(null);
  const copy = (text: string) => void navigator.clipboard.writeText(text).then(() => setCopied(text));
  if (data === undefined) return <TroubleNote error={error} />;
  const shapes = [
    { title: say.text, act: say.copyText, text: data.text, lang, dir: directionOf(lang) },
    { title: say.html, act: say.copyHtml, text: data.html, lang: undefined, dir: 'ltr' },
  ];
  return (
    <section className={page.section} aria-labelledby="asking-letter">
      <h2 id="asking-letter">{say.title}</h2>
      <p className={page.soft}>
        {say.hint} {say.size(figure(data.signs), figure(data.bytes), figure(data.clipped))}
      </p>
      {shapes.map(({ title, act, text, ...face }) => (
        <div key={title} className={classes.variant}>
          <div className={frames.tools}>
            <b>{title}</b>
            <Button size="xs" variant="default" onClick={() => copy(text)}>
              {act}
            </Button>
            <span role="status">{copied === text ? say.copied : ''}</span>
          </div>
          <pre className={classes.code} tabIndex={0} aria-label={title} {...face}>
            {text}
          </pre>
        </div>
      ))}
    </section>
  );
}
