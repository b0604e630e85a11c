import type { CountryCode } from './countries.ts';
import type { Ground, Rule, RuleSet } from './rules.ts';

/*
 * What a new paper begins with. It is no legal advice: nobody has checked it for the paper, and the desk says so at each
 * of them until somebody has. When in doubt it refuses.
 */

type First = { country: string; from: string; verdict: Rule['verdict']; ground: Ground; sources: string[] };

const FIRST: First[] = [
  {
    country: 'RU',
    from: '2015-05-23',
    verdict: 'refuse',
    ground: 'offence',
    sources: [
      'Russian Federation, Criminal Code, Article 284.1: taking part in, and paying for, an organisation found undesirable (Federal Law 129-FZ of 23 May 2015)',
      'Russian Federation, Code of Administrative Offences, Article 20.33: the same, for the first time',
    ],
  },
  {
    country: 'BY',
    from: '2021-06-19',
    verdict: 'refuse',
    ground: 'offence',
    sources: [
      'Belarus, Criminal Code, Article 361-2: paying for the activity of an extremist formation (Law 112-Z of 26 May 2021)',
    ],
  },
  {
    country: 'IR',
    from: '2012-10-09',
    verdict: 'refuse',
    ground: 'sanctions',
    sources: ['United States, Iranian Transactions and Sanctions Regulations, 31 CFR Part 560'],
  },
  {
    country: 'KP',
    from: '2010-11-04',
    verdict: 'refuse',
    ground: 'sanctions',
    sources: ['United States, North Korea Sanctions Regulations, 31 CFR Part 510'],
  },
  {
    country: 'CU',
    from: '1963-07-08',
    verdict: 'refuse',
    ground: 'sanctions',
    sources: ['United States, Cuban Assets Control Regulations, 31 CFR Part 515'],
  },
  {
    country: 'HK',
    from: '2020-06-30',
    verdict: 'warn',
    ground: 'prosecuted',
    sources: [
      'Hong Kong, Law on Safeguarding National Security of 30 June 2020, Articles 21, 23 and 29: help with money, and taking it from abroad',
    ],
  },
];

export const FIRST_RULES: RuleSet = {
  format: 1,
  rules: FIRST.map(({ country, sources, ...one }): Rule => ({
    ...one,
    country: country as CountryCode,
    until: null,
    acts: null,
    sources: sources.map((title) => ({ title, address: null, read: null })),
    checked: null,
  })),
};
