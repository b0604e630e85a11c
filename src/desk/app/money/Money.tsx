import { Link, Outlet } from '@tanstack/react-router';
import page from '../page.module.css';
import { useMay } from '../queries.ts';
import settings from '../settings/Settings.module.css';
import { TABS } from './tabs.ts';
import { useMoneyWords } from './words.ts';

/** What readers give, what it is for, and how it is asked for. */
export function Money() {
  const { title, tabs } = useMoneyWords();
  const may = useMay();
  return (
    <div className={`${page.page} ${page.wide}`}>
      <h1>{title}</h1>
      <nav aria-label={title}>
        <ul className={settings.tabs}>
          {TABS.filter(({ act }) => may(act)).map(({ name, to }) => (
            <li key={name}>
              <Link
                to={to}
                activeOptions={{ exact: to === '/money' }}
                activeProps={{ 'aria-current': 'page' }}
              >
                {tabs[name]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </div>
  );
}
