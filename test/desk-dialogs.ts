import type { Page } from 'puppeteer-core';
import type { Floor } from './desk-floor.ts';

/** Looks at what stands open; `name` says what it is. */
export type Look = (name: string) => Promise<void>;

/** Opens each dialog of a story that is written in, one after the other, whatever language the desk is in. */
export async function storyDialogs(page: Page, floor: Floor, story: string, look: Look): Promise<void> {
  await page.waitForSelector('[contenteditable="true"]');
  await control(page, 'Enter');
  await opened(page);
  await page.waitForFunction(() => document.querySelector('[role="dialog"] .mantine-Loader-root') === null);
  await look('move: publish');
  for (const step of ['scheduled', 'killed']) {
    await page.select('[role="dialog"] select', step);
    await page.waitForSelector(
      step === 'killed' ? '[role="dialog"] textarea' : '[role="dialog"] input[type="datetime-local"]',
    );
    await look(`move: ${step}`);
  }
  await closed(page);

  const menus = '[role="toolbar"] button[aria-haspopup="menu"]';
  for (const which of (await page.$$(menus)).keys()) {
    await page.focus('[contenteditable="true"]');
    await openMenu(page, which);
    await look(`menu ${which + 1} of the tools`);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('[role="menu"]') === null);
  }
  await page.focus('[contenteditable="true"]');
  await openMenu(page, 1);
  await page.$$eval('button[role="menuitem"]', (all) => all[1]?.click());
  await opened(page);
  await look('source of a picture');
  await closed(page);

  await pastePicture(page);
  await opened(page);
  await page.waitForSelector('[role="dialog"] img');
  await look('words of a picture');
  await closed(page);

  await floor.ask('POST', `/api/stories/${story}/lock`, { tab: 'elsewhere', take: 'An urgent correction' });
  await page.locator('main [role="alert"] button').click();
  await opened(page);
  await look('take over');
  await closed(page);
}

/** Opens a dialog by its button and looks at it. */
export async function dialogOf(page: Page, button: string, name: string, look: Look): Promise<void> {
  await page.locator(button).click();
  await opened(page);
  await look(name);
  await closed(page);
}

async function control(page: Page, key: 'Enter'): Promise<void> {
  await page.keyboard.down('Control');
  await page.keyboard.press(key);
  await page.keyboard.up('Control');
}

async function opened(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const dialog = document.querySelector('[role="dialog"]');
    // The menu that led to it fades.
    const gone = document.querySelector('[role="menu"]') === null;
    return gone && dialog !== null && getComputedStyle(dialog).opacity === '1';
  });
}

/** Opens a menu of the tools, and waits until it stands there whole. */
async function openMenu(page: Page, which: number): Promise<void> {
  await page.$$eval(
    '[role="toolbar"] button[aria-haspopup="menu"]',
    (all, index) => all[index]?.click(),
    which,
  );
  await page.waitForFunction(() => {
    const menu = document.querySelector('[role="menu"]');
    if (menu === null || menu.querySelector('[role="menuitem"]') === null) return false;
    return getComputedStyle(menu).opacity === '1';
  });
}

async function closed(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelector('[role="dialog"]') === null);
}

/** Pastes a small drawing into the text, as from another program. */
async function pastePicture(page: Page): Promise<void> {
  await page.$eval('[contenteditable="true"]', async (text) => {
    const canvas = new OffscreenCanvas(64, 48);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser draws nothing');
    context.fillStyle = '#7a1407';
    context.fillRect(0, 0, 64, 48);
    const file = new File([await canvas.convertToBlob()], 'quay.png', { type: 'image/png' });
    const carried = new DataTransfer();
    carried.items.add(file);
    text.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }),
    );
  });
}
