import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseBody } from '#body';
import type { Block, Doc } from '#body';
import { BROWSERS } from '../../../../test/browsers.ts';
import { openEditorPage } from '../../../../test/editor-page.ts';
import './testing/harness.ts';
import type { EditorPage } from '../../../../test/editor-page.ts';

let site: EditorPage;
const PARTS = process.env.TEST_WITHOUT_BROWSERS === '1' ? [] : BROWSERS;

beforeAll(async () => {
  if (PARTS.length > 0) site = await openEditorPage();
}, 120_000);
afterAll(async () => {
  if (PARTS.length > 0) await site.close();
});

/** The body as it stands in the editor this moment, read by the border that everything stored passes. */
async function body(page: Page): Promise<Doc> {
  const json: unknown = await page.evaluate(() => {
    const dom = document.querySelector('.ProseMirror') as unknown as { editor: { getJSON(): unknown } };
    return dom.editor.getJSON();
  });
  return parseBody(json);
}

function lines(blocks: readonly unknown[]): string[] {
  return (blocks as Block[]).map((block) => {
    const content =
      'content' in block
        ? (block.content as { type: string; text?: string; marks?: { type: string }[] }[])
        : [];
    const inner = content.every((node) => node.type === 'text' || node.type === 'hardBreak')
      ? content
          .map((node) => (node.text ?? '⏎') + (node.marks ?? []).map(({ type }) => `{${type}}`).join(''))
          .join('|')
      : `[${lines(content).join(', ')}]`;
    const level = block.type === 'heading' ? block.attrs.level : '';
    return `${block.type}${level}: ${inner}`;
  });
}

async function shown(page: Page): Promise<string[]> {
  return lines((await body(page)).content);
}

async function ids(page: Page): Promise<string[]> {
  return (await body(page)).content.map((block) => block.attrs.id);
}

async function paste(page: Page, data: Record<string, string>): Promise<void> {
  await page.evaluate((given) => {
    const transfer = new DataTransfer();
    for (const [type, text] of Object.entries(given)) transfer.setData(type, text);
    const dom = document.querySelector('.ProseMirror');
    // Firefox gives a made event no clipboard of its own: it is set by hand.
    const event = new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true });
    if (event.clipboardData === null || event.clipboardData.types.length === 0)
      Object.defineProperty(event, 'clipboardData', { value: transfer });
    dom?.dispatchEvent(event);
  }, data);
}

