import decodeQR from 'qr/decode.js';
import { describe, expect, it } from 'vitest';
import { renderCards } from './cards-page.ts';
import { inspect } from './fixtures/inspect.ts';
import { reachView } from './fixtures/pages.ts';
import { langs, siteView } from './fixtures/site.ts';
import { linksJson, linksText } from './links.ts';
import { enReach } from './languages/en-reach.ts';
import { reachWords } from './languages/reach-words.ts';
import { qrPath } from './qr.ts';
import { renderReachPage } from './reach-page.ts';
import { renderSavedNote } from './saved-note.ts';
import { renderStarter } from './starter-page.ts';

const en = siteView('en');
const fa = siteView('fa');
const DATA = 'https://cloud.example/bucket-7f/';
const unsigned = { ...reachView, root: null, words: [], fingerprint: null };

/** A QR code as a camera sees it: eight points for each cell, paper around it. */
function photograph({ size, path }: { size: number; path: string }): {
  width: number;
  height: number;
  data: Uint8Array;
} {
  const scale = 8;
  const width = (size + 8) * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x = '', y = '', length = ''] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let down = 0; down < scale; down++) {
      const row = ((Number(y) + 4) * scale + down) * width;
      const from = row + (Number(x) + 4) * scale;
      for (let at = from; at < from + Number(length) * scale; at++) data.fill(0, at * 4, at * 4 + 3);
    }
  }
  return { width, height: width, data };
}

describe('the page for readers', () => {
  it('names every address that can be opened, and no other', () => {
    const links = inspect(renderReachPage(fa, reachView))
      .find('a')
      .map((link) => link.attributes.get('href') ?? '');
    expect(links).toEqual(
      expect.arrayContaining([
        'https://farshore.example/fa/',
        'https://tidewater.example/fa/',
        'https://harbour-notes.example/fa/',
        `${reachView.onion}fa/`,
        '../fa/starter.html',
        '../fa/cards.html',
        '../fa/links.txt',
      ]),
    );
    expect(renderReachPage(fa, reachView)).not.toContain(DATA);
  });

  it('promises nothing where there are no keys, and says whose keys a sample has', () => {
    const page = renderReachPage(en, { ...unsigned, mirrors: [], onion: null });
    expect(page).toContain(enReach.unsigned);
    expect(page).toContain(enReach.onlyOne);
    expect(page).not.toContain('starter.html');
    expect(page).not.toContain('<ol class="reach-words"');
    expect(renderReachPage(en, { ...reachView, sample: true })).toContain(enReach.sample);
  });
});

describe('cards', () => {
  it('give each address that can be opened a sheet of eight, and data mirrors none', () => {
    const page = inspect(renderCards(en, reachView));
    const classed = (name: string): number =>
      page.elements.filter((element) => element.attributes.get('class') === name).length;
    expect(classed('sheet')).toBe(4);
    expect(classed('card')).toBe(32);
    expect(renderCards(en, reachView)).not.toContain('cloud.example');
    const [card] = page.elements.filter((element) => element.attributes.get('class') === 'card');
    for (const text of ['Far Shore', 'https://farshore.example/', 'Of 27 November 2026', ...reachView.words])
      expect(card?.text).toContain(text);
  });

  it('carry a code that a camera reads as the address', () => {
    for (const address of ['https://farshore.example/fa/', reachView.onion ?? ''])
      expect(decodeQR(photograph(qrPath(address)))).toBe(address);
  });

  it('of the longest bank transfer is of version 13, as banking apps ask for', () => {
    const transfer = `BCD\n002\n1\nSCT\n\nЗаря\n${'x'.repeat(307)}`;
    expect(new TextEncoder().encode(transfer).length).toBe(331);
    const code = qrPath(transfer, 'medium');
    expect(code.size).toBe(13 * 4 + 17);
    expect(decodeQR(photograph(code))).toBe(transfer);
  });
});

describe('lists', () => {
  it('name every address with its use, the newsroom’s own first, the fingerprint and the day', () => {
    expect(JSON.parse(linksJson(fa, reachView))).toEqual({
      name: 'کرانهٔ دور',
      date: '2026-11-27',
      addresses: [
        { address: 'https://farshore.example/fa/', use: 'origin' },
        { address: 'https://tidewater.example/fa/', use: 'entry' },
        { address: DATA, use: 'data' },
        { address: 'https://harbour-notes.example/fa/', use: 'entry' },
        { address: `${reachView.onion}fa/`, use: 'onion' },
      ],
      fingerprint: { hex: reachView.fingerprint, words: reachView.words },
    });
    expect(JSON.parse(linksJson(en, unsigned))).toMatchObject({ fingerprint: null });
    const text = linksText(fa, reachView);
    expect(text).toContain('۶ آذر ۱۴۰۵');
    expect(text.split('\n')[2]).toBe('https://farshore.example/fa/  (نشانی خود ما)');
    expect(text).toContain('21 shawl');
    expect(JSON.parse(linksJson(en, { ...reachView, at: null }))).toMatchObject({ date: null });
    expect(linksText(en, unsigned)).toContain(enReach.unsigned);
  });

  it('take their day in the newsroom’s own time', () => {
    const late = { ...reachView, at: Date.UTC(2026, 10, 27, 22, 30) };
    expect(JSON.parse(linksJson(en, late))).toMatchObject({ date: '2026-11-28' });
  });
});

describe('a saved story’s note', () => {
  it('carries addresses and fingerprint', () => {
    const note = renderSavedNote(en, {
      words: reachView.words,
      addresses: [
        'https://tidewater.example/',
        ...Array.from({ length: 20 }, (_, at) => `https://m${at}.example/`),
      ],
    });
    expect(note).toContain('<a href="https://farshore.example/">');
    expect(note).toContain('<a href="https://tidewater.example/">');
    expect(note).not.toContain('https://m9.example/');
    expect(note).toContain('<li>anorak</li>');
  });
});

describe('the starter', () => {
  it('names data mirrors for its script alone, and no onion for it', () => {
    const html = renderStarter(en, reachView);
    const told = /<script type="application\/json" id="data">([^<]*)</.exec(html)?.[1] ?? '';
    expect(told).toContain(DATA);
    expect(told).not.toContain('.onion');
    expect(html.replace(told, '')).not.toContain('cloud.example');
    expect(renderStarter(en, unsigned)).not.toContain('<script');
  });
});

it('no word of it is left untranslated', () => {
  const flat = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(flat)
        : [];
  const english = new Set(flat(enReach).filter((text) => / /.test(text.replace(/\{\w+\}/g, ''))));
  for (const lang of langs.filter((one) => one !== 'en')) {
    const own = flat(reachWords(lang));
    expect(own.length).toBe(flat(enReach).length);
    for (const text of own)
      expect([...english].filter((one) => one === text && text !== 'Tor Browser')).toEqual([]);
    // Each asks to be filled in with the same things.
    const places = (text: string): string =>
      [...text.matchAll(/\{\w+\}/g)]
        .map(([one]) => one)
        .sort()
        .join();
    expect(own.map(places)).toEqual(flat(enReach).map(places));
  }
});
