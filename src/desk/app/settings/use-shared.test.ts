import { describe, expect, it } from 'vitest';
import { Trouble } from '../client.ts';
import { isSame } from './merge.ts';
import { saveOver } from './use-shared.ts';

type Term = { id: string; names: Record<string, string> };

/** Keeps one term as the desk does; each of `between` is what somebody else saves just before a request. */
function shelf(first: Term | null, ...between: (Term | null)[]) {
  const state = { standing: first, asked: 0 };
  const put = async (mine: Term, base: Term | null): Promise<Term> => {
    const other = between[state.asked];
    state.asked += 1;
    if (other !== undefined) state.standing = other;
    if (!isSame(base, state.standing)) {
      const error = { code: 'changed_meanwhile', message: '' };
      throw new Trouble(409, { error, standing: state.standing });
    }
    state.standing = mine;
    return mine;
  };
  return { state, put };
}

const term = (names: Record<string, string>): Term => ({ id: 'sea', names });

describe('saving over what somebody else saved meanwhile', () => {
  it('takes in what clashes with nothing, however often somebody is faster', async () => {
    const base = term({ en: 'Sea' });
    const { state, put } = shelf(base, term({ en: 'Sea', ru: 'Море' }), term({ en: 'Sea', ru: 'Моря' }));
    await saveOver(term({ en: 'Seas' }), base, put);
    expect(state).toEqual({ standing: term({ en: 'Seas', ru: 'Моря' }), asked: 3 });
  });

  it('leaves theirs where both changed the same, or where they removed it', async () => {
    for (const theirs of [term({ en: 'Ocean' }), null]) {
      const base = term({ en: 'Sea' });
      const { state, put } = shelf(base, theirs);
      await expect(saveOver(term({ en: 'Seas' }), base, put)).rejects.toMatchObject({
        code: 'changed_meanwhile',
      });
      expect(state.standing).toEqual(theirs);
    }
  });

  it('is done where the same stands already, because an answer was lost', async () => {
    const mine = term({ en: 'Sea' });
    const { put } = shelf(mine);
    expect(await saveOver(mine, null, put, term({}))).toEqual(mine);
  });
});
