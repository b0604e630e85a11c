import { describe, expect, test } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { openRegister, ReachError } from './reach.ts';
import type { NewMirror } from './reach.ts';

const AT = Date.UTC(2026, 10, 1);
const STICK: NewMirror = {
  id: 'stick-1',
  kind: 'folder',
  target: '/media/stick',
  address: 'https://mirror.example/paper/',
  use: 'entry',
};

const failure = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'did not fail',
    (error: unknown) => (error instanceof ReachError ? error.code : error),
  );

eachDatabase((_name, open) => {
  describe('the register of mirrors', () => {
    test('keeps what it was given, in the order of adding, and what became of each push', async () => {
      const register = openRegister(await open());
      const second: NewMirror = {
        ...STICK,
        id: 'bucket',
        kind: 's3',
        address: 'https://bucket.example/',
        state: 'spare',
        options: { region: 'eu-1', pathStyle: true },
      };
      await register.add(STICK, AT);
      await register.add(second, AT + 1);
      expect((await register.list()).map(({ id, state }) => [id, state])).toEqual([
        ['stick-1', 'listed'],
        ['bucket', 'spare'],
      ]);
      expect((await register.get('bucket'))?.options).toEqual({ region: 'eu-1', pathStyle: true });

      await register.pushed('bucket', { error: 'The mirror is full', at: AT + 2 });
      expect(await register.get('bucket')).toMatchObject({
        pushedEdition: null,
        error: 'The mirror is full',
      });
      await register.pushed('bucket', { edition: 7, at: AT + 3 });
      expect(await register.get('bucket')).toMatchObject({
        pushedEdition: 7,
        pushedAt: AT + 3,
        error: null,
      });
      await register.setState('bucket', 'blocked', AT + 4);
      expect(await register.get('bucket')).toMatchObject({ state: 'blocked', changedAt: AT + 4 });
      await register.remove('bucket');
      expect(await register.get('bucket')).toBeNull();
    });

    test('refuses a second of the same name or address, and what can be no mirror', async () => {
      const register = openRegister(await open());
      await register.add(STICK, AT);
      expect(await failure(register.add(STICK, AT))).toBe('taken');
      expect(await failure(register.add({ ...STICK, id: 'other' }, AT))).toBe('taken');
      expect(await failure(register.add({ ...STICK, id: 'A_B' }, AT))).toBe('bad_mirror');
      expect(await failure(register.add({ ...STICK, id: 'b', address: 'mirror.example' }, AT))).toBe(
        'bad_mirror',
      );
      expect(await failure(register.setState('none', 'spare', AT))).toBe('no_mirror');
      expect(await failure(register.remove('none'))).toBe('no_mirror');
    });
  });
});
