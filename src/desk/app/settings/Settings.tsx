import { Link, Outlet } from '@tanstack/react-router';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { useMay } from '../queries.ts';
import classes from './Settings.module.css';
import { TABS } from './tabs.ts';

/** What of the newsroom is not an engineer's to set. */
export function Settings() {
  const { settings: say } = useHouseWords();
  const may = useMay();
  return (
    <div className={page.page}>
      <h1>{say.title}</h1>
      <nav aria-label={say.title}>
        <ul className={classes.tabs}>
          {TABS.filter(({ act }) => may(act)).map(({ name, to }) => (
            <li key={name}>
              <Link to={to} activeProps={{ 'aria-current': 'page' }}>
                {say.tabs[name]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </div>
  );
}
