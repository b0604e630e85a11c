import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import { pagesQuery } from '../room-queries.ts';
import { directionOf, useTelling } from '../words.tsx';
import classes from './Settings.module.css';

/** Static pages: each once, in whichever languages it is written. */
export function PageSettings() {
  const { settings: say } = useHouseWords();
  const { site } = useMe();
  const { language } = useTelling();
  const navigate = useNavigate();
  const { data } = useSuspenseQuery(pagesQuery);
  const languages = site?.languages ?? [];
  const groups = Map.groupBy(data.pages, ({ id }) => id);
  return (
    <>
      <header className={page.head}>
        <p className={page.intro}>{say.pages.intro}</p>
        <Button
          onClick={() =>
            void navigate({
              to: '/settings/pages/$page/$lang',
              params: { page: 'new', lang: site?.defaultLang ?? 'en' },
            })
          }
        >
          {say.add}
        </Button>
      </header>
      {groups.size === 0 && <p className={page.intro}>{say.pages.none}</p>}
      <ul className={page.rows}>
        {[...groups].map(([id, versions]) => (
          <li key={id}>
            <div className={page.about}>
              <span className={page.soft}>{say.pages.kinds[versions[0]?.kind ?? 'page']}</span>
              <ul className={classes.versions}>
                {languages.map((lang) => {
                  const found = versions.find((one) => one.lang === lang);
                  const params = { page: id, lang };
                  return (
                    <li key={lang}>
                      {found === undefined ? (
                        <Link to="/settings/pages/$page/$lang" params={params} className={page.soft}>
                          {say.pages.writeIn(language(lang))}
                        </Link>
                      ) : (
                        <Link
                          to="/settings/pages/$page/$lang"
                          params={params}
                          lang={lang}
                          dir={directionOf(lang)}
                          className={page.name}
                        >
                          {found.headline}
                        </Link>
                      )}
                    </li>
                  );
                })}
              </ul>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
