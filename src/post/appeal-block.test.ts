import { expect, it } from 'vitest';
import { renderAppealBlock } from './appeal-block.ts';

const COLOURS = { tint: '#f3f0e7', ink: '#16181d', soft: '#565a61', accent: '#a8230f', paper: '#fdfcf8' };
const BLOCK = {
  lang: 'en',
  heading: 'A small favour',
  paragraphs: ['Readers pay for it.', 'Monthly from <just> $2.'],
  button: 'Support Far Shore',
  link: 'https://shore.example/support/',
  refused: ['RU'],
  colours: COLOURS,
};

it('says the same as text and as HTML, and fetches and counts nothing', () => {
  const { text, html } = renderAppealBlock(BLOCK);
  expect(text).toBe(
    'A small favour\n\nReaders pay for it.\n\nMonthly from <just> $2.\n\nSupport Far Shore:\nhttps://shore.example/support/\n\nNever from a bank in Russia.\n',
  );
  for (const words of [
    'A small favour',
    'Readers pay for it.',
    '&lt;just&gt;',
    'Never from a bank in Russia.',
  ])
    expect(html).toContain(words);
  expect([...html.matchAll(/(?:href|src|url\()="?([^"]*)/g)].map(([, to]) => to)).toEqual([
    'https://shore.example/support/',
  ]);
  expect(html).not.toMatch(/<img|<style|<script|class=|var\(|[?]/);
  expect(html.length).toBeLessThan(3_000);
});

it('runs from the right in a language that does', () => {
  const { html } = renderAppealBlock({ ...BLOCK, lang: 'fa', heading: '', refused: [] });
  expect(html).toContain('dir="rtl"');
  expect(html).toContain('text-align:right');
  expect(html).not.toContain('<h2');
});
