import {
  addSignatures,
  checkAuthority,
  encodeDraft,
  encodeMetadata,
  holderName,
  isMet,
  newRoot,
  newTargets,
  nextRoot,
  nextTargets,
  openTrust,
  paperOf,
  parseNoteKey,
  planOf,
  pressKeyOf,
  publicKeyOf,
  readRootDraft,
  readTargetsDraft,
  rootNeeds,
  signerFromSeed,
  signMetadata,
  targetsNeed,
} from '#edition';
import type { Holder, PaperRoot, Signer } from '#edition';
import { describe, expect, test } from 'vitest';

const AT = Date.UTC(2026, 10, 23);
const term = { at: AT };

const seed = (number: number): Uint8Array => new Uint8Array(32).fill(number);
type Person = { holder: Holder; root: Signer; targets: Signer };
async function person(number: number): Promise<Person> {
  const [root, targets] = [await signerFromSeed(seed(number)), await signerFromSeed(seed(100 + number))];
  return { holder: { root: root.key, targets: targets.key }, root, targets };
}
const key = async (number: number) => (await signerFromSeed(seed(number))).key;
const log = async (number: number) => Uint8Array.from(Buffer.from((await key(number)).keyval.public, 'hex'));

async function paper(people: readonly Person[], threshold: number): Promise<PaperRoot> {
  return newRoot(
    {
      paper: 'Far Shore',
      sample: false,
      holders: people.map(({ holder }) => holder),
      thresholds: { root: threshold, targets: threshold },
      snapshot: await key(201),
      timestamp: await key(202),
      log: await log(203),
    },
    term,
  );
}

const signRoot = async (root: PaperRoot, people: readonly Person[]): Promise<Uint8Array> =>
  encodeMetadata(
    await signMetadata(
      root,
      people.map((one) => one.root),
    ),
  );

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index];
  if (found === undefined) throw new Error(`Nothing at ${index}`);
  return found;
};

describe('a paper’s first root and targets', () => {
  test('are what a TUF client takes, and say whose they are', async () => {
    const people = [await person(1), await person(2), await person(3)];
    const root = await paper(people, 2);
    const bytes = await signRoot(root, people.slice(0, 2));
    const trust = await openTrust({ root: bytes, now: AT });
    expect(trust.finishRoot()).toMatchObject({
      version: 1,
      consistent_snapshot: true,
      expires: '2028-11-22T00:00:00Z',
    });
    expect(paperOf(trust.trusted.root)).toMatchObject({ paper: 'Far Shore', sample: false });
    await expect(
      openTrust({ root: await signRoot(root, people.slice(0, 1)), now: AT }),
    ).rejects.toMatchObject({
      code: 'unsigned',
    });
    const targets = await newTargets(await key(204), term);
    expect(targets).toMatchObject({
      version: 1,
      expires: '2027-11-23T00:00:00Z',
      delegations: { roles: [{ name: 'press', paths: ['edition.json'], terminating: true, threshold: 1 }] },
    });
    expect(pressKeyOf(targets)).toEqual(await key(204));
  });

  test('are read back into what they were made of', async () => {
    const people = [await person(1), await person(2)];
    const plan = await planOf(await paper(people, 2));
    expect(plan.holders).toEqual(people.map(({ holder }) => holder));
    expect(plan.thresholds).toEqual({ root: 2, targets: 2 });
    expect(plan.log).toEqual(await log(203));
  });

  test('name the log after the root, and another root otherwise', async () => {
    const one = await parseNoteKey((await paper([await person(1)], 1)).longwave.log);
    const two = await parseNoteKey((await paper([await person(2)], 1)).longwave.log);
    expect(one.name).toMatch(/^longwave\/[0-9a-f]{16}$/);
    expect(two.name).not.toBe(one.name);
  });

  test.each([0, 3, 1.5])('cannot need %d of two signatures', async (threshold) => {
    const people = [await person(1), await person(2)];
    await expect(paper(people, threshold)).rejects.toMatchObject({ code: 'malformed' });
  });

  test('refuse one key in two places', async () => {
    const one = await person(1);
    await expect(paper([one, one], 1)).rejects.toThrow('stands in two places');
    const twice = { ...one, holder: { root: one.root.key, targets: one.root.key } };
    await expect(paper([twice], 1)).rejects.toThrow('stands in two places');
    expect(() => publicKeyOf('zz')).toThrow('no Ed25519 key');
  });
});

