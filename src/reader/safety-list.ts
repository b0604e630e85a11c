import { html, nothing, type Html } from './html.ts';
import type { SupportWords } from './languages/support-words.ts';
import { countryNames, listOf } from './money.ts';
import { openSay } from './say.ts';
import type { CountryView } from './support-views.ts';
import type { SiteView } from './views.ts';

/** What the rules say of giving, countries of the same verdict and grounds in one sentence; refusals first. */
export function safetyList(site: SiteView, countries: readonly CountryView[], { page }: SupportWords): Html {
  if (countries.length === 0) return nothing;
  const say = openSay(site);
  const alike = new Map<string, CountryView[]>();
  for (const one of [...countries].sort(
    (a, b) => Number(a.verdict === 'warn') - Number(b.verdict === 'warn'),
  )) {
    const key = `${one.verdict} ${one.grounds.join(' ')}`;
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  const items = [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = namesOf(site, group);
    const why = listOf(
      site.lang,
      first.grounds.map((ground) => page.grounds[ground]),
      'conjunction',
    );
    return html`<li class="${first.verdict}">${say(page[first.verdict], { countries: names, why })}</li>`;
  });
  return html`<ul>
    ${items}
  </ul>`;
}

export function namesOf({ lang }: SiteView, countries: readonly CountryView[]): string {
  const names = countryNames(
    lang,
    countries.map(({ country }) => country),
  );
  return listOf(
    lang,
    names.map(({ name }) => name),
    'disjunction',
  );
}
