import fc from 'fast-check';
import { parseFragment } from 'parse5';
import { describe, expect, it } from 'vitest';
import { escape, Html, html, join, nothing, scriptJson, trusted } from './html.ts';
import { cdata, escapeXml, xml } from './xml.ts';

describe('html', () => {
  it('escapes whatever is not already markup', () => {
    expect(html`<p title="${'"'}">${'<b>'}${html`<i>${"'&'"}</i>`}${3}</p>`.markup).toBe(
      '<p title="&quot;">&lt;b&gt;<i>&#39;&amp;&#39;</i>3</p>',
    );
  });

  it('leaves nothing behind for what is not there', () => {
    expect(html`${null}${undefined}${false}${nothing}${[]}${trusted('')}`.markup).toBe('');
  });

  it('takes lists, and lists in lists', () => {
    expect(html`${['<', [html`<br>`, 1]]}`.markup).toBe('&lt;<br>1');
    expect(join([html`a`, html`b`, html`c`], html`, `).markup).toBe('a, b, c');
  });

  it('does not take objects that only look like markup', () => {
    const lookalike = { markup: '<script>' };
    // @ts-expect-error An object is no fragment; at run time it must not pass as markup either.
    expect(() => html`${lookalike}`.markup).toThrow(TypeError);
    expect(new Html('<b>').markup).toBe('<b>');
  });

  it('reads back as the same text, but for what HTML bars', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const fragment = parseFragment(`<p>${escape(text)}</p>`);
        const [paragraph] = fragment.childNodes;
        const read = paragraph !== undefined && 'childNodes' in paragraph ? paragraph.childNodes : [];
        const back = read.map((node) => ('value' in node ? node.value : '?')).join('');
        expect(back).toBe(text.replace(/(?![\t\n])\p{Cc}|\p{Cs}|\p{Noncharacter_Code_Point}/gu, ''));
      }),
    );
  });

  it('puts JSON where no character of it can end the script', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const { markup } = scriptJson({ value: JSON.stringify(value) ?? null });
        expect(markup).not.toMatch(/[<>&]/);
        expect(() => JSON.parse(markup) as unknown).not.toThrow();
      }),
    );
  });
});

describe('xml', () => {
  it('escapes, and drops what XML does not allow', () => {
    expect(xml`<a b="${'"<&>\''}">${'x\u0000\u001b\ufffe\ud800y'}</a>`.markup).toBe(
      '<a b="&quot;&lt;&amp;&gt;&apos;">xy</a>',
    );
    expect(escapeXml('emoji 😀 stays')).toBe('emoji 😀 stays');
  });

  it('splits the end of a CDATA section', () => {
    expect(cdata('a]]>b\u0008').markup).toBe('<![CDATA[a]]]]><![CDATA[>b]]>');
  });
});
