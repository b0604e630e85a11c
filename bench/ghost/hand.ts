import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Page } from 'puppeteer-core';
import { dropPicture } from '../../test/desk-browser.ts';

/** Somebody at a mouse and keys: does what is asked and counts it. */
export class Hand {
  readonly page: Page;
  clicks = 0;
  keys = 0;
  readonly #began = performance.now();

  constructor(page: Page) {
    this.page = page;
  }

  /**
   * Clicks what a selector of puppeteer finds, once it can be clicked.
   *
   * @param options.moves it never stands still; default false
   */
  async click(selector: string, { moves = false }: { moves?: boolean } = {}): Promise<void> {
    if (moves) await (await this.page.waitForSelector(selector, { visible: true }))?.click();
    else await this.page.locator(selector).click();
    this.clicks += 1;
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
    this.keys += text.length;
  }

  async press(...keys: Parameters<Page['keyboard']['press']>[0][]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
    this.keys += keys.length;
  }

  /** Keys that are held together count as one. */
  async chord(
    held: Parameters<Page['keyboard']['press']>[0],
    key: Parameters<Page['keyboard']['press']>[0],
  ): Promise<void> {
    await this.page.keyboard.down(held);
    await this.page.keyboard.press(key);
    await this.page.keyboard.up(held);
    this.keys += 1;
  }

  /** Drags a picture from the desktop onto an element and lets it go there: one move of the mouse. */
  async drop(file: string, onto: string): Promise<void> {
    await dropPicture(this.page, onto, { name: basename(file), bytes: readFileSync(file) });
    this.clicks += 1;
  }

  get seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }
}
