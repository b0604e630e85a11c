import { describe, expect, test } from 'vitest';
import type { DelegatedRole } from '#edition';
import { hashOf } from './vectors/tuf/keys.ts';
import { Reader } from './vectors/tuf/reader.ts';
import { emptyTargets, Repository } from './vectors/tuf/repository.ts';

/* The cases of test_updater_delegation_graphs.py of the public tuf-conformance suite, then what it leaves out. */

type Edge = [parent: string, name: string, more?: Partial<DelegatedRole>];
const PYTHON = { paths: ['*.py'] };
const TERMINATING = { terminating: true };

const GRAPHS: [string, Edge[], string[]][] = [
  ['basic delegation', [['targets', 'A']], ['A']],
  [
    'single level delegations',
    [
      ['targets', 'A'],
      ['targets', 'B'],
    ],
    ['A', 'B'],
  ],
  [
    'two level delegations',
    [
      ['targets', 'A'],
      ['targets', 'B'],
      ['B', 'C'],
    ],
    ['A', 'B', 'C'],
  ],
  [
    'two level test DFS order of traversal',
    [
      ['targets', 'A'],
      ['targets', 'B'],
      ['A', 'C'],
      ['A', 'D'],
    ],
    ['A', 'C', 'D', 'B'],
  ],
  [
    'three level delegation test DFS order of traversal',
    [
      ['targets', 'A'],
      ['targets', 'B'],
      ['A', 'C'],
      ['C', 'D'],
    ],
    ['A', 'C', 'D', 'B'],
  ],
  [
    'two level terminating ignores all but roles descendants',
    [
      ['targets', 'A'],
      ['targets', 'B'],
      ['A', 'C', TERMINATING],
      ['A', 'D'],
    ],
    ['A', 'C'],
  ],
  [
    'three level terminating ignores all but roles descendants',
    [
      ['targets', 'A'],
      ['targets', 'B'],
      ['A', 'C', TERMINATING],
      ['C', 'D'],
    ],
    ['A', 'C', 'D'],
  ],
  [
    'two level ignores all branches not matching paths',
    [
      ['targets', 'A', PYTHON],
      ['targets', 'B'],
      ['A', 'C'],
    ],
    ['B'],
  ],
  [
    'three level ignores all branches not matching paths',
    [
      ['targets', 'A'],
      ['targets', 'B'],
      ['A', 'C', PYTHON],
      ['C', 'D'],
    ],
    ['A', 'B'],
  ],
  [
    'cyclic graph',
    [
      ['targets', 'A'],
      ['targets', 'B'],
      ['B', 'C'],
      ['C', 'D'],
      ['D', 'B'],
    ],
    ['A', 'B', 'C', 'D'],
  ],
  [
    'two roles delegating to a third',
    [
      ['targets', 'A'],
      ['targets', 'B'],
      ['B', 'C'],
      ['A', 'C'],
    ],
    ['A', 'C', 'B'],
  ],
  [
    'two roles delegating to a third, different paths',
    [
      ['targets', 'A'],
      ['targets', 'B'],
      ['B', 'C'],
      ['A', 'C', PYTHON],
    ],
    ['A', 'B', 'C'],
  ],
];

/** A repository with these delegations, published, and a reader of it. */
async function graphOf(edges: Edge[]): Promise<{ repository: Repository; reader: Reader }> {
  const repository = await Repository.open();
  for (const [parent, name, more] of edges) await repository.delegate(parent, { name, ...more });
  return { repository, reader: Reader.of(repository) };
}

const publishAll = (repository: Repository): Promise<void> =>
  repository.publish(...[...repository.roles.keys()].reverse(), 'snapshot', 'timestamp');

/** The delegated roles that were asked for, in order. */
const visited = (repository: Repository): string[] =>
  repository.requests.slice(4).map((request) => request.replace(/ 1$/, ''));

