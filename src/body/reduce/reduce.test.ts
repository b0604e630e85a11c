import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withIds } from '../ids.ts';
import { parseBody } from '../parse.ts';
import type { Block } from '../doc.ts';
import { cleanBody } from './clean.ts';
import { reduceHtml } from './reduce.ts';
import type { ReduceOptions } from './reduce.ts';
import { settle } from './settle.ts';
import { parseHtml, wordsOf } from './tree.ts';

const BASE = 'https://old.example/2012/01/story/';

/** The blocks that come of HTML when no medium is brought over, checked by the body's own strict reader. */
function blocks(html: string, options: Partial<ReduceOptions> = {}): Block[] {
  return reduced(html, options).doc.content;
}

function reduced(html: string, options: Partial<ReduceOptions> = {}, brought = false) {
  const found = reduceHtml(html, { lang: 'en', base: BASE, ...options });
  let count = 0;
  const doc = settle(found.blocks, found.refs, (ref) =>
    brought ? { media: `m${count++}`, kind: ref.kind === 'video' ? 'file' : ref.kind } : null,
  );
  let seed = 0;
  const random = () => (seed = (seed * 16_807 + 11) % 2_147_483_647) / 2_147_483_647;
  return { ...found, doc: parseBody(withIds(cleanBody(doc), null, random)) };
}

/** Type and words of each block, ids left out. */
function outline(content: readonly Block[]): string[] {
  return content.map((block) => `${block.type}: ${strings(block).join('|')}`);
}

function strings(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  if ('type' in node && node.type === 'hardBreak') return ['⏎'];
  if ('text' in node && typeof node.text === 'string' && !('attrs' in node)) return [node.text];
  const own =
    'attrs' in node
      ? Object.entries(node.attrs ?? {})
          .filter(([name, v]) => name !== 'id' && typeof v === 'string' && v !== '')
          .map(([, v]) => String(v))
      : [];
  const inner = 'content' in node && Array.isArray(node.content) ? node.content.flatMap(strings) : [];
  return [...own, ...inner];
}

describe('text', () => {
  test('the classic editor: blank lines part paragraphs, single ones break lines', () => {
    const html = 'One <b>bold</b>\nline two<br />\nline three\n\n\nTwo\n<p>Three</p>\n\n<div>Four</div> tail';
    expect(outline(blocks(html))).toEqual([
      'paragraph: One |bold|⏎|line two|⏎|line three',
      'paragraph: Two',
      'paragraph: Three',
      'paragraph: Four',
      'paragraph: tail',
    ]);
  });

  test('inside blocks a line break is a space, outside it is a break', () => {
    const html = '<!-- wp:paragraph --><p>One\ntwo</p><!-- /wp:paragraph -->\n\nfree\n\nform';
    expect(outline(blocks(html))).toEqual(['paragraph: One two', 'paragraph: free', 'paragraph: form']);
  });

  test('marks, links and languages', () => {
    const [block] = blocks(
      '<p><strong>a<em>b</em></strong> <a href="/x?y=1">c</a> <span lang="FA" dir="rtl">د</span> <a href="javascript:alert(1)">e</a> <i lang="en-GB">f</i></p>',
    );
    expect(block).toMatchObject({
      content: [
        { text: 'a', marks: [{ type: 'bold' }] },
        { text: 'b', marks: [{ type: 'bold' }, { type: 'italic' }] },
        { text: ' ' },
        { text: 'c', marks: [{ type: 'link', attrs: { href: 'https://old.example/x?y=1' } }] },
        { text: ' ' },
        { text: 'د', marks: [{ type: 'language', attrs: { lang: 'fa' } }] },
        { text: ' e ' },
        { text: 'f', marks: [{ type: 'italic' }] },
      ],
    });
  });

  test('scripts, styles, handlers and forms leave nothing but words', () => {
    const html =
      '<p onclick="x()">Word<script>secret()</script><style>p{}</style></p><form action="/s"><label>Name <input value="v"></label><button onclick=x>Send</button></form><template>t</template>';
    const { doc, notes } = reduced(html);
    expect(outline(doc.content)).toEqual(['paragraph: Word', 'paragraph: Name', 'paragraph: Send']);
    expect(notes.map((n) => n.text)).toEqual([
      'A script was dropped',
      'A style sheet was dropped',
      'A form was reduced to its words',
    ]);
  });

  test('verse keeps its lines, preformatted text becomes code', () => {
    expect(
      outline(
        blocks(
          '<!-- wp:verse --><pre class="wp-block-verse">a\n  <em>b</em></pre><!-- /wp:verse --><pre class="wp-block-code"><code class="language-js">x &lt; 1\n  y</code></pre>',
        ),
      ),
    ).toEqual(['paragraph: a|⏎|\u00a0\u00a0|b', 'codeBlock: js|x < 1\n  y']);
  });

  test('a paragraph that is only an address of a known provider is an embed', () => {
    expect(
      outline(
        blocks(
          'before\n\nhttps://youtu.be/abcdefghijk\n\nhttps://old.example/other\n\nmore https://youtu.be/abc text',
        ),
      ),
    ).toEqual([
      'paragraph: before',
      'embed: https://youtu.be/abcdefghijk|YouTube',
      'paragraph: https://old.example/other',
      'paragraph: more https://youtu.be/abc text',
    ]);
  });
});

