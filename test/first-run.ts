import type { Page } from 'puppeteer-core';
import { until, type Serving } from './command.ts';
import { enter, press, says } from './desk-browser.ts';

/** The steps from the printed link to a published story, each with a name for a picture of it. */
export const LOOKS = ['paper', 'sections', 'byline', 'write', 'publish', 'out'] as const;

/**
 * Does what somebody new does: from the link that the server prints to the first story before readers.
 *
 * @param options.look called at each step as it stands before it is left
 */
export async function firstRun(
  page: Page,
  {
    desk,
    link,
    look = async () => undefined,
  }: {
    /** The desk's address, no slash at the end. */
    desk: string;
    link: string;
    look?: (step: (typeof LOOKS)[number]) => Promise<void>;
  },
): Promise<void> {
  await enter(page, link);
  await page.waitForFunction(`location.pathname === '/begin'`);
  await says(page, 'Your first story, in five steps');
  await page.locator('::-p-aria([name="A line below it, in English"])').fill('News from the islands');
  await look('paper');
  await press(page, 'Go on');
  await press(page, 'Add World');
  await page.waitForSelector('bdi::-p-text(World)');
  await page.locator('::-p-aria([name="Another section"])').fill('Harbour life');
  await press(page, 'Add');
  await page.waitForSelector('bdi::-p-text(Harbour life)');
  await look('sections');
  await press(page, 'Go on');
  await page.locator('::-p-aria([name="Name as readers see it"])').fill('Ilse Marrow');
  await look('byline');
  await press(page, 'Add the byline');
  await press(page, 'Write the first story');
  await page.waitForSelector('textarea[aria-label="Headline"]:not([readonly])');
  await page.locator('textarea[aria-label="Headline"]').fill('The ferry runs again');
  await page.focus('[contenteditable="true"]');
  await page.keyboard.type('After forty days the first boat left the quay.');
  await page.locator('::-p-aria([name="Bylines"][role="combobox"])').click();
  await page.keyboard.type('Ilse');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[role="status"][data-kind="saved"]');
  await page.keyboard.press('Escape');
  await look('write');
  await page.goto(`${desk}/`);
  await says(page, 'The ferry runs again');
  await press(page, 'Open the story');
  await press(page, 'Publish');
  await says(page, 'Nothing is missing');
  await look('publish');
  await page.locator('[role="dialog"] button[type="submit"]').click();
  await page.waitForSelector('[data-state="live"]');
  await page.goto(`${desk}/begin`);
  await says(page, 'Your paper is out');
  await look('out');
}

/** The link that a server prints for the first person, once its newsroom is open. */
export async function printedLink(server: Serving): Promise<string> {
  const found = (): string | undefined => /http\S+\/link#\S+/.exec(server.stderr())?.[0];
  await until('the way in is printed', () => Promise.resolve(found() !== undefined));
  return found() ?? '';
}