describe('TUF: delegations', () => {
  test.each(GRAPHS)('graph traversal: %s', async (_, edges, order) => {
    const { repository, reader } = await graphOf(edges);
    await publishAll(repository);
    expect(await reader.download('missingpath')).toBe('no target');
    expect(visited(repository)).toEqual(order);
  });

  test.each([
    ['no delegations', 'targetfile', 'ok', []],
    ['targetpath matches wildcard', 'README.md', 'ok', ['A']],
    ['targetpath with separators x', 'releases/x/x_v1', 'ok', ['B', 'C']],
    ['targetpath with separators y', 'releases/y/y_v1.zip', 'ok', ['B', 'D']],
    ['targetpath is not delegated by all roles in the chain', 'releases/z/z_v1.zip', 'no target', ['B']],
    ['wildcard does not match path separator', 'releases/README.md', 'no target', []],
    ['targetpath matches question mark wildcard', 'foo-1.tgz', 'ok', ['A']],
    ['targetpath does not match question mark wildcard', 'foo-alpha.tgz', 'no target', []],
    ['targetpath matching is case sensitive', 'README.MD', 'no target', []],
  ])('target file search: %s', async (_, path, outcome, order) => {
    const { repository, reader } = await graphOf([
      ['targets', 'A', { paths: ['*.doc', '*.md', 'foo-?.tgz'] }],
      ['targets', 'B', { paths: ['releases/*/*'] }],
      ['B', 'C', { paths: ['releases/x/*'] }],
      ['B', 'D', { paths: ['releases/y/*.zip'] }],
    ]);
    await repository.addTarget('targets', 'targetfile', 'targetfile content');
    for (const file of ['README.md', 'releases/README.md', 'foo-1.tgz', 'foo-alpha.tgz']) {
      await repository.addTarget('A', file, `${file} by A`);
    }
    await repository.addTarget('C', 'releases/x/x_v1', 'x release by C');
    await repository.addTarget('D', 'releases/y/y_v1.zip', 'y release by D');
    await repository.addTarget('D', 'releases/z/z_v1.zip', 'z release by D');
    await publishAll(repository);
    expect(await reader.download(path)).toBe(outcome);
    expect(reader.kept.get(path)).toEqual(outcome === 'ok' ? repository.artifacts.get(path) : undefined);
    expect(visited(repository)).toEqual(order);
  });

  test('cached role is verified against current delegator', async () => {
    const { repository, reader } = await graphOf([
      ['targets', 'parent-a', { paths: ['team-a/*'] }],
      ['targets', 'parent-b', { paths: ['team-b/*'] }],
      ['parent-a', 'release', { paths: ['team-a/*'] }],
      ['parent-b', 'release', { paths: ['team-b/*'] }],
    ]);
    // Signed by the key that parent A names, and not by that of parent B.
    repository.signers.get('release')?.pop();
    const genuine = await repository.addTarget('release', 'team-a/file', 'trusted A');
    await repository.addTarget('release', 'team-b/file', 'malicious B');
    await publishAll(repository);
    expect(await reader.download('team-a/file', 'team-b/file')).toBe('unsigned');
    expect([...reader.kept]).toEqual([['team-a/file', genuine]]);
    expect(await reader.download('team-a/file')).toBe('ok');
  });

  test('delegation not in snapshot', async () => {
    const { repository, reader } = await graphOf([['targets', 'delegated', { paths: ['delegatedpath/*'] }]]);
    await repository.publish('delegated', 'targets');
    delete repository.snapshot.meta['delegated.json'];
    await repository.publish('snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    repository.requests = [];
    expect(await reader.download('delegatedpath/foo')).toBe('not_delegated');
    expect(reader.version('delegated')).toBe(null);
    expect(repository.requests).toEqual(['root 2', 'timestamp']);
  });

  test('a search visits no more roles than its limit', async () => {
    const names = Array.from({ length: 40 }, (_, at) => `role-${at}`);
    const { repository, reader } = await graphOf(names.map((name): Edge => ['targets', name]));
    await repository.addTarget('role-31', 'last', 'the last one in reach');
    await repository.addTarget('role-32', 'beyond', 'one too far');
    await publishAll(repository);
    expect(await reader.download('last')).toBe('ok');
    expect(await reader.download('beyond')).toBe('no target');
    expect(visited(repository)).not.toContain('role-32');
    reader.limits = { delegations: 40 };
    expect(await reader.download('beyond')).toBe('ok');
  });

  test('the first of two roles that vouch for a path is believed', async () => {
    const { repository, reader } = await graphOf([
      ['targets', 'A'],
      ['targets', 'B'],
    ]);
    await repository.addTarget('B', 'file', 'by B, much longer');
    const first = await repository.addTarget('A', 'file', 'by A');
    await publishAll(repository);
    expect(await reader.download('file')).toBe('ok');
    expect(reader.kept.get('file')).toEqual(first);
  });

  test('path hash prefixes', async () => {
    const start = (await hashOf('SHA-256', new TextEncoder().encode('a/file'))).slice(0, 3);
    const { repository, reader } = await graphOf([
      ['targets', 'other', { path_hash_prefixes: [start === '000' ? '111' : '000'] }],
      ['targets', 'bin', { path_hash_prefixes: ['zz', start] }],
    ]);
    await repository.addTarget('bin', 'a/file', 'in its bin');
    await repository.addTarget('bin', 'stray', 'in a bin that is not its own');
    await publishAll(repository);
    expect(await reader.download('a/file')).toBe('ok');
    expect(visited(repository)).toEqual(['bin']);
    expect(await reader.download('stray')).toBe('no target');
  });

  test.each([1, 3, 4, 5, 8, 12])('succinct roles (TAP 15) of %d bits', async (bits) => {
    const repository = await Repository.open();
    const signer = await repository.newSigner();
    const hash = await hashOf('SHA-256', new TextEncoder().encode('a/file'));
    const bin = BigInt(`0x${hash}`) >> BigInt(256 - bits);
    const name = `bin-${bin.toString(16).padStart((2 ** bits - 1).toString(16).length, '0')}`;
    repository.targets.delegations = {
      keys: { [signer.keyid]: signer.key },
      succinct_roles: { keyids: [signer.keyid], threshold: 1, bit_length: bits, name_prefix: 'bin' },
    };
    repository.roles.set(name, emptyTargets());
    repository.signers.set(name, [signer]);
    await repository.addTarget(name, 'a/file', 'in its bin');
    await publishAll(repository);
    const reader = Reader.of(repository);
    expect(await reader.download('a/file')).toBe('ok');
    expect(visited(repository)).toEqual([name]);
    repository.signers.set(name, [await repository.newSigner()]);
    await repository.publish(name, 'snapshot', 'timestamp');
    expect(await reader.download('a/file')).toBe('unsigned');
  });
});
