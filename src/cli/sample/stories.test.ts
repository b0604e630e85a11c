import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

import { parseMarkdown, wordCount } from '#body';

import { pictureNames } from './pictures.ts';
import { seeded } from './random.ts';

const root = fileURLToPath(new URL('../../../sample', import.meta.url));

const terms = z.array(z.object({ id: z.string(), names: z.record(z.string(), z.string()) }));
const site = z
  .object({
    languages: z.array(z.string()),
    sections: terms,
    tags: terms,
    series: terms,
    front: z.record(z.string(), z.array(z.string())),
  })
  .parse(parse(readFileSync(join(root, 'newsroom.yaml'), 'utf8')));
const authors = terms.parse(parse(readFileSync(join(root, 'authors.yaml'), 'utf8')));

const Matter = z.object({
  id: z.string().optional(),
  kind: z.literal('page').optional(),
  lang: z.string(),
  headline: z.string().min(1),
  standfirst: z.string().optional(),
  summary: z.string().optional(),
  slug: z.string().optional(),
  section: z.string().optional(),
  tags: z.array(z.string()).default([]),
  series: z.object({ slug: z.string(), part: z.number().optional() }).optional(),
  bylines: z.array(z.string()).default([]),
  published: z.string().optional(),
  state: z.string().optional(),
  due: z.string().optional(),
  lead: z
    .object({ file: z.string(), alt: z.string().min(1), caption: z.string(), credit: z.string().min(1) })
    .optional(),
  picks: z.array(z.string()).default([]),
  'translation-of': z.string().optional(),
});

type Read = {
  file: string;
  matter: z.infer<typeof Matter>;
  body: string;
  media: string[];
  warnings: string[];
  words: number;
  kinds: Set<string>;
};

function read(file: string): Read {
  const [, head = '', ...rest] = readFileSync(file, 'utf8').split(/^---$/m);
  const body = rest.join('---');
  const media: string[] = [];
  const random = seeded(1);
  const { doc, warnings } = parseMarkdown(body, {
    random: () => random.next(),
    media: (src) => {
      media.push(relative(root, resolve(dirname(file), src)));
      return `m${media.length}`;
    },
  });
  const kinds = new Set([...JSON.stringify(doc).matchAll(/"type":"(\w+)"/g)].map(([, kind = '']) => kind));
  const matter = Matter.parse(parse(head));
  if (matter.lead) media.push(relative(root, resolve(dirname(file), matter.lead.file)));
  return {
    file: relative(root, file),
    matter,
    body,
    media,
    warnings: warnings.map(({ line, message }) => `${line}: ${message}`),
    words: wordCount(doc),
    kinds,
  };
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /^(stories|pages)\/.*\.md$/.test(name))
  .map((name) => read(join(root, name)));
const stories = files.filter(({ matter }) => matter.kind !== 'page');
const known = new Set(stories.map(({ matter }) => matter.id));

describe.each(files.map((one) => [one.file, one] as const))('%s', (_, { matter, media, warnings }) => {
  test('reads without a warning', () => {
    expect(warnings).toEqual([]);
  });

  test('writes no Markdown where plain words stand', () => {
    const plain = [
      matter.headline,
      matter.standfirst,
      matter.summary,
      matter.lead?.alt,
      matter.lead?.caption,
    ];
    expect(plain.filter((text) => text !== undefined && /[*_<]/.test(text))).toEqual([]);
  });

  test('names only pictures, files, people and words that there are', () => {
    const there = new Set([...pictureNames.map((name) => `pictures/${name}.jpg`), 'sound/foghorn.wav']);
    const strange = media.filter((name) => !there.has(name) && !name.startsWith('files/'));
    for (const name of media) if (name.startsWith('files/')) readFileSync(join(root, name));
    expect(strange).toEqual([]);
    const ids = (list: { id: string }[]): Set<string> => new Set(list.map(({ id }) => id));
    expect(matter.tags.filter((tag) => !ids(site.tags).has(tag))).toEqual([]);
    expect(matter.bylines.filter((author) => !ids(authors).has(author))).toEqual([]);
    expect(matter.picks.filter((pick) => !known.has(pick))).toEqual([]);
    const { section, series, 'translation-of': original } = matter;
    expect(section === undefined || ids(site.sections).has(section)).toBe(true);
    expect(series === undefined || ids(site.series).has(series.slug)).toBe(true);
    expect(original === undefined || known.has(original)).toBe(true);
  });
});

