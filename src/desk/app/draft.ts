import type { InferRequestType } from 'hono/client';
import type { desk } from './client.ts';

/** What a person writes, as the API takes it. */
export type Draft = InferRequestType<(typeof desk.stories)[':id']['$put']>['json']['draft'];

/** What of a revision a person writes. */
export function draftOf(revision: Omit<Draft, 'unsigned'> & { unsigned?: boolean | undefined }): Draft {
  const { headline, standfirst, kicker, summary, slug, dateline, section, tags, series } = revision;
  const { bylines, unsigned, lead, picks, body } = revision;
  const common = { headline, standfirst, kicker, summary, slug, dateline, section, tags, series };
  return { ...common, bylines, lead, picks, body, ...(unsigned === undefined ? {} : { unsigned }) };
}

/** Whether two drafts say the same. */
export const sameDraft = (a: Draft, b: Draft): boolean =>
  a === b ||
  (JSON.stringify({ ...a, body: 0 }) === JSON.stringify({ ...b, body: 0 }) && sameBody(a.body, b.body));

const sameBody = (a: Draft['body'], b: Draft['body']): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);
