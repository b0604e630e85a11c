import { createHash } from 'node:crypto';
import { transform } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { assets, compact, styles } from './assets.ts';

describe('the stylesheet', () => {
  it('is named by its own bytes', () => {
    for (const { path, bytes } of assets()) {
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
      expect(path).toMatch(new RegExp(`^assets/\\w+-${hash}\\.(?:css|js|svg)$`));
    }
  });

  it('bears the colours of a newsroom over those of the program, by day and by night', async () => {
    const own = { light: { paper: '#ffffff', ink: '#101010' }, dark: { paper: '#000000', ink: '#eeeeee' } };
    const { css, path } = styles(own);
    expect(css.startsWith(styles().css)).toBe(true);
    expect(css.slice(styles().css.length)).toBe(
      ':root{--paper:#ffffff;--ink:#101010}@media (prefers-color-scheme: dark){:root{--paper:#000000;--ink:#eeeeee}}',
    );
    expect(path).not.toBe(styles().path);
    expect(assets(own).map((asset) => asset.path)).toContain(path);
    expect((await transform(css, { loader: 'css' })).warnings).toEqual([]);
  });

  it('is sound, and loads nothing', async () => {
    const { css } = styles();
    expect((await transform(css, { loader: 'css' })).warnings).toEqual([]);
    expect(css).not.toMatch(/@import|url\(|\/\//);
  });

  it('keeps what it says when it is made small', async () => {
    const source = `a::after { content: " : /* } " ; color : red }\n/* gone */ @media (min-width: 1rem) { b > c , d :hover { margin: calc(1px + 2px) -3px; } }`;
    const small = compact(source);
    expect(small).toBe(
      'a::after{content:" : /* } ";color :red}@media (min-width:1rem){b > c,d :hover{margin:calc(1px + 2px) -3px}}',
    );
    const normal = async (css: string): Promise<string> =>
      (await transform(css, { loader: 'css', minify: true })).code;
    expect(await normal(small)).toBe(await normal(source));
  });
});
