import fc from 'fast-check';
import { parseFragment } from 'parse5';
import type { DefaultTreeAdapterTypes } from 'parse5';
import { describe, expect, it } from 'vitest';
import { body } from './arbitraries.ts';
import type { Block, Doc, Inline } from './doc.ts';
import { bodyHtml, embedHtml } from './html.ts';
import type { BodyHtmlOptions } from './html.ts';
import { blocksOf } from './ids.ts';
import { escapeHtml } from './inline.ts';
import { bodyText } from './reading.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;

const OPTIONS: BodyHtmlOptions = {
  lang: 'en',
  picture: (media, { caption, id }) =>
    `<figure id="${id}"><img src="media/${media}" alt=""><figcaption>${escapeHtml(caption)}</figcaption></figure>`,
  file: (media, label) => `<a href="media/${media}">${escapeHtml(label)}</a>`,
  audio: (media, label, transcript) =>
    `<a href="media/${media}">${escapeHtml(label)}</a><p>${escapeHtml(transcript)}</p>`,
  href: (href) => href,
  anchors: true,
};

const ELEMENTS = new Set(
  'p h2 h3 h4 ul ol li blockquote figure figcaption cite div table caption thead tbody tr th td pre code hr aside a bdi span br img strong em u s sup sub'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'id class href rel dir lang scope colspan rowspan start tabindex role aria-label data-language src alt'.split(
    ' ',
  ),
);

function* walk(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) {
    yield node;
    if ('childNodes' in node) yield* walk(node.childNodes);
  }
}

function textOf(nodes: readonly Node[]): string {
  let text = '';
  for (const node of walk(nodes)) text += node.nodeName === '#text' && 'value' in node ? node.value : ' ';
  return text;
}

/** Words as the eye sees them: blanks set them apart, marks do not. */
function words(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}

/** Text with all blanks gone, since an element's border may split what one line holds together. */
function letters(text: string): string {
  return text.replace(/\s+/gu, '');
}

function doc(...content: Block[]): Doc {
  return { type: 'doc', content };
}

function paragraph(...content: Inline[]): Block {
  return { type: 'paragraph', attrs: { id: 'aaaaaaaa' }, content };
}