describe('structures', () => {
  test('nested and mixed lists', () => {
    const [list] = blocks(
      '<ul><li>one<ol start="3"><li>two</li></ol></li><ul><li>loose</li></ul><li><p>a</p><p>b</p></li><li></li></ul>',
    );
    expect(list).toMatchObject({
      type: 'bulletList',
      content: [
        { content: [{ type: 'paragraph' }, { type: 'orderedList', attrs: { start: 3 } }] },
        { content: [{ type: 'paragraph' }, { type: 'bulletList' }] },
        { content: [{ type: 'paragraph' }, { type: 'paragraph' }] },
      ],
    });
  });

  test('what a list or quote cannot hold stands after it', () => {
    const { doc } = reduced(
      '<ul><li>a <img src="p.jpg" alt="Alt"></li></ul><blockquote>q<table><tr><td>1<td>2</table>r<cite>Who</cite></blockquote>',
      {},
      true,
    );
    expect(outline(doc.content)).toEqual([
      'bulletList: a',
      'picture: m0|Alt',
      'blockQuote: q',
      'table: 1|2',
      'blockQuote: Who|r',
    ]);
  });

  test('definition lists, details, rules, quotes', () => {
    expect(
      outline(
        blocks(
          '<dl><dt>T</dt><dd>D</dd></dl><details><summary>S</summary><h3>H</h3><p>in</p></details><hr><figure class="wp-block-pullquote"><blockquote><p>P</p><p>Q</p><cite>C</cite></blockquote></figure><q>said</q>',
        ),
      ),
    ).toEqual([
      'paragraph: T',
      'paragraph: D',
      'factBox: S|H|in',
      'divider: ',
      'pullQuote: C|P|⏎|Q',
      'paragraph: “said”',
    ]);
  });

  test('tables keep headers, spans and captions; a table of one cell is unwrapped', () => {
    const [table, rest] = blocks(
      '<figure class="wp-block-table"><table><thead><tr><th colspan="2">H</th></tr></thead><tbody><tr><td>a<ul><li>b</li></ul></td><td></td></tr></tbody></table><figcaption>Cap</figcaption></figure><table><tr><td><p>alone</p></td></tr></table>',
    );
    expect(table).toMatchObject({
      attrs: { caption: 'Cap' },
      content: [
        { content: [{ attrs: { header: true, colspan: 2 } }] },
        {
          content: [
            { content: [{ type: 'paragraph' }, { type: 'paragraph' }] },
            { attrs: { header: false } },
          ],
        },
      ],
    });
    expect(rest).toMatchObject({ type: 'paragraph', content: [{ text: 'alone' }] });
  });

  test('footnotes stand at their block, or at the end', () => {
    const footnotes = [{ id: 'a', html: 'First <em>note</em>' }];
    const html =
      '<!-- wp:paragraph --><p>Text<sup data-fn="a" class="fn"><a href="#a">1</a></sup></p><!-- /wp:paragraph --><!-- wp:footnotes /-->';
    const wanted = ['paragraph: Text|1', 'divider: ', 'orderedList: First |note'];
    expect(outline(blocks(html, { footnotes }))).toEqual(wanted);
    expect(outline(blocks('<p>Text<sup>1</sup></p>', { footnotes }))).toEqual(wanted);
  });
});