describe('the next root', () => {
  test('is taken with enough signatures of old and new holders, and no others', async () => {
    const [one, two, three] = [await person(1), await person(2), await person(3)];
    const first = await paper([one, two], 2);
    const next = await nextRoot(first, { holders: [two.holder, three.holder] }, term);
    expect(next.version).toBe(2);
    const cases: [Person[], boolean][] = [
      [[one, two, three], true],
      [[one, two], false],
      [[two, three], false],
      [[one, three], false],
    ];
    for (const [people, taken] of cases) {
      const trust = await openTrust({ root: await signRoot(first, [one, two]), now: AT });
      const bytes = await signRoot(next, people);
      expect((await rootNeeds(await readRootDraft(bytes), first)).every(isMet)).toBe(taken);
      await trust.root(bytes).then(
        () => expect(taken).toBe(true),
        (error: unknown) => expect([taken, error]).toMatchObject([false, { code: 'unsigned' }]),
      );
    }
  });

  test('keeps what does not change, the name of the log included, and lives anew', async () => {
    const first = await paper([await person(1)], 1);
    const later = { at: AT + 86_400_000 * 365 };
    const renewed = await nextRoot(first, {}, later);
    expect({ ...renewed, version: 1, expires: first.expires }).toEqual(first);
    expect(renewed.expires).toBe('2029-11-22T00:00:00Z');
    const moved = await nextRoot(first, { log: await log(9) }, later);
    const [before, after] = [await parseNoteKey(first.longwave.log), await parseNoteKey(moved.longwave.log)];
    expect(after.name).toBe(before.name);
    expect(after.publicKey).toEqual(await log(9));
    expect((await nextTargets(await newTargets(await key(4), term), null, term)).version).toBe(2);
  });
});

describe('signatures made elsewhere', () => {
  test('are gathered one after the other, each once, and only of those who were asked', async () => {
    const people = [await person(1), await person(2), await person(3)];
    const root = await paper(people, 2);
    const asked = { signed: root, signatures: [] };
    const back = async (who: Person) => readRootDraft(await signRoot(root, [who]));
    const once = await addSignatures(asked, await back(at(people, 0)), root.keys);
    expect(at(await rootNeeds(once, null), 0)).toMatchObject({ whose: 'own', threshold: 2 });
    expect(at(await rootNeeds(once, null), 0).signed).toHaveLength(1);
    const again = await addSignatures(once, await back(at(people, 0)), root.keys);
    expect(again.signatures).toEqual(once.signatures);
    const stranger = await addSignatures(again, await back(await person(9)), root.keys);
    expect(stranger.signatures).toEqual(once.signatures);
    const forged = { signed: root, signatures: [{ keyid: at(people, 1).root.keyid, sig: '00'.repeat(64) }] };
    expect((await addSignatures(once, forged, root.keys)).signatures).toEqual(once.signatures);
    const done = await addSignatures(once, await back(at(people, 2)), root.keys);
    expect((await rootNeeds(done, null)).every(isMet)).toBe(true);
    await openTrust({ root: encodeDraft(done), now: AT });
  });

  test('of something else are refused', async () => {
    const one = await person(1);
    const root = await paper([one], 1);
    const other = await nextRoot(root, {}, term);
    const back = await readRootDraft(await signRoot({ ...other, version: 1 }, [one]));
    const changed = { ...back, signed: { ...back.signed, expires: '2100-01-01T00:00:00Z' } };
    await expect(addSignatures({ signed: root, signatures: [] }, changed, root.keys)).rejects.toMatchObject({
      code: 'bad_signature',
    });
  });
});

describe('a paper’s authority on disk', () => {
  const made = async () => {
    const [one, two] = [await person(1), await person(2)];
    const root1 = await paper([one], 1);
    const root2 = await nextRoot(root1, { holders: [two.holder] }, term);
    const targets1 = await newTargets(await key(4), term);
    const targets2 = await nextTargets(targets1, await key(5), term);
    const sign = async (content: unknown, signer: Signer) =>
      encodeMetadata(await signMetadata(content, [signer]));
    return {
      roots: [await signRoot(root1, [one]), await signRoot(root2, [one, two])],
      targets: [await sign(targets1, one.targets), await sign(targets2, two.targets)],
      two,
      root2,
      targets2,
    };
  };

  test('is the last root with the newest targets that it trusts', async () => {
    const { roots, targets, root2 } = await made();
    const before = await checkAuthority({ roots: roots.slice(0, 1), targets });
    expect([before.root.version, before.targets.version]).toEqual([1, 1]);
    const after = await checkAuthority({ roots, targets: [...targets].reverse() });
    expect([after.root.version, after.targets.version]).toEqual([2, 2]);
    expect(after.anchors).toEqual({ roots, targets: targets[1] });
    expect(after.fingerprints).toHaveLength(2);
    expect(after.root).toEqual(root2);
  });

  test('with a gap, without targets or without a first root is refused', async () => {
    const { roots, targets } = await made();
    await expect(checkAuthority({ roots: [], targets })).rejects.toMatchObject({ code: 'missing' });
    await expect(checkAuthority({ roots: roots.slice(1), targets })).rejects.toMatchObject({
      code: 'missing',
    });
    await expect(checkAuthority({ roots, targets: targets.slice(0, 1) })).rejects.toMatchObject({
      code: 'missing',
    });
    const [first = new Uint8Array()] = roots;
    await expect(checkAuthority({ roots: [first, first], targets })).rejects.toMatchObject({
      code: 'rollback',
    });
  });

  test('says whose signature targets need', async () => {
    const { root2, targets2, two, targets } = await made();
    const open = await targetsNeed({ signed: targets2, signatures: [] }, root2);
    expect(open).toMatchObject({ signed: [], open: [two.targets.keyid], threshold: 1 });
    expect(isMet(await targetsNeed(await readTargetsDraft(at(targets, 1)), root2))).toBe(true);
    expect(isMet(await targetsNeed(await readTargetsDraft(at(targets, 0)), root2))).toBe(false);
    expect(await holderName(two.holder)).toBe(two.root.keyid.slice(0, 8));
  });
});
