import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { renderAppeal } from './appeal.ts';
import { askingElement, askingPolicy } from './asking-line.ts';
import { compact, styles } from './assets.ts';
import { inspect } from './fixtures/inspect.ts';
import { noSlots, slotsThatAsk } from './fixtures/pages.ts';
import { langs, siteView } from './fixtures/site.ts';
import { storyView } from './fixtures/stories.ts';
import { appealView } from './fixtures/support.ts';
import { renderStory } from './story.ts';

const path = '2026/11/22/asks.html';
const packed = (text: string): number => gzipSync(text, { level: 9 }).length;
const sheet = compact(readFileSync(new URL('styles/appeal.css', import.meta.url), 'utf8'));

describe('S7: light and silent', () => {
  it.each(langs)('a strip, an epic and their styles weigh 1,200 bytes at most together: %s', (lang) => {
    const { strip, epic } = slotsThatAsk(lang, path).story;
    expect(styles().css).toContain(sheet);
    expect(packed(`${strip}${epic}${sheet}`)).toBeLessThanOrEqual(1_200);
    expect(`${strip}${epic}`).not.toMatch(/<script|\son[a-z]+=|style=/);
  });

  it.each(langs)('a story of 800 words with both stays under 14 KB with its stylesheet: %s', (lang) => {
    const html = renderStory(siteView(lang), storyView(lang), slotsThatAsk(lang, path).story);
    expect(packed(html) + packed(styles().css)).toBeLessThan(14_000);
  });

  it('lets one more line of script run, where something is asked and nowhere else', () => {
    const asked = renderStory(siteView('en'), storyView('en'), slotsThatAsk('en', path).story);
    const plain = renderStory(siteView('en'), storyView('en'), noSlots);
    const [allowed = ''] = askingPolicy.split('; ');
    expect(asked).toContain(`${allowed};`.replaceAll("'", '&#39;'));
    expect(asked.split(askingElement.markup)).toHaveLength(2);
    expect(plain).not.toContain('longwave-asking');
    expect(plain).not.toContain(allowed.replaceAll("'", '&#39;'));
    expect(packed(askingElement.markup)).toBeLessThanOrEqual(512);
    expect(askingElement.markup.replace(/<\/?script[^>]*>/g, '')).not.toMatch(/[<>]/);
  });
});

describe('an appeal', () => {
  it('leads to the support page and says where from, to reminders, and to what the device remembers', () => {
    const page = inspect(renderAppeal(siteView('fa'), `fa/${path}`, appealView('fa', 'epic')));
    expect(page.errors.filter((error) => !error.startsWith('missing-doctype'))).toEqual([]);
    expect(page.find('a').map(({ attributes }) => attributes.get('href'))).toEqual([
      '../../../../fa/support/index.html?from=epic.a',
      '../../../../fa/support/index.html#remind',
      '../../../../fa/support/asking.html',
      '../../../../fa/support/index.html#safety',
    ]);
    expect(page.find('img').map(({ attributes }) => attributes.get('src'))).toEqual(['../../../../gap.svg']);
  });

  it('shows its first variant where no script runs, and no more variants than it has', () => {
    const one = renderAppeal(siteView('en'), path, appealView('en', 'strip'));
    expect(one).not.toMatch(/data-draw|hidden/);
    const three = renderAppeal(siteView('en'), path, appealView('en', 'strip', ['a', 'b', 'c']));
    expect(three).toMatch(/<aside[^>]* data-draw>/);
    expect(three.match(/<div[^>]*>/g)).toEqual(['<div>', '<div hidden>', '<div hidden>']);
    expect(three.match(/from=strip\.\w/g)).toEqual(['from=strip.a', 'from=strip.b', 'from=strip.c']);
  });

  it('names the countries from which nobody may pay, in the language and its order, or says that there are many', () => {
    const warned = (lang: 'en' | 'ru', refused: string[]): string =>
      inspect(renderAppeal(siteView(lang), path, { ...appealView(lang, 'strip'), refused })).find('small')[0]
        ?.text ?? '';
    expect(warned('en', ['RU', 'BY'])).toBe('Never from a bank in Belarus or Russia. Why');
    expect(warned('ru', ['RU', 'BY', 'KP'])).toBe(
      'Не платите из банков этих стран: Беларусь, КНДР или Россия. Почему',
    );
    expect(warned('en', [])).toBe('');
    expect(warned('en', ['AF', 'BY', 'CU', 'IR', 'KP', 'MM', 'RU', 'SY', 'VE'])).toBe(
      'In some countries giving is punished: look at yours first. Why',
    );
  });

  it('says nothing of a picture or ways to pay that are not there', () => {
    const bare = renderAppeal(siteView('en'), path, {
      ...appealView('en', 'epic'),
      gap: null,
      rails: [],
      refused: [],
    });
    expect(bare).not.toMatch(/<img|<small/);
  });
});
