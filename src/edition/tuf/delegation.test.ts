import { describe, expect, test } from 'vitest';
import { openTrust } from '#edition';
import { outcomeOf } from '../../../test/vectors/tuf/reader.ts';
import { NOW, Repository } from '../../../test/vectors/tuf/repository.ts';
import { keysOf, rolesFor } from './delegation.ts';

describe('delegations', () => {
  const refusalOf = async (change: (repository: Repository) => void): Promise<unknown> => {
    const repository = await Repository.open();
    await repository.delegate('targets', { name: 'press', paths: ['edition/*'] });
    change(repository);
    await repository.publish('press', 'targets', 'snapshot', 'timestamp');
    const trust = await openTrust({ root: repository.bytes('root', 1), now: NOW });
    await trust.timestamp(repository.bytes('timestamp'));
    await trust.snapshot(repository.bytes('snapshot'));
    return outcomeOf(trust.targets(repository.bytes('targets')));
  };

  test('with a key under a wrong name are refused', async () => {
    const refusal = await refusalOf(({ targets }) => {
      const [key] = Object.values(targets.delegations?.keys ?? {});
      if (key && targets.delegations) targets.delegations.keys = { ['ab'.repeat(32)]: key };
    });
    expect(refusal).toBe('malformed');
  });

  test.each([
    ['paths and prefixes at once', { path_hash_prefixes: ['00'] }],
    ['a threshold of nothing', { threshold: 0 }],
    ['a key twice', { keyids: ['a', 'a'] }],
  ])('with %s are refused', async (_, more) => {
    const refusal = await refusalOf(({ targets }) =>
      Object.assign(targets.delegations?.roles?.[0] ?? {}, more),
    );
    expect(refusal).toBe('malformed');
  });

  test('with two roles of one name, or with a list and bins at once, are refused', async () => {
    const twice = await refusalOf(({ targets }) => {
      targets.delegations?.roles?.push(...targets.delegations.roles);
    });
    const both = await refusalOf(({ targets }) => {
      const bins = { keyids: [], threshold: 1, bit_length: 4, name_prefix: 'bin' };
      Object.assign(targets.delegations ?? {}, { succinct_roles: bins });
    });
    const wide = await refusalOf(({ targets }) => {
      const bins = { keyids: [], threshold: 1, bit_length: 33, name_prefix: 'bin' };
      targets.delegations = { keys: {}, succinct_roles: bins };
    });
    expect([twice, both, wide]).toEqual(['malformed', 'malformed', 'malformed']);
  });

  test('by bins are to the bins that there are, in their one spelling', () => {
    const bins = { keyids: ['a'], threshold: 1, bit_length: 5, name_prefix: 'bin' };
    const delegations = { keys: {}, succinct_roles: bins };
    for (const name of ['bin-00', 'bin-0a', 'bin-1f']) expect(keysOf(delegations, name)).toBe(bins);
    for (const name of [
      'bin-20',
      'bin-1F',
      'bin-0',
      'bin-000',
      'bin-',
      'bin',
      'bin--1',
      'nib-00',
      'bin_00',
    ]) {
      expect(keysOf(delegations, name), name).toBe(null);
    }
  });

  test('with neither paths nor prefixes trust with nothing', async () => {
    const role = { name: 'a', keyids: [], threshold: 1, terminating: false };
    expect(await rolesFor({ keys: {}, roles: [role] }, 'anything')).toEqual([]);
  });
});