describe.each(PARTS)('the editor in %s', (name, open) => {
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await open();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
  });

  async function start(query = ''): Promise<void> {
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text());
    });
    await page.setViewport({ width: 1100, height: 900 });
    await page.goto(`${site.address}?${query}`);
    await page.waitForSelector('.ProseMirror');
    await page.focus('.ProseMirror');
  }

  async function type(text: string): Promise<void> {
    await page.keyboard.type(text);
  }

  async function press(...keys: string[]): Promise<void> {
    for (const key of keys) await page.keyboard.press(key as 'Enter');
  }

  async function chord(held: readonly string[], key: string): Promise<void> {
    for (const one of held) await page.keyboard.down(one as 'Control');
    await page.keyboard.press(key as 'Enter');
    for (const one of held.toReversed()) await page.keyboard.up(one as 'Control');
  }

  /** Browsers tell of a caret that keys have moved only after a while. */
  async function caretAt(position: number): Promise<void> {
    await page.waitForFunction(
      (wanted) => {
        const dom = document.querySelector('.ProseMirror') as unknown as {
          editor: { state: { selection: { from: number } } };
        };
        return dom.editor.state.selection.from === wanted;
      },
      {},
      position,
    );
  }

  async function end(): Promise<void> {
    await page.close();
    expect(complaints).toEqual([]);
  }

  it('sets what is typed: Markdown, quotes and dashes; one Backspace takes a rule back', async () => {
    await start();
    await type('# One "two" -- three');
    await press('Enter');
    await type('A **bold** and *slanted* word, `code`, [a link](https://example.org/)');
    await press('Enter');
    await type('- first');
    await press('Enter');
    await type('second');
    await press('Enter', 'Enter');
    await type('> said');
    await press('Enter', 'Enter');
    await type('---');
    await type('3. third');
    expect(await shown(page)).toEqual([
      'heading2: One “two” — three',
      'paragraph: A |bold{bold}| and |slanted{italic}| word, |code{code}|, |a link{link}',
      'bulletList: [listItem: [paragraph: first], listItem: [paragraph: second]]',
      'blockQuote: [paragraph: said]',
      'divider: ',
      'orderedList: [listItem: [paragraph: third]]',
    ]);
    await press('Enter', 'Enter');
    await type('"');
    await press('Backspace');
    await type('x');
    await press('Enter');
    await type('# ');
    await press('Backspace');
    expect((await shown(page)).slice(-2)).toEqual(['paragraph: "x', 'paragraph: # ']);
    await end();
  });

  it('keeps the ids of blocks through splitting, joining, moving, turning and undoing', async () => {
    await start('sample=short');
    const first = await ids(page);
    await chord(['Control'], 'Home');
    await caretAt(1);
    await press('Enter');
    // The words went into the second half, and their id with them.
    const split = await ids(page);
    expect(split.slice(1)).toEqual(first);
    expect(first).not.toContain(split[0]);
    await press('Backspace');
    expect(await ids(page)).toEqual(first);
    await press('ArrowRight', 'ArrowRight');
    await caretAt(3);
    await press('Enter');
    const halved = await ids(page);
    expect([halved[0], ...halved.slice(2)]).toEqual(first);
    await press('Backspace');
    expect(await ids(page)).toEqual(first);
    await chord(['Alt'], 'ArrowDown');
    expect((await ids(page)).slice(0, 2)).toEqual([first[1], first[0]]);
    await chord(['Control', 'Alt'], '2');
    expect((await ids(page)).slice(0, 2)).toEqual([first[1], first[0]]);
    expect((await shown(page))[1]).toMatch(/^heading2/);
    const before = JSON.stringify(await body(page));
    await chord(['Control'], 'z');
    await chord(['Control'], 'z');
    expect(await ids(page)).toEqual(first);
    await chord(['Control'], 'y');
    await chord(['Control'], 'y');
    expect(JSON.stringify(await body(page))).toBe(before);
    await end();
  });

  it('reads HTML, Markdown and plain text from the clipboard', async () => {
    await start();
    await paste(page, {
      'text/html': '<h1>Head</h1><p onclick="x()">One <b>two</b><script>alert(1)</script></p><ul><li>a</ul>',
      'text/plain': 'Head One two a',
    });
    await page.waitForFunction(() => document.querySelector('.ProseMirror li') !== null);
    await press('Enter', 'Enter');
    await paste(page, { 'text/plain': '## Markdown\n\nwith **strong** words' });
    await page.waitForFunction(() => document.querySelectorAll('.ProseMirror h2').length === 2);
    await press('Enter');
    await paste(page, { 'text/plain': 'One line\nand another' });
    await page.waitForFunction(() =>
      document.querySelector('.ProseMirror')?.textContent?.includes('another'),
    );
    expect(await shown(page)).toEqual([
      'heading2: Head',
      'paragraph: One |two{bold}',
      'bulletList: [listItem: [paragraph: a]]',
      'heading2: Markdown',
      'paragraph: with |strong{bold}| words',
      'paragraph: One line',
      'paragraph: and another',
    ]);
    await end();
  });

  it('gives what was composed, emoji and joiners as they were, in either direction', async () => {
    await start('lang=fa&ui=en');
    await type('می‌خواهد 👩‍👩‍👧 Sarn ');
    await page.evaluate(() => {
      // A composition as an input method makes it: the browser changes the text itself, the editor reads it back.
      const dom = document.querySelector('.ProseMirror');
      const text = document.getSelection()?.anchorNode;
      dom?.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true, data: '' }));
      if (text instanceof Text) {
        text.data += '日本';
        document.getSelection()?.collapse(text, text.data.length);
      }
      dom?.dispatchEvent(new CompositionEvent('compositionupdate', { bubbles: true, data: '日本' }));
      dom?.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '日本' }));
    });
    await page.waitForFunction(() => document.querySelector('.ProseMirror')?.textContent?.includes('日本'));
    await expect.poll(async () => (await shown(page))[0]).toBe('paragraph: می‌خواهد 👩‍👩‍👧 Sarn 日本');
    await press('Backspace', 'Backspace', 'Backspace', 'Backspace');
    await type('b');
    await expect.poll(async () => (await shown(page))[0]).toBe('paragraph: می‌خواهد 👩‍👩‍👧 Sarb');
    expect(await page.$eval('.ProseMirror', (dom) => getComputedStyle(dom).direction)).toBe('rtl');
    await end();
  });

  it('tells the page of the text when the keys rest, and takes a new text from it', async () => {
    await start();
    await type('Words');
    await page.waitForFunction(() => JSON.stringify(window.harness.draft.body).includes('Words'));
    const told = await page.evaluate(() => window.harness.changes);
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(4);
    await page.evaluate(() =>
      window.harness.set({
        type: 'doc',
        content: [
          {
            type: 'paragraph',
            attrs: { id: 'abcdefg2' },
            content: [{ type: 'text', text: 'From elsewhere' }],
          },
        ],
      }),
    );
    await expect.poll(() => shown(page)).toEqual(['paragraph: From elsewhere']);
    await page.evaluate(() => window.harness.readOnly(true));
    await page.waitForSelector('.ProseMirror[contenteditable="false"]');
    await end();
  });

  it(`answers as ${name} with nothing refused by the policy of the page`, () => {
    expect(complaints).toEqual([]);
  });
});
