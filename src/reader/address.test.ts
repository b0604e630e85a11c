import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkFromText } from './address.ts';
import { siteView } from './fixtures/site.ts';
import {
  absoluteAddress,
  archivePath,
  correctionsPath,
  encodePath,
  feedPaths,
  frontPath,
  listPath,
  picturePath,
  relativeLink,
} from './paths.ts';
import { feedPlace, placeOf } from './place.ts';

const site = siteView('en');
const place = placeOf(site, '2026/11/23/a.html');

describe('links in a text', () => {
  it('to our own host become links inside the edition, so that they hold on every mirror', () => {
    expect(linkFromText(place, 'https://farshore.example/2026/01/02/b.html?x=1#y')).toBe(
      '../../../2026/01/02/b.html?x=1#y',
    );
    expect(linkFromText(place, 'https://farshore.example')).toBe('../../../index.html');
    expect(linkFromText(place, '/ru/')).toBe('../../../ru/index.html');
    expect(linkFromText(place, 'about.html')).toBe('../../../about.html');
    expect(linkFromText(place, '/тег.html')).toBe('../../../%D1%82%D0%B5%D0%B3.html');
    expect(linkFromText(place, '#abcd2345')).toBe('#abcd2345');
  });

  it('to other hosts stay as they are', () => {
    expect(linkFromText(place, 'https://other.example/a?b=c#d')).toBe('https://other.example/a?b=c#d');
    expect(linkFromText(place, 'https://farshore.example.evil.example/')).toBe(
      'https://farshore.example.evil.example/',
    );
    expect(linkFromText(place, '//other.example/a')).toBe('https://other.example/a');
    expect(linkFromText(place, 'mailto:desk@farshore.example')).toBe('mailto:desk@farshore.example');
  });

  it('in a feed are full addresses', () => {
    expect(linkFromText(feedPlace(site), '/about.html')).toBe('https://farshore.example/about.html');
  });

  it('that could run or hide something are dropped', () => {
    for (const href of [
      'javascript:alert(1)',
      'java\nscript:alert(1)',
      '\u0001javascript:x',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc',
      '',
      ' ',
      'https:',
    ]) {
      expect([href, linkFromText(place, href)]).toEqual([href, null]);
    }
  });

  it('never leave the edition unless they say so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (href) => {
        const link = linkFromText(place, `/${href}`);
        if (link === null || /^https?:/.test(link)) return;
        const url = new URL(link, 'https://mirror.example/a/b/2026/11/23/a.html');
        expect(url.href.startsWith('https://mirror.example/a/b/')).toBe(true);
      }),
    );
  });
});

describe('paths', () => {
  it('stand where readers and the press look for them', () => {
    expect(frontPath('ru/')).toBe('ru/index.html');
    expect(listPath('', 'section', 'world', null)).toBe('section/world.html');
    expect(listPath('ru/', 'tag', 'x', 2)).toBe('ru/tag/x/2.html');
    expect([listPath('', 'latest', '', null), listPath('', 'latest', '', 7)]).toEqual([
      'latest.html',
      'latest/7.html',
    ]);
    expect([
      archivePath('', '2026-11-23'),
      archivePath('fa/', '2026-11'),
      archivePath('', '2026'),
      archivePath('', null),
    ]).toEqual(['2026/11/23.html', 'fa/2026/11.html', '2026.html', 'archive.html']);
    expect([correctionsPath('', null), correctionsPath('', 3)]).toEqual([
      'corrections.html',
      'corrections/3.html',
    ]);
    expect(feedPaths('ru/', null)).toEqual({ rss: 'ru/feed.xml', atom: 'ru/atom.xml', json: 'ru/feed.json' });
    expect(feedPaths('', { kind: 'section', id: 'world' }).rss).toBe('section/world/feed.xml');
    expect([picturePath('m1', 480, 'jpeg'), picturePath('m1', 960, 'avif')]).toEqual([
      'media/m1/480.jpg',
      'media/m1/960.avif',
    ]);
  });

  it('become links that hold from any depth', () => {
    expect(relativeLink('index.html', 'tag/x.html')).toBe('tag/x.html');
    expect(relativeLink('2026/11/23/a.html', 'index.html')).toBe('../../../index.html');
    expect(relativeLink('ru/tag/x/2.html', 'ru/новости.html')).toBe(
      '../../../ru/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8.html',
    );
  });

  it('become addresses as people type them', () => {
    expect(absoluteAddress('https://a.example', 'index.html')).toBe('https://a.example/');
    expect(absoluteAddress('https://a.example', 'ru/index.html')).toBe('https://a.example/ru/');
    expect(absoluteAddress('https://a.example', 'тег/index.html')).toBe(
      'https://a.example/%D1%82%D0%B5%D0%B3/',
    );
    expect(absoluteAddress('https://a.example', 'a/b.html')).toBe('https://a.example/a/b.html');
  });

  it('never lead out of the edition', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (path) => {
        const url = new URL(encodePath(path), 'https://mirror.example/a/b/');
        expect(url.href.startsWith('https://mirror.example/a/b/')).toBe(true);
        expect(url.search + url.hash).toBe('');
      }),
    );
    expect(encodePath('//evil.example/x')).toBe('evil.example/x');
    expect(encodePath('../../x')).toBe('x');
  });
});
