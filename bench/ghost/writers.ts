import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { Hand } from './hand.ts';

/** Of the story of a round; as long in each. */
export const headlineOf = (round: number): string => `The ferry runs again ${round}`;
const TEXT = 'After forty days the first boat left the quay.';
const ALT = 'A boat at a quay';
const CREDIT = 'Ilse Marrow';
/** What is put right, and what readers are told of it; two of the same length. */
const CORRECTIONS = {
  before: { fix: ' Forty-one, to be exact.', note: 'The boat left after forty-one days.' },
  anew: { fix: ' It left from the north.', note: 'The boat left from the north quay. ' },
};

/** What somebody did, until readers had it. */
export type Done = {
  clicks: number;
  keys: number;
  /** From the first click or key until readers had it. */
  seconds: number;
  /** From the last click until readers had it. */
  toReaders: number;
};

/** How a desk is worked at: from the page that asks who one is to the story before readers, and to its correction. */
export type Writer = {
  publish(page: Page): Promise<Done>;
  /** From the list of stories: in the tab in which it was published before, or in a page that is loaded anew. */
  correct(page: Page, where: 'before' | 'anew'): Promise<Done>;
};

async function done(hand: Hand, readable: () => Promise<boolean>, last: () => Promise<void>): Promise<Done> {
  await last();
  const from = performance.now();
  while (!(await readable())) {
    if (performance.now() - from > 60_000) throw new Error('Readers have nothing after a minute');
    await wait(10);
  }
  const toReaders = (performance.now() - from) / 1000;
  return { clicks: hand.clicks, keys: hand.keys, seconds: hand.seconds, toReaders };
}

const says = async (address: string, words: string): Promise<boolean> => {
  const answer = await fetch(address, { headers: { 'cache-control': 'no-cache' } });
  return answer.ok && (await answer.text()).includes(words);
};

/** @param options.desk without a slash at the end; `story` is where readers will find it */
export function longwaveWriter({
  desk,
  story,
  headline,
}: {
  desk: string;
  story: string;
  headline: string;
}): Writer {
  return {
    async publish(page) {
      await page.goto(`${desk}/sign-in`);
      await page.waitForSelector('::-p-aria([name="Sign in with a passkey"])');
      const hand = new Hand(page);
      await hand.click('::-p-aria([name="Sign in with a passkey"])');
      await hand.click('::-p-aria([name="New story"])');
      await page.waitForFunction(`document.activeElement?.getAttribute('aria-label') === 'Headline'`);
      await hand.type(headline);
      await hand.press('Enter', 'Enter');
      await hand.type(TEXT);
      await hand.drop(PICTURE.path, '[contenteditable="true"]');
      await page.waitForFunction(`document.activeElement?.closest('[role="dialog"]') !== null`);
      await hand.type(ALT);
      await hand.press('Tab');
      await hand.type(CREDIT);
      await hand.press('Enter');
      await page.waitForFunction(`document.querySelector('[role="dialog"]') === null`);
      await hand.chord('Control', 'Enter');
      await page.waitForFunction(`document.activeElement?.closest('[role="dialog"] form') !== null`);
      await page.waitForSelector('[role="dialog"] button[type="submit"]:not([disabled])');
      return done(
        hand,
        () => says(story, TEXT),
        () => hand.chord('Control', 'Enter'),
      );
    },
    async correct(page, where) {
      const { fix, note } = CORRECTIONS[where];
      if (where === 'anew') await page.goto(`${desk}/stories`);
      else await page.locator('nav a[href="/stories"]').click();
      await page.waitForSelector('a[data-index="0"]');
      const hand = new Hand(page);
      await hand.click('a[data-index="0"]');
      await hand.click('[contenteditable="true"] p:first-of-type');
      await hand.press('End');
      await hand.type(fix);
      await hand.chord('Control', 'Enter');
      await page.waitForFunction(`document.activeElement?.closest('[role="dialog"] form') !== null`);
      await hand.type(note);
      await page.waitForSelector('[role="dialog"] button[type="submit"]:not([disabled])');
      const last = () => hand.chord('Control', 'Enter');
      return done(hand, () => says(story, note.trim()), last);
    },
  };
}

export const PICTURE = { path: '' };

export function ghostWriter({
  site,
  story: address,
  headline,
  email,
  password,
}: {
  site: string;
  story: string;
  headline: string;
  email: string;
  password: string;
}): Writer {
  return {
    async publish(page) {
      await page.goto(`${site}/ghost/#/signin`);
      await page.waitForSelector('input[name=identification]');
      await page.focus('input[name=identification]');
      const hand = new Hand(page);
      await hand.type(email);
      await hand.press('Tab');
      await hand.type(password);
      await hand.press('Enter');
      await hand.click('a::-p-aria([name="Create new post"])');
      await hand.click('textarea.gh-editor-title');
      await hand.type(headline);
      await hand.press('Enter');
      await page.waitForFunction(`document.activeElement?.isContentEditable === true`);
      await hand.type(TEXT);
      await hand.drop(PICTURE.path, '[contenteditable="true"]');
      // The picture is a card of its own once it has been sent; what it shows and whose it is are asked for nowhere.
      await hand.click('[data-testid="alt-toggle-button"]');
      await hand.type(ALT);
      await hand.click('[data-testid="image-caption-editor"]');
      await hand.type(CREDIT);
      await hand.click('[data-test-button="publish-flow"]');
      await hand.click('[data-test-button="continue"]');
      return done(
        hand,
        () => says(address, TEXT),
        () => hand.click('[data-test-button="confirm-publish"]', { moves: true }),
      );
    },
    async correct(page, where) {
      const { fix, note } = CORRECTIONS[where];
      await page.goto(`${site}/ghost/#/posts`);
      if (where === 'anew') await page.reload();
      await page.waitForSelector('.gh-posts-list-item a');
      if (where === 'before') {
        // What it says after publishing stands in the way; closing that is not counted.
        const close = '[data-test-button="close-publish-flow"]';
        await (await page.waitForSelector(close, { visible: true }))?.click();
        await page.waitForSelector(close, { hidden: true });
      }
      const hand = new Hand(page);
      await hand.click(`.gh-posts-list-item ::-p-text(${headline})`);
      await hand.click('[contenteditable="true"] p:first-of-type');
      await hand.press('End');
      await hand.type(fix);
      // It has no corrections: the note is a paragraph that has to say what it is.
      await hand.press('Enter');
      await hand.type(`Correction: ${note}`);
      return done(
        hand,
        () => says(address, note.trim()),
        () => hand.click('[data-test-button="publish-save"]'),
      );
    },
  };
}
