import { describe, expect, it } from 'vitest';
import { carriedOver, leftOver } from './Overtaken.tsx';
import type { Step } from './steps.ts';

const step = (part: Partial<Step>): Step => ({
  id: 'live',
  word: 'live',
  does: 'live',
  kind: 'move',
  to: 'live',
  by: [],
  needs: 'nothing',
  redact: false,
  ...part,
});
const CORRECT = step({ kind: 'correct', needs: 'note' });
const RESTORE = step({ needs: 'reason' });
const WRITTEN = { reason: '', note: 'The ferry sails at six.', before: 'five', after: 'six' };

describe('what was written for a step that a colleague made impossible', () => {
  it('stands in the field of the next one, unless something is written there', () => {
    expect(carriedOver(WRITTEN, CORRECT, RESTORE)).toEqual(['reason', WRITTEN.note]);
    expect(carriedOver({ ...WRITTEN, reason: 'Mine' }, CORRECT, RESTORE)).toBe(null);
    expect(carriedOver(WRITTEN, CORRECT, step({}))).toBe(null);
  });

  it('is shown where the next one has no field for it, and once', () => {
    expect(leftOver(WRITTEN, CORRECT)).toBe('');
    expect(leftOver(WRITTEN, step({}))).toBe(`${WRITTEN.note}\n\nfive\n\nsix`);
    expect(leftOver({ ...WRITTEN, reason: WRITTEN.note }, RESTORE)).toBe('five\n\nsix');
  });
});
