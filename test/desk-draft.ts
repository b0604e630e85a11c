import type { Draft } from '#newsroom';

/** A text of a story, in one paragraph. */
export function draft(headline: string, rest: Partial<Draft> = {}): Draft {
  return {
    headline,
    standfirst: '',
    kicker: '',
    summary: '',
    slug: '',
    dateline: { place: null, date: null },
    section: null,
    tags: [],
    series: null,
    bylines: ['mara'],
    lead: null,
    picks: [],
    body: {
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          attrs: { id: 'aaaaaaaa' },
          content: [{ type: 'text', text: `${headline}, at length.` }],
        },
      ],
    },
    ...rest,
  };
}