describe('pictures, sound and embeds', () => {
  test('captions of the classic editor, both forms', () => {
    const { refs, doc } = reduced(
      '[caption id="attachment_9" width="5" caption="Old [1] form"]<a href="b.jpg"><img class="wp-image-9" src="b.jpg" alt="A"></a>[/caption]\n\n[caption width="5"]<img src="//cdn.example/c.jpg?w=300" alt="B" /> New <a href="x">form</a>[/caption]',
      {},
      true,
    );
    expect(refs).toEqual([
      {
        kind: 'picture',
        src: 'https://old.example/2012/01/story/b.jpg',
        attachment: '9',
        alt: 'A',
        caption: 'Old [1] form',
      },
      {
        kind: 'picture',
        src: 'https://cdn.example/c.jpg?w=300',
        attachment: null,
        alt: 'B',
        caption: 'New form',
      },
    ]);
    expect(outline(doc.content)).toEqual(['picture: m0|A|Old [1] form', 'picture: m1|B|New form']);
  });

  test('galleries: by shortcode, by block in both versions, with nothing brought over', () => {
    const v1 =
      '<figure class="wp-block-gallery"><ul><li class="blocks-gallery-item"><figure><img src="a.jpg" data-id="1" alt=""><figcaption>One</figcaption></figure></li><li><figure><img src="b.jpg" data-id="2" alt="Two"></figure></li></ul><figcaption>All</figcaption></figure>';
    const v2 =
      '<!-- wp:gallery --><figure class="wp-block-gallery has-nested-images"><!-- wp:image {"id":3} --><figure class="wp-block-image"><img src="c.jpg" alt=""/></figure><!-- /wp:image --></figure><!-- /wp:gallery -->';
    const { refs, doc } = reduced(`[gallery ids="7,8"] ${v1} ${v2}`, {}, true);
    expect(refs.map((r) => r.attachment)).toEqual(['7', '8', '1', '2', null]);
    expect(doc.content.map((b) => b.type)).toEqual(['gallery', 'gallery', 'gallery']);
    expect(outline(blocks(v1))).toEqual(['paragraph: One', 'paragraph: Two', 'paragraph: All']);
    expect(reduced('[gallery]', { children: ['4', '5'] }, true).refs.map((r) => r.attachment)).toEqual([
      '4',
      '5',
    ]);
    expect(reduced('[gallery]').notes).toEqual([
      {
        code: 'shortcode_empty',
        name: 'gallery',
        text: 'The shortcode [gallery] has nothing in it and was dropped',
        count: 1,
      },
    ]);
  });

  test('frames, players and posts become titled links', () => {
    const html =
      '<iframe src="https://www.youtube.com/embed/abcdefghijk?x=1" title="Talk"></iframe><blockquote class="twitter-tweet"><p>Words</p>— Who <a href="https://twitter.com/a/status/1">Day</a></blockquote><script src="https://platform.twitter.com/widgets.js"></script><figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://vimeo.com/1\n</div><figcaption>Film</figcaption></figure><video src="f.mp4"></video>[audio mp3="https://a.example/s.mp3"][embed]https://soundcloud.com/x[/embed]<iframe src="javascript:x"></iframe>';
    expect(outline(blocks(html))).toEqual([
      'embed: https://www.youtube.com/watch?v=abcdefghijk|YouTube|Talk',
      'embed: https://twitter.com/a/status/1|X|Words — Who Day',
      'embed: https://vimeo.com/1|Vimeo|Film',
      'embed: https://old.example/2012/01/story/f.mp4|old.example|f.mp4',
      'embed: https://a.example/s.mp3|a.example|s.mp3',
      'embed: https://soundcloud.com/x|SoundCloud',
    ]);
  });

  test('emoji pictures are their words, tracking pixels nothing, lazy pictures their real address', () => {
    const { refs, doc } = reduced(
      'a <img class="wp-smiley" alt="🙂" src="x.svg"> b<img width="1" height="1" src="https://t.example/p.gif"> <img src="data:image/gif;base64,R0" data-src="r.jpg">',
      {},
      true,
    );
    expect(refs.map((r) => r.src)).toEqual(['https://old.example/2012/01/story/r.jpg']);
    expect(outline(doc.content)).toEqual(['paragraph: a 🙂 b', 'picture: m0']);
  });

  test('files, social links, covers and what only the site can show', () => {
    const html =
      '<!-- wp:file {"id":4} --><div class="wp-block-file"><a href="r.pdf">Report</a><a class="wp-block-file__button" href="r.pdf" download>Download</a></div><!-- /wp:file --><!-- wp:social-links --><ul class="wp-block-social-links"><!-- wp:social-link {"url":"https://t.me/x","service":"telegram"} /--></ul><!-- /wp:social-links --><!-- wp:cover {"url":"https://a.example/c.jpg","id":6} --><div class="wp-block-cover" style="background-image:url(c.jpg)"><p>On top</p></div><!-- /wp:cover --><!-- wp:latest-posts {"x":1} /--><!-- wp:block {"ref":5} /-->';
    const { refs, doc, notes } = reduced(
      html,
      { reusable: (id) => (id === '5' ? '<p>Shared</p><!-- wp:block {"ref":5} /-->' : null) },
      true,
    );
    expect(outline(doc.content)).toEqual([
      'attachment: m0|Report',
      'paragraph: Telegram',
      'picture: m1',
      'paragraph: On top',
      'paragraph: Shared',
      'paragraph: Shared',
      'paragraph: Shared',
    ]);
    expect(refs.map((r) => r.attachment)).toEqual(['4', '6']);
    expect(notes.map((n) => n.text)).toEqual([
      'The block "latest-posts" shows what the site makes and holds nothing of its own',
      'The reusable block 5 is not in the archive',
    ]);
  });

  test('shortcodes: unknown ones stay, escaped ones lose their second bracket, attributes are left alone', () => {
    expect(
      outline(
        blocks(
          '[foo a="1"]x[/foo] [[gallery]] <a href="https://a.example/[gallery]" title="[audio]">y</a> [not a code] [caption',
        ),
      ),
    ).toEqual(['paragraph: [foo a="1"]x[/foo] [gallery] |y| [not a code] [caption']);
  });
});

