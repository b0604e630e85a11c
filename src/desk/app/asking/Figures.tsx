import page from '../page.module.css';
import { useTelling } from '../words.tsx';
import classes from './Asking.module.css';
import type { Appeals } from './queries.ts';
import { useAskingWords } from './words.ts';

/** How often each variant led to a contribution, in sums of ten. */
export function Figures({ file: { figures, figureDays, appeals } }: { file: Appeals }) {
  const { appeals: say } = useAskingWords();
  const { figure, fullDay } = useTelling();
  const sources = appeals.flatMap(({ id, placement, variants }) =>
    Object.keys(variants).map((name) => ({
      source: `${placement}.${id === placement ? name : `${id}-${name}`}`,
      appeal: id,
      name,
    })),
  );
  const rows = sources.flatMap((one) => {
    const found = figures.filter(({ source }) => source === one.source);
    const [newest] = found;
    if (newest === undefined) return [];
    const times = found.reduce((sum, each) => sum + each.times, 0);
    return [{ ...one, times, last: Date.parse(`${newest.day}T12:00:00Z`) }];
  });
  return (
    <section className={page.section} aria-labelledby="asking-figures">
      <h2 id="asking-figures">{say.figures.title}</h2>
      <p className={page.soft}>{say.figures.hint(figure(figureDays))}</p>
      {rows.length === 0 ? (
        <p>{say.figures.none}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{say.figures.appeal}</th>
              <th scope="col">{say.figures.times}</th>
              <th scope="col">{say.figures.last}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ source, appeal, name, times, last }) => (
              <tr key={source}>
                <th scope="row">
                  <bdi>{appeal}</bdi>: {say.variant(name)}
                </th>
                <td>{figure(times)}</td>
                <td>{fullDay(last)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
