import puppeteer, { type Browser } from 'puppeteer-core';

/*
 * Debian's Chromium and Firefox as they are, driven by puppeteer: Firefox by WebDriver BiDi. Their reader wants less
 * motion: a page that is still gliding to its answer moves what a test clicks away between press and release.
 */

/** @param profile folder of what the browser remembers, for one that is opened again. Default: a new one */
export function openChromium(profile?: string): Promise<Browser> {
  return puppeteer.launch({
    ...(profile === undefined ? {} : { userDataDir: profile }),
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--force-prefers-reduced-motion',
    ],
  });
}

export function openFirefox(profile?: string): Promise<Browser> {
  return puppeteer.launch({
    ...(profile === undefined ? {} : { userDataDir: profile }),
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    extraPrefsFirefox: { 'ui.prefersReducedMotion': 1 },
  });
}

/** Both browsers by name; `TEST_WITHOUT_BROWSERS=1`, for machines that can have none, gives an empty list. */
export const BROWSERS: readonly (readonly [string, (profile?: string) => Promise<Browser>])[] =
  process.env.TEST_WITHOUT_BROWSERS === '1'
    ? []
    : [
        ['Chromium', openChromium],
        ['Firefox', openFirefox],
      ];
