import { useQuery } from '@tanstack/react-query';
import page from '../page.module.css';
import { Waiting } from '../shell/Between.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { differences } from '../settings/merge.ts';
import { useTelling } from '../words.tsx';
import classes from './Asking.module.css';
import { useCountry } from './country.ts';
import { type Rule, safetyVersionsQuery } from './queries.ts';
import { useAskingWords } from './words.ts';

/** Every version of the rules, with what changed and who changed it. */
export function Versions() {
  const words = useAskingWords();
  const say = words.safety.versions;
  const { figure, moment } = useTelling();
  const country = useCountry();
  const { data, error } = useQuery(safetyVersionsQuery);
  return (
    <section className={`${page.section} ${classes.versions}`} aria-labelledby="safety-versions">
      <h2 id="safety-versions">{say.title}</h2>
      <TroubleNote error={error} />
      {data === undefined && error === null && <Waiting />}
      {data?.versions.map(({ number, at, by, added, removed, changed }) => (
        <details key={number}>
          <summary>
            {number === 0 ? say.first : say.version(figure(number))}
            {at !== null && (
              <span className={page.soft}>
                {' · '}
                {by === null ? moment(at) : `${moment(at)}, ${by}`}
              </span>
            )}
          </summary>
          <ul>
            {added.map((rule) => (
              <li key={`added ${rule.country} ${rule.from} ${rule.ground}`}>
                {say.added(country(rule.country))}
              </li>
            ))}
            {removed.map((rule) => (
              <li key={`removed ${rule.country} ${rule.from} ${rule.ground}`}>
                {say.removed(country(rule.country))}
              </li>
            ))}
            {changed.map(({ before, after }) => (
              <li key={`changed ${after.country} ${after.from} ${after.ground}`}>
                {say.changed(country(after.country))}
                <Fields before={before} after={after} />
              </li>
            ))}
          </ul>
        </details>
      ))}
      {data !== undefined && data.left > 0 && <p className={page.soft}>{say.left(figure(data.left))}</p>}
    </section>
  );
}

/** What differs between two states of a rule, field by field. */
function Fields({ before, after }: { before: Rule; after: Rule }) {
  const { safety: say } = useAskingWords();
  const { fullDay, list } = useTelling();
  const names: Record<string, string> = {
    from: say.from,
    until: say.until,
    verdict: say.verdict,
    acts: say.actsLabel,
    ground: say.ground,
    sources: say.sources,
    checked: say.checked,
  };
  const day = (text: string) => fullDay(Date.parse(`${text}T12:00:00Z`));
  const shown = (field: string, rule: Rule): string => {
    switch (field) {
      case 'from':
        return day(rule.from);
      case 'until':
        return rule.until === null ? say.versions.nothing : day(rule.until);
      case 'verdict':
        return say.verdictChoices[rule.verdict];
      case 'acts':
        return rule.acts === null ? say.everything : list(rule.acts.map((act) => say.acts[act]));
      case 'ground':
        return say.grounds[rule.ground];
      case 'sources':
        return rule.sources.map(({ title, address }) => [title, address ?? ''].join(' ').trim()).join('; ');
      default:
        return rule.checked === null
          ? say.versions.nothing
          : say.checkedAs(rule.checked.by, day(rule.checked.on));
    }
  };
  const fields = [...new Set(differences(before, after).map(({ path: [first = ''] }) => first))];
  return (
    <ul>
      {fields.map((field) => (
        <li key={field}>
          {say.versions.field(names[field] ?? field, shown(field, before), shown(field, after))}
        </li>
      ))}
    </ul>
  );
}
