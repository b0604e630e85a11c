import axe from 'axe-core';
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseBody } from '#body';
import type { Doc } from '#body';
import { BROWSERS } from '../../../../test/browsers.ts';
import { openEditorPage } from '../../../../test/editor-page.ts';
import type { EditorPage } from '../../../../test/editor-page.ts';
import './testing/harness.ts';

/** What stands around the text: the same elements in each browser, so Chromium stands for both. */

describe.each(BROWSERS.slice(0, 1))('around the text, in %s', (_name, open) => {
  let site: EditorPage;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    site = await openEditorPage();
    browser = await open();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  async function start(query: string, width = 1100): Promise<void> {
    page = await browser.newPage();
    await page.setViewport({ width, height: 800, hasTouch: width < 500, isMobile: width < 500 });
    await page.goto(`${site.address}?${query}`);
    await page.waitForSelector('.ProseMirror, section');
  }

  async function body(): Promise<Doc> {
    const json: unknown = await page.evaluate(() => {
      const dom = document.querySelector('.ProseMirror') as unknown as { editor: { getJSON: () => unknown } };
      return dom.editor.getJSON();
    });
    return parseBody(json);
  }

  async function text(): Promise<string> {
    return await page.$eval('.ProseMirror', (dom) => dom.textContent ?? '');
  }

  async function choose(from: number, to = from): Promise<void> {
    await page.evaluate(
      (a, b) => {
        const dom = document.querySelector('.ProseMirror') as unknown as {
          editor: {
            chain: () => { focus: () => { setTextSelection: (range: object) => { run: () => void } } };
          };
        };
        dom.editor.chain().focus().setTextSelection({ from: a, to: b }).run();
      },
      from,
      to,
    );
    // The editor takes the focus with the next frame.
    await page.waitForFunction(() => document.activeElement?.classList.contains('ProseMirror'));
  }

  async function labelled(name: string, role = 'button'): Promise<ElementHandle> {
    const found = await page.waitForSelector(`aria/${name}[role="${role}"]`);
    if (found === null) throw new Error(`No ${role} named "${name}"`);
    return found;
  }

  async function press(name: string): Promise<void> {
    await (await labelled(name)).click();
  }

  async function drop(name: string, type: string): Promise<void> {
    await page.evaluate(
      (fileName, fileType) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array([1, 2, 3])], fileName, { type: fileType }));
        const event = new ClipboardEvent('paste', {
          clipboardData: transfer,
          bubbles: true,
          cancelable: true,
        });
        document.querySelector('.ProseMirror')?.dispatchEvent(event);
      },
      name,
      type,
    );
  }

  it('a pasted picture goes up beside the text, its words are asked for at once, and both arrive', async () => {
    await start('sample=short&upload=hold');
    await choose(3);
    const before = await body();
    await drop('quay.png', 'image/png');
    const alt = await labelled('What the picture shows, for those who cannot see it', 'textbox');
    expect(await page.$eval('.upload', (element) => element.textContent)).toContain('quay.png is on its way');
    await press('Save');
    expect(await page.$$eval('[aria-invalid="true"]', (fields) => fields.length)).toBe(2);
    await alt.type('Cranes');
    await (await labelled('Credit', 'textbox')).type('Ila Renn');
    await press('Save');
    await page.waitForSelector('[role="dialog"]', { hidden: true });
    expect(await body()).toEqual(before);
    await page.evaluate(() => window.letUploadsGo());
    await page.waitForSelector('.ProseMirror figure.picture img[alt="Cranes"]');
    expect((await body()).content[1]).toMatchObject({ type: 'picture', attrs: { media: 'm1' } });
    expect(await page.$eval('.ProseMirror figcaption', (caption) => caption.textContent)).toBe('Ila Renn');
    expect(await page.$('.upload')).toBeNull();
    await page.close();
  });

  it('a failed upload leaves the text and can be tried again', async () => {
    await start('sample=short&upload=fail');
    await choose(3);
    const before = await body();
    await drop('sound.mp3', 'audio/mpeg');
    await page.waitForFunction(() =>
      document.querySelector('.upload')?.textContent?.includes('the connection broke'),
    );
    expect(await body()).toEqual(before);
    await press('Try again');
    await page.waitForSelector('.ProseMirror [data-node="audio"]');
    expect((await body()).content[1]).toMatchObject({ type: 'audio', attrs: { label: 'sound.mp3' } });
    await page.close();
  });

  it('finds with any letters and whole words, and replaces one, all, and back in one step', async () => {
    await start('sample=empty');
    await choose(1);
    await page.keyboard.type('Tar star TAR, the “tar” and Tarmac');
    await page.keyboard.down('Control');
    await page.keyboard.down('Alt');
    await page.keyboard.press('f');
    await page.keyboard.up('Alt');
    await page.keyboard.up('Control');
    await (await labelled('Find', 'textbox')).type('tar');
    const count = () => page.$eval('output', (output) => output.textContent);
    await expect.poll(count).toContain('of 5');
    await (await labelled('Whole words', 'checkbox')).click();
    await expect.poll(count).toContain('of 3');
    await (await labelled('Match letters exactly', 'checkbox')).click();
    await expect.poll(count).toContain('of 1');
    await (await labelled('Match letters exactly', 'checkbox')).click();
    await (await labelled('Replace with', 'textbox')).type('oil');
    await press('Replace all');
    await expect.poll(text).toBe('oil star oil, the “oil” and Tarmac');
    await page.keyboard.press('Escape');
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
    await expect.poll(text).toBe('Tar star TAR, the “tar” and Tarmac');
    expect(await page.$('.found')).toBeNull();
    await page.close();
  });

  it('shows the notes of colleagues on their passages while the text moves, and never in the body', async () => {
    await start('sample=short&notes');
    const marked = () => page.$$eval('.ProseMirror .note', (marks) => marks.map((mark) => mark.textContent));
    const before = await marked();
    expect(before).toHaveLength(2);
    expect(JSON.stringify(await body())).not.toContain('note');
    await choose(1);
    await page.keyboard.type('More words before it. ');
    expect(await marked()).toEqual(before);
    await choose(1, 5);
    await press('Notes (2)');
    await press('Add a note');
    await (await labelled('Note on the passage', 'textbox')).type('Which words?');
    await press('Save the note');
    await expect.poll(marked).toEqual(['More', ...before]);
    const [resolve] = await page.$$('aria/Resolve[role="button"]');
    await resolve?.click();
    await expect.poll(marked).toEqual(before);
    await page.close();
  });

  it('makes and edits a table by keys alone', async () => {
    await start('sample=empty');
    await choose(1);
    await page.keyboard.type('/tab');
    await labelled('Table', 'option');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.ProseMirror table');
    await page.keyboard.type('Ship');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Fee');
    await page.keyboard.down('Alt');
    await page.keyboard.press('F10');
    await page.keyboard.up('Alt');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Undo');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Redo');
    await press('Delete column');
    await press('Row below');
    const [table] = (await body()).content;
    expect(table).toMatchObject({ type: 'table', content: { length: 4, 0: { content: { length: 2 } } } });
    expect(await text()).toBe('Ship');
    await page.close();
  });

  it('a block goes elsewhere by its handle, and keeps its id', async () => {
    await start('sample=short');
    const before = (await body()).content.map((block) => block.attrs.id);
    const [first, , , last] = await page.$$('.ProseMirror > *');
    await first?.hover();
    const handle = await (await labelled('Drag to move, press for more')).boundingBox();
    const goal = await last?.boundingBox();
    if (!handle || !goal) throw new Error('Nothing to drag, or nowhere to');
    await page.mouse.move(handle.x + 14, handle.y + 14);
    await page.mouse.down();
    await page.mouse.move(goal.x + 8, goal.y + 8, { steps: 5 });
    await page.mouse.up();
    const [moved, second, third, fourth] = before;
    await expect
      .poll(async () => (await body()).content.map((block) => block.attrs.id))
      .toEqual([second, third, moved, fourth]);
    await page.close();
  });

  it('counts against the plan and leads by the outline', async () => {
    await start('sample=short&plan=30');
    expect(await page.$eval('footer', (footer) => footer.textContent)).toMatch(/^42 of 30 words12 over/);
    await press('Outline');
    const [line] = await page.$$('nav li button');
    await line?.click();
    await page.waitForFunction(
      () => document.getSelection()?.anchorNode?.parentElement?.closest('h2') !== null,
    );
    await page.close();
  });

  it('sets and clears a link, and refuses one that runs', async () => {
    await start('sample=empty');
    await choose(1);
    await page.keyboard.type('words');
    await choose(1, 6);
    await press('Link');
    const address = await labelled('Address', 'textbox');
    await address.type('javascript:alert(1)');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[aria-invalid="true"]');
    await address.click({ count: 3 });
    await address.type('example.org/a');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.ProseMirror a[href="https://example.org/a"]');
    const marks = [{ type: 'link', attrs: { href: 'https://example.org/a' } }];
    expect((await body()).content).toMatchObject([{ content: [{ text: 'words', marks }] }]);
    await press('Link');
    await press('Remove the link');
    await page.waitForSelector('.ProseMirror a', { hidden: true });
    expect((await body()).content).toMatchObject([{ content: [{ type: 'text', text: 'words' }] }]);
    await page.close();
  });

  it.each([
    ['sample=everything&plan=100&notes', 1280],
    ['sample=everything&plan=100&notes&scheme=dark', 1280],
    ['sample=everything&ui=fa&scheme=dark', 360],
    ['sample=everything&ui=ru', 360],
    ['others', 1280],
    ['others&ui=fa&scheme=dark', 360],
  ])('is free of what axe finds, and no wider than its screen: %s at %i', async (query, width) => {
    await start(query, width);
    if (width > 1000 && !query.includes('others')) {
      await press('Notes (2)');
      await choose(3);
      await press('Find and replace');
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { violations } = await (
        window as unknown as {
          axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        }
      ).axe.run();
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' · ')}`,
      );
    });
    expect(found).toEqual([]);
    await page.close();
  });
});
