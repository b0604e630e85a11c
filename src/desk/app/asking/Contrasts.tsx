import { Link } from '@tanstack/react-router';
import page from '../page.module.css';
import { useMay } from '../queries.ts';
import { useTelling } from '../words.tsx';
import classes from './Asking.module.css';
import type { Appeals } from './queries.ts';
import { useAskingWords } from './words.ts';

/** The least by WCAG 2.2, to 1. */
const WANTED = 4.5;
const SCHEMES = ['light', 'dark'] as const;

/** How well appeals can be read in the paper's colours, by day and by night. */
export function Contrasts({ contrasts }: { contrasts: Appeals['contrasts'] }) {
  const { appeals: say, look } = useAskingWords();
  const { figure } = useTelling();
  const may = useMay();
  const parts = [...new Set(contrasts.map(({ part }) => part))];
  const weak = contrasts.some(({ good }) => !good);
  return (
    <section className={page.section} aria-labelledby="asking-contrast">
      <h2 id="asking-contrast">{say.contrast.title}</h2>
      <p className={page.soft}>{say.contrast.hint(figure(WANTED))}</p>
      <table className={classes.table}>
        <thead>
          <tr>
            <td />
            {SCHEMES.map((scheme) => (
              <th key={scheme} scope="col">
                {look[scheme]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part}>
              <th scope="row">{say.contrast.parts[part]}</th>
              {SCHEMES.map((scheme) => {
                const one = contrasts.find((each) => each.part === part && each.scheme === scheme);
                if (one === undefined) return <td key={scheme} />;
                return (
                  <td key={scheme} data-verdict={one.good ? 'clear' : 'refuse'}>
                    {say.contrast.ratio(figure(one.found))}
                    {!one.good && ` (${say.contrast.weak})`}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {weak && may('site.write') && <Link to="/settings/colours">{say.contrast.colours}</Link>}
    </section>
  );
}
