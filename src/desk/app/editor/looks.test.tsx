import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { diffBodies } from '#body';
import type { Block } from '#body';
import { en } from '../languages/editor/en.ts';
import { fa } from '../languages/editor/fa.ts';
import { Appearances, cutTo } from './Appearances.tsx';
import { StoryDiffView } from './StoryDiffView.tsx';

function paragraph(id: string, text: string): Block {
  return { type: 'paragraph', attrs: { id }, content: [{ type: 'text', text }] };
}

function plain(html: string): string {
  return html.replace(/ (?:class|data-kind|aria-label)="[^"]*"/g, '');
}

describe('what changed', () => {
  const before = [
    paragraph('aaaaaaa2', 'The port doubles fees'),
    paragraph('aaaaaaa3', 'Stays'),
    paragraph('aaaaaaa4', 'Goes'),
  ];
  const after = [
    paragraph('aaaaaaa2', 'The port halves fees'),
    paragraph('aaaaaaa3', 'Stays'),
    paragraph('aaaaaaa5', 'Comes'),
  ];
  const diff = {
    fields: [
      { field: 'headline', before: 'Old fees', after: 'New fees' },
      { field: 'section', before: null, after: 's1' },
      { field: 'unsigned', before: false, after: true },
    ],
    body: diffBodies({ type: 'doc', content: before }, { type: 'doc', content: after }),
  };

  it('is told word by word, with names for ids', () => {
    const html = plain(
      renderToStaticMarkup(
        <StoryDiffView diff={diff} lang="en" words={en} nameOf={(_field, id) => `Name of ${id}`} />,
      ),
    );
    expect(html).toContain(
      '<dt>Headline</dt><dd lang="en" dir="ltr"><del>Old</del><ins>New</ins><span> fees</span>',
    );
    expect(html).toContain('<ins>Name of s1</ins>');
    expect(html).toContain('<del>no</del><ins>yes</ins>');
    expect(html).toContain('<span>The port </span><del>doubles</del><ins>halves</ins><span> fees</span>');
    expect(html).toContain('1 block unchanged');
    expect(html).toContain('<del><span>Goes</span></del>');
    expect(html).toContain('<ins><span>Comes</span></ins>');
  });

  it('stands from right to left for a story in Persian, and says so where nothing changed', () => {
    expect(renderToStaticMarkup(<StoryDiffView diff={diff} lang="fa" words={fa} />)).toContain('dir="rtl"');
    const same = { fields: [], body: [] };
    expect(renderToStaticMarkup(<StoryDiffView diff={same} lang="fa" words={fa} />)).toContain(fa.diff.same);
  });
});

describe('how a story looks elsewhere', () => {
  it('cuts at a word, never inside a sign, and only what is too long', () => {
    expect(cutTo('One two three.', 20)).toEqual({ text: 'One two three.', cut: false });
    expect(cutTo('One two, three four', 10)).toEqual({ text: 'One two…', cut: true });
    expect(cutTo('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 2)).toEqual({ text: '👩‍👩‍👧👩‍👩‍👧…', cut: true });
  });

  it('shows the whole headline on the front, and the cut one with a hint in a search', () => {
    const headline = 'A headline that goes on for longer than any search engine cares to show to anybody';
    const html = renderToStaticMarkup(
      <Appearances
        headline={headline}
        kicker=""
        standfirst="Standfirst"
        summary=""
        lang="en"
        site="Wave"
        address="wave.example"
        picture={null}
        words={en.appearances}
      />,
    );
    expect(html).toContain(`>${headline}<`);
    expect(html).toContain('A headline that goes on for longer than any search engine…');
    expect(html).toContain(en.appearances.cut(60));
  });
});