describe('the sample newsroom', () => {
  test('has at least forty stories, over two years and in three languages', () => {
    const live = stories.filter(({ matter }) => matter.state === 'live' || matter.state === 'corrected');
    expect(live.length).toBeGreaterThanOrEqual(40);
    expect(new Set(stories.map(({ matter }) => matter.id)).size).toBe(stories.length);
    expect(new Set(live.map(({ matter }) => matter.lang))).toEqual(new Set(site.languages));
    const dates = live.flatMap(({ matter }) => matter.published?.slice(0, 10) ?? []).toSorted();
    expect([dates.at(0), dates.at(-1)]).toEqual(['2024-12-12', '2026-11-22']);
  });

  test('shows every state', () => {
    const states = new Set(stories.map(({ matter }) => matter.state));
    for (const state of [
      'draft',
      'review',
      'approved',
      'scheduled',
      'embargoed',
      'live',
      'corrected',
      'withdrawn',
      'killed',
    ]) {
      expect(states).toContain(state);
    }
  });

  test('uses every kind of block and mark', () => {
    const kinds = new Set(stories.concat(files).flatMap((one) => [...one.kinds]));
    const blocks =
      'paragraph heading bulletList orderedList blockQuote pullQuote picture gallery table embed codeBlock divider factBox attachment audio';
    const marks = 'hardBreak bold italic underline strike code superscript subscript link language';
    for (const kind of `${blocks} ${marks}`.split(' ')) expect(kinds).toContain(kind);
  });

  test('tells one long story in ten parts, the last one at length', () => {
    const parts = stories.filter(
      ({ matter }) => matter.lang === 'en' && matter.series?.slug === 'the-strait-papers',
    );
    expect(parts.map(({ matter }) => matter.series?.part).toSorted((a = 0, b = 0) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    const last = parts.find(({ matter }) => matter.id === 'strait-four-conditions');
    expect(last?.words).toBeGreaterThanOrEqual(800);
    expect(last?.body.match(/[”,] (Varnholt|she) (said|told)/g)).toHaveLength(6);
  });

  test('credits a picture in the same words wherever it stands', () => {
    const credits = new Map<string, Set<string>>();
    for (const { file, matter, body } of stories) {
      const inBody = [...body.matchAll(/pictures\/([\w-]+)\.jpg.*credit="([^"]+)"/g)];
      const lead = matter.lead ? [[file, /([\w-]+)\.jpg$/.exec(matter.lead.file)?.[1] ?? '', matter.lead.credit]] : [];
      for (const [, picture = '', credit = ''] of [...inBody, ...lead]) {
        credits.set(picture, (credits.get(picture) ?? new Set()).add(credit));
      }
    }
    expect(credits.size).toBe(pictureNames.length);
    expect([...credits].filter(([, people]) => people.size > 1)).toEqual([]);
  });

  test('fills its fronts with live stories of their language', () => {
    for (const [lang, slots] of Object.entries(site.front)) {
      const there = stories.filter(({ matter }) => matter.lang === lang && matter.state === 'live');
      expect(slots.filter((id) => !there.some(({ matter }) => matter.id === id))).toEqual([]);
    }
  });

  test('names every section, tag, series and author in every language', () => {
    for (const { names } of [...site.sections, ...site.tags, ...site.series, ...authors]) {
      expect(Object.keys(names)).toEqual(expect.arrayContaining(site.languages));
    }
  });
});
