import './colours.css';
import type { EditorWords } from '../languages/editor/en.ts';
import classes from './Appearances.module.css';
import { directionOf } from './direction.ts';

export type AppearancesProps = {
  headline: string;
  kicker: string;
  standfirst: string;
  summary: string;
  lang: string;
  /** Name of the newsroom in the story's language. */
  site: string;
  /** Where the story will be read, without the scheme. */
  address: string;
  /** An address of the lead picture's bytes; null where there is none. */
  picture: string | null;
  words: EditorWords['appearances'];
};

/** Signs that a search engine and a message show of a headline and of a summary; beyond them they cut. */
const SHOWN = {
  search: { headline: 60, summary: 155 },
  message: { headline: 90, summary: 110 },
} as const;

/** A text as a program shows it that cuts after so many signs, at the end of a word where there is one. */
export function cutTo(text: string, most: number): { text: string; cut: boolean } {
  const signs = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  if (signs.length <= most) return { text, cut: false };
  const head = signs.slice(0, most).join('');
  const blank = head.lastIndexOf(' ');
  const kept = blank > head.length / 2 ? head.slice(0, blank) : head;
  return { text: `${kept.replace(/[\s.,;:–—-]+$/u, '')}…`, cut: true };
}

/** How headline and summary look where readers meet them first: on a front, in a search, in a message. */
export function Appearances(props: AppearancesProps) {
  const { words, lang } = props;
  const told = { lang, dir: directionOf(lang) };
  const headline = props.headline.trim() || words.noHeadline;
  const summary = (props.summary || props.standfirst).trim() || words.noSummary;
  const line = (text: string, most: number) => {
    const shown = cutTo(text, most);
    return { text: shown.text, hint: shown.cut ? words.cut(most) : '' };
  };
  const search = {
    headline: line(headline, SHOWN.search.headline),
    summary: line(summary, SHOWN.search.summary),
  };
  const message = {
    headline: line(headline, SHOWN.message.headline),
    summary: line(summary, SHOWN.message.summary),
  };
  const hint = (...hints: string[]) => {
    const said = hints.filter((one) => one !== '');
    return said.length === 0 ? null : <p className={classes['hint']}>{said.join(' · ')}</p>;
  };
  const picture = (name: string) =>
    props.picture === null ? null : <img className={classes[name]} src={props.picture} alt="" />;
  return (
    <section className={classes['all']} aria-label={words.label}>
      <figure>
        <figcaption>{words.front}</figcaption>
        <article className={classes['front']} {...told}>
          {picture('wide')}
          {props.kicker !== '' && <p className={classes['kicker']}>{props.kicker}</p>}
          <p className={classes['headline']}>{headline}</p>
          <p>{props.standfirst || summary}</p>
        </article>
      </figure>
      <figure>
        <figcaption>{words.search}</figcaption>
        <article className={classes['search']} {...told}>
          <p className={classes['address']}>
            <bdi>{props.site}</bdi> <bdi dir="ltr">{props.address}</bdi>
          </p>
          <p className={classes['found']}>{search.headline.text}</p>
          <p>{search.summary.text}</p>
        </article>
        {hint(search.headline.hint, search.summary.hint)}
      </figure>
      <figure>
        <figcaption>{words.message}</figcaption>
        <article className={classes['message']} {...told}>
          <div>
            <p className={classes['site']}>{props.site}</p>
            <p className={classes['strong']}>{message.headline.text}</p>
            <p>{message.summary.text}</p>
          </div>
          {picture('square')}
        </article>
        {hint(message.headline.hint, message.summary.hint)}
      </figure>
    </section>
  );
}
