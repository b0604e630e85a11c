/**
 * What a key costs in a story of 10,000 words, in Chromium: processor time of the page's main thread for all that the
 * key causes (script, style, layout, painting), by its own performance counters, and the wall clock of the script
 * from the key's event on. `node bench/typing.ts --keys 300`
 */
import { parseArgs } from 'node:util';
import { openChromium } from '../test/browsers.ts';
import { openEditorPage } from '../test/editor-page.ts';

const { values } = parseArgs({ options: { keys: { type: 'string', default: '300' } } });

/** Runs in the page: how long the script of each key takes, from its first event to the change of the text. */
const WATCH = `
  window.script = [];
  let began = 0;
  addEventListener('keydown', () => { began = performance.now(); }, true);
  new MutationObserver(() => {
    if (began > 0) window.script.push(performance.now() - began);
    began = 0;
  }).observe(document.querySelector('.ProseMirror'), { subtree: true, childList: true, characterData: true });
`;

/** Runs in the page: the caret goes to the middle of the story. */
const MIDDLE = `
  const { editor } = document.querySelector('.ProseMirror');
  const middle = Math.floor(editor.state.doc.content.size / 2);
  editor.chain().focus().setTextSelection(middle).scrollIntoView().run();
`;

function told(name: string, times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
  return `  ${name}: median ${at(0.5)} ms, 95 of 100 within ${at(0.95)} ms, 99 within ${at(0.99)} ms, most ${at(1)} ms`;
}

const site = await openEditorPage();
const browser = await openChromium();
try {
  for (const [name, query] of [
    ['an empty story', 'sample=empty'],
    ['10,000 words', 'sample=long&notes'],
    ['10,000 words in Persian', 'sample=long&lang=fa'],
  ] as const) {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    await page.goto(`${site.address}?${query}`);
    await page.waitForSelector('.ProseMirror');
    await page.evaluate(MIDDLE);
    await page.evaluate(WATCH);
    const text = 'The pilots of "Sarn" said -- at last - that it was enough. ';
    const counters = await page.createCDPSession();
    await counters.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busy = async (): Promise<number> => {
      const { metrics } = await counters.send('Performance.getMetrics');
      return 1_000 * (metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? 0);
    };
    const idle = await busy();
    const counting = (await busy()) - idle;
    const thread: number[] = [];
    for (let typed = 0; typed < Number(values.keys); typed += 1) {
      const before = await busy();
      await page.keyboard.press(text.charAt(typed % text.length) as 'a');
      // Two frames: the text has been laid out and painted.
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      thread.push((await busy()) - before - counting);
    }
    console.log(`${name}, ${thread.length} keys`);
    console.log(told('main thread', thread));
    console.log(told('script, by the clock', (await page.evaluate('window.script')) as number[]));
    await page.close();
  }
} finally {
  await browser.close();
  await site.close();
}
