import { describe, expect, it } from 'vitest';
import { card } from './card.ts';
import { langs, siteView } from './fixtures/site.ts';
import { cardView } from './fixtures/stories.ts';
import { keptCard, row } from './kept-cards.ts';
import { placeOf } from './place.ts';

const plain = { ...row, names: false, section: false };

describe('keptCard', () => {
  it.each(langs)('gives what card gives, at any depth, in any look, again and again (%s)', (lang) => {
    const [site, story] = [siteView(lang), cardView(lang, 0)];
    for (const path of ['a.html', 'tag/a.html', 'tag/a/2.html', 'a.html', 'tag/b/3.html']) {
      const place = placeOf(site, path);
      for (const look of [row, plain, row]) {
        expect(keptCard(place, story, look).markup).toBe(card(place, story, look).markup);
      }
    }
    expect(keptCard(placeOf(site, 'x/y.html'), story, row)).toBe(
      keptCard(placeOf(site, 'z/y.html'), story, row),
    );
  });

  it('keeps nothing of a story or a site that was gathered anew', () => {
    const [site, story] = [siteView('en'), cardView('en', 0)];
    keptCard(placeOf(site, 'a.html'), story, row);
    const changed = { ...story, headline: 'Another headline' };
    expect(keptCard(placeOf(site, 'a.html'), changed, row).markup).toContain('Another headline');
    const moved = { ...site, timeZone: 'Pacific/Auckland' };
    expect(keptCard(placeOf(moved, 'a.html'), story, row).markup).toBe(
      card(placeOf(moved, 'a.html'), story, row).markup,
    );
  });

  it('goes on when it has kept as many as it may', () => {
    const site = siteView('en');
    const place = placeOf(site, 'a.html');
    for (let n = 0; n < 12_050; n++) {
      const story = { ...cardView('en', 0), headline: `Headline ${n}` };
      expect(keptCard(place, story, row).markup.includes(`>Headline ${n}<`)).toBe(true);
    }
  });
});
