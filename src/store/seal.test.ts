import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { opener } from '../../test/databases.ts';
import { newSealKey, openSeal, openStore } from './store.ts';

it('opens what it sealed, and nothing that was sealed for something else, elsewhere or changed', () => {
  const key = newSealKey();
  const seal = openSeal(key);
  const sealed = seal.seal('mara@example.org', 'reminder');
  expect(sealed).not.toContain('mara');
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('example');
  expect(seal.open(sealed, 'reminder')).toBe('mara@example.org');
  expect(openSeal(key).open(sealed, 'reminder')).toBe('mara@example.org');
  expect(seal.seal('mara@example.org', 'reminder')).not.toBe(sealed);
  const changed = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`;
  for (const wrong of [
    () => seal.open(sealed, 'letter'),
    () => seal.open(changed, 'reminder'),
    () => seal.open('', 'reminder'),
    () => openSeal(newSealKey()).open(sealed, 'reminder'),
  ])
    expect(wrong).toThrow(expect.objectContaining({ code: 'sealed' }));
});

it('tells nothing by the length of what is in it', () => {
  const seal = openSeal(newSealKey());
  expect(seal.seal('a@b.example', 'x')).toHaveLength(
    seal.seal('somebody.with.a.name@mail.example', 'x').length,
  );
});

it('opens with an older key while it is there, and seals with the first', () => {
  const [old, young] = [newSealKey(), newSealKey()];
  const sealed = openSeal(old).seal('Тайна', 'x');
  const both = openSeal(`# the second is from before\n${young}\n${old}\n`);
  expect(both.open(sealed, 'x')).toBe('Тайна');
  expect(openSeal(young).open(both.seal('Тайна', 'x'), 'x')).toBe('Тайна');
  expect(both.digest('Тайна', 'x')).toBe(openSeal(young).digest('Тайна', 'x'));
  expect(both.digest('Тайна', 'x')).not.toBe(openSeal(old).digest('Тайна', 'x'));
  for (const bad of ['', '# none\n', 'short', `${old}=`])
    expect(() => openSeal(bad)).toThrow(expect.objectContaining({ code: 'bad_value' }));
});

it('what was deleted is in no byte of the database or beside it once it was wiped', async () => {
  const { open, clean } = opener('sqlite');
  const url = await open.url();
  const file = url.replace('sqlite:', '');
  const store = await openStore({ url, now: () => 0 });
  const bytes = (): string => ['', '-wal'].map((end) => readFileSync(`${file}${end}`, 'latin1')).join('');
  const canary = (at: number): string => `canary-${at}-`;
  // Enough for pages that come free as a whole.
  for (let at = 0; at < 60; at++)
    await store.outbox.append({ kind: 'mail', payload: canary(at).repeat(at % 7 === 0 ? 1_000 : 60) });
  expect(bytes()).toContain('canary-7-');
  await store.db.deleteFrom('outbox').execute();
  expect(await store.wipe()).toBe(true);
  expect(bytes()).not.toContain('canary-');
  // Who reads an older state keeps it; afterwards it can go.
  await store.outbox.append({ kind: 'mail', payload: 'canary-again' });
  await store.snapshot(async () => {
    const other = await openStore({ url, now: () => 0 });
    await other.db.deleteFrom('outbox').execute();
    expect(await other.wipe()).toBe(false);
    await other.close();
  });
  expect(await store.wipe()).toBe(true);
  expect(bytes()).not.toContain('canary-');
  await store.close();
  await clean();
});