describe('bodyHtml', () => {
  it('holds exactly the words of the body and nothing that runs or loads', () => {
    fc.assert(
      fc.property(body, (story) => {
        const problems: string[] = [];
        const tree = parseFragment(bodyHtml(story, OPTIONS), {
          onParseError: (error) => problems.push(error.code),
        });
        expect(
          problems.filter(
            (code) => code !== 'control-character-in-input-stream' && code !== 'noncharacter-in-input-stream',
          ),
        ).toEqual([]);
        expect(letters(textOf(tree.childNodes))).toBe(letters(bodyText(story)));
        for (const node of walk(tree.childNodes)) {
          if (!('tagName' in node)) continue;
          expect(ELEMENTS).toContain(node.tagName);
          for (const { name, value } of node.attrs) {
            expect(ATTRIBUTES).toContain(name);
            const safe = name !== 'href' || /^(?:https?:\/\/[^/]|mailto:|tel:|(?!\/\/)[^:]*$)/.test(value);
            expect(safe).toBe(true);
          }
        }
      }),
      { numRuns: 200 },
    );
  }, 120_000);

  it('keeps words apart that stand in different blocks', () => {
    const html = bodyHtml(
      doc(paragraph({ type: 'text', text: 'one' }), paragraph({ type: 'text', text: 'two' })),
      OPTIONS,
    );
    expect(words(textOf(parseFragment(html).childNodes))).toEqual(['one', 'two']);
  });

  it('bears the id of every block that anchors can hang on, once each', () => {
    fc.assert(
      fc.property(body, (story) => {
        const html = bodyHtml(story, OPTIONS);
        const ids = [...html.matchAll(/ id="([a-z2-7]{8})"/g)].map(([, id]) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const block of blocksOf(story)) {
          if (['bulletList', 'orderedList', 'listItem', 'divider'].includes(block.type)) continue;
          expect(ids).toContain(block.attrs.id);
        }
        expect(bodyHtml(story, { ...OPTIONS, anchors: false })).not.toMatch(/ id="[a-z2-7]{8}"/);
      }),
    );
  }, 120_000);

  it('keeps one link over its marks as one', () => {
    const link = { type: 'link', attrs: { href: 'https://example.org/?a=1&b="2"' } } as const;
    const html = bodyHtml(
      doc(
        paragraph(
          { type: 'text', text: 'a < b ', marks: [link] },
          { type: 'text', text: 'bold', marks: [link, { type: 'bold' }] },
          { type: 'hardBreak', marks: [link, { type: 'bold' }] },
          { type: 'text', text: ' end' },
        ),
      ),
      { ...OPTIONS, anchors: false },
    );
    expect(html).toBe(
      '<p><a href="https://example.org/?a=1&amp;b=&quot;2&quot;" rel="noreferrer">a &lt; b <strong>bold<br></strong></a> end</p>\n',
    );
  }, 120_000);

  it('drops a link that the page does not want, or that its function makes unsafe', () => {
    const linked = doc(
      paragraph({ type: 'text', text: 'here', marks: [{ type: 'link', attrs: { href: '/old/' } }] }),
    );
    for (const href of [() => null, () => 'javascript:alert(1)', () => '//example.org']) {
      expect(bodyHtml(linked, { ...OPTIONS, anchors: false, href })).toBe('<p>here</p>\n');
    }
    expect(bodyHtml(linked, { ...OPTIONS, anchors: false, href: () => '../x.html' })).toBe(
      '<p><a href="../x.html">here</a></p>\n',
    );
  }, 120_000);

  it('sets words in another language apart, with their direction', () => {
    const spoken = (lang: string): string =>
      bodyHtml(doc(paragraph({ type: 'text', text: 'x', marks: [{ type: 'language', attrs: { lang } }] })), {
        ...OPTIONS,
        anchors: false,
      });
    expect(spoken('fa')).toBe('<p><span lang="fa" dir="rtl">x</span></p>\n');
    expect(spoken('ru')).toBe('<p><span lang="ru" dir="ltr">x</span></p>\n');
    expect(spoken('pa-Arab')).toContain('dir="rtl"');
  });

  it('keeps heading levels, list starts, code as it stands and line feeds at its head', () => {
    const html = bodyHtml(
      doc(
        { type: 'heading', attrs: { id: 'aaaaaaaa', level: 4 }, content: [{ type: 'text', text: 'Four' }] },
        {
          type: 'orderedList',
          attrs: { id: 'bbbbbbbb', start: 3 },
          content: [
            {
              type: 'listItem',
              attrs: { id: 'cccccccc' },
              content: [
                { type: 'paragraph', attrs: { id: 'dddddddd' }, content: [{ type: 'text', text: 'x' }] },
              ],
            },
          ],
        },
        {
          type: 'codeBlock',
          attrs: { id: 'eeeeeeee', language: 'js' },
          content: [{ type: 'text', text: '\n\n<b>' }],
        },
      ),
      OPTIONS,
    );
    expect(html).toBe(
      '<h4 id="aaaaaaaa">Four</h4>\n<ol start="3">\n<li id="dddddddd">x</li>\n</ol>\n' +
        '<pre class="code" dir="ltr" data-language="js" id="eeeeeeee">\n<code>\n\n&lt;b&gt;</code></pre>\n',
    );
  }, 120_000);

  it('gives a table its caption, its head and the scope of every header', () => {
    const cell = (
      id: string,
      text: string,
      header = false,
      colspan = 1,
    ): Extract<Block, { type: 'table' }>['content'][number]['content'][number] => ({
      type: 'tableCell',
      attrs: { header, colspan, rowspan: 1 },
      content: [{ type: 'paragraph', attrs: { id }, content: [{ type: 'text', text }] }],
    });
    const html = bodyHtml(
      doc({
        type: 'table',
        attrs: { id: 'aaaaaaaa', caption: 'Votes & seats' },
        content: [
          { type: 'tableRow', content: [cell('bbbbbbbb', 'State', true), cell('cccccccc', 'Vote', true, 2)] },
          {
            type: 'tableRow',
            content: [cell('dddddddd', 'Arvenia', true), cell('eeeeeeee', 'yes'), cell('ffffffff', 'no')],
          },
        ],
      }),
      { ...OPTIONS, anchors: false },
    );
    expect(html).toBe(
      '<div class="table" tabindex="0" role="region" aria-label="Votes &amp; seats">\n<table>\n<caption>Votes &amp; seats</caption>\n' +
        '<thead>\n<tr><th scope="col">State</th><th scope="colgroup" colspan="2">Vote</th></tr>\n</thead>\n' +
        '<tbody>\n<tr><th scope="row">Arvenia</th><td>yes</td><td>no</td></tr>\n</tbody>\n</table>\n</div>\n',
    );
  }, 120_000);
});

describe('embedHtml', () => {
  it('loads nothing and tells nobody where the reader was', () => {
    const html = embedHtml({
      id: 'aaaaaaaa',
      url: 'https://example.org/?a=1&b=2',
      provider: 'Example',
      headline: '',
      text: 'First <line>\nsecond\n\nNew paragraph',
      author: 'A. Writer',
    });
    expect(html).toContain(
      '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer nofollow" dir="auto">https://example.org/?a=1&amp;b=2</a>',
    );
    expect(html).toContain('<p>First &lt;line&gt;<br>second</p>\n<p>New paragraph</p>');
    expect(html).toContain('<bdi>A. Writer</bdi>');
    expect(html).not.toMatch(/<(?:iframe|img|script|link)/);
  });

  it('makes no link of an address that is none', () => {
    const attrs = {
      id: 'aaaaaaaa',
      url: 'javascript:alert(1)',
      provider: '',
      headline: 'x',
      text: '',
      author: '',
    };
    expect(embedHtml(attrs)).not.toContain('href');
  });
});
