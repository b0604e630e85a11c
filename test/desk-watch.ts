import type { Page } from 'puppeteer-core';

/** What stands in each room of the desk once all of it is there. */
export const ROOMS: Record<string, string> = {
  '/overview': 'main section',
  '/stories': 'main a[data-index]',
  '/calendar': 'main h2',
  '/media': 'main ul li img',
  '/front': 'main section',
  '/editions': 'main ol h2',
  '/mirrors': 'main h1',
  '/import': 'main section',
  '/people': 'main ul li',
  '/settings': 'main form',
  '/audit': 'main ol li',
};

/*
 * Runs in each page before its programs. The page's clock stands still: what the router grants a page before it says
 * "Loading" never runs out, however busy the machine is.
 */
const WATCH = `(() => {
  const now = Date.now();
  Date.now = () => now;
  const seen = { waits: [], editors: new Set() };
  window.seen = seen;
  const look = () => {
    for (const one of document.querySelectorAll('[role="status"]'))
      if (one.textContent === 'Loading …') seen.waits.push(location.pathname);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  const { setAttribute } = Element.prototype;
  // An editor makes its text editable before anybody sees it, and also where nobody ever does.
  Element.prototype.setAttribute = function (name, value) {
    if (name === 'contenteditable') seen.editors.add(this);
    return setAttribute.call(this, name, value);
  };
})()`;

/** Notes from now on, in each page of this tab, where "Loading" stood and how many editors were made. */
export const watchTab = (page: Page): Promise<unknown> => page.evaluateOnNewDocument(WATCH);

/** @returns paths at which "Loading" stood since the page was loaded, and how many editors were made */
export async function seenIn(page: Page): Promise<{ waits: string[]; editors: number }> {
  return (await page.evaluate('({ waits: seen.waits, editors: seen.editors.size })')) as {
    waits: string[];
    editors: number;
  };
}

/** Goes to a room by the menu, without hovering there before, and waits until it stands. */
export async function goTo(page: Page, to: string): Promise<void> {
  await page.evaluate(`document.querySelector('nav a[href="${to}"]').click()`);
  await page.waitForFunction(
    `location.pathname.startsWith('${to}') && document.querySelector('${ROOMS[to] ?? ''}') !== null`,
  );
}
