import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const SCRIPT = `
  const random = () => 0.25;
  const { doc } = body.parseMarkdown('# Head\\n\\nA **bold** [link](https://example.org)', { random, media: () => null });
  const html = body.bodyHtml(body.parseBody(doc), {
    lang: 'en', anchors: false, href: (href) => href,
    picture: () => '', file: () => '', audio: () => '',
  });
  ({ html, words: body.wordCount(doc), markdown: body.printMarkdown(doc, { media: (id) => id, ids: false }) });
`;

it('runs where there is nothing but what browsers have', async () => {
  const bundle = await build({
    entryPoints: [new URL('./body.ts', import.meta.url).pathname],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'body',
    write: false,
    logLevel: 'silent',
  });
  const [file] = bundle.outputFiles;
  // A new context has the language alone: no process, no Buffer, no require. URL is the one thing lent to it.
  const result: unknown = runInNewContext(`${file?.text ?? ''}\n${SCRIPT}`, { URL });
  expect(result).toEqual({
    html: '<h2>Head</h2>\n<p>A <strong>bold</strong> <a href="https://example.org" rel="noreferrer">link</a></p>\n',
    words: 4,
    markdown: '## Head\n\nA **bold** [link](https://example.org)\n',
  });
});