describe('hostile input', () => {
  const tags = [
    'p',
    'div',
    'b',
    'i',
    'a',
    'table',
    'tr',
    'td',
    'ul',
    'li',
    'blockquote',
    'h2',
    'pre',
    'figure',
    'figcaption',
    'svg',
    'math',
    'select',
    'option',
    'button',
    'details',
    'summary',
    'dl',
    'dt',
    'dd',
    'font',
    'form',
    'q',
    'label',
    'center',
    'marquee',
    'ruby',
    'rt',
    'cite',
    'caption',
    'th',
    'noscript',
    'lw-shortcode',
  ];
  const word = fc.stringMatching(/^[a-zа-яא-ת0-9]{3,9}$/).map((text) => `w${text}`);
  const piece = fc.oneof(
    { weight: 5, arbitrary: word.map((text) => ` ${text} `) },
    fc.constantFrom(...tags).map((tag) => `<${tag} class="wp-block-gallery x" onclick="x()">`),
    fc.constantFrom(...tags).map((tag) => `</${tag}>`),
    fc.constantFrom(
      '<br>',
      '<hr>',
      '\n\n',
      '\n',
      '<!-- wp:gallery -->',
      '<!-- /wp:gallery -->',
      '<!--more-->',
      '&lt;',
      '&#0;',
      '&#x202e;',
      '\u0001',
      '\u2028',
      '<img src="x.jpg">',
      '<iframe src="https://a.example">',
      '</iframe>',
      '[caption]',
      '[/caption]',
      '[gallery ids=1]',
      '<script>evil()</script>',
      '<style>x</style>',
      '<',
      '>',
      '[[',
      ']',
    ),
  );

  test('every visible word is in the body, and the body is one', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const html = pieces.join('');
        const visible =
          parseHtml(html)
            .nodes.map(wordsOf)
            .join(' ')
            .match(/w[a-zа-яא-ת0-9]{3,9}/gu) ?? [];
        const text = strings({ content: blocks(html) }).join(' ');
        for (const each of visible) expect(text).toContain(each);
        expect(text).not.toContain('evil()');
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['deep nesting', '<div>'],
    ['formatting without end', '<font a=1>'],
    ['bold paragraphs', '<b><p>'],
    ['open shortcodes', '[embed ="'],
    ['half tags', '<a <'],
    ['nested tables', '<table><tr><td>'],
    ['nested lists', '<ul><li>x'],
    ['nested quotes', '<blockquote>x'],
    ['comments', '<!-- wp:group -->'],
    ['foreign elements', '<svg><p>'],
  ])('a megabyte of %s is read in a moment', (_name, unit) => {
    const started = performance.now();
    const html = `${unit.repeat(Math.floor(1_000_000 / unit.length))}</p><p>the end`;
    const { blocks: found } = reduceHtml(html, { lang: 'en' });
    expect(strings({ content: found }).join(' ')).toMatch(/x|the end/);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
