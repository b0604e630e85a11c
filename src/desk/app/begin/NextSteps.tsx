import { Link } from '@tanstack/react-router';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import { useRoomWords } from '../room-words.ts';
import type { StoryRow } from '../shapes.ts';
import classes from './Begin.module.css';

/** What comes after the first story. */
export function NextSteps({ story }: { story: StoryRow }) {
  const { begin: say } = useRoomWords();
  const { site } = useMe();
  return (
    <section className={page.section} aria-live="polite">
      <h2>{say.out.title}</h2>
      {site !== null && story.path !== null && (
        <a className={classes.see} href={`${site.address}/${story.path}`} target="_blank" rel="noreferrer">
          {say.out.see}
        </a>
      )}
      <h3 className={classes.then}>{say.out.next}</h3>
      <ul className={classes.next}>
        <li>
          <Link to="/people">{say.out.people}</Link>
        </li>
        <li>
          <Link to="/media">{say.out.media}</Link>
        </li>
        <li>
          <Link to="/front">{say.out.front}</Link>
        </li>
        <li>
          <Link to="/mirrors">{say.out.mirrors}</Link>
        </li>
      </ul>
    </section>
  );
}
