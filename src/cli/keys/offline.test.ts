import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../out.ts';
import { holderOf, newSeeds, openOffline, publicOf, readOffline, sealOffline } from './offline.ts';

const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));
const AT = Date.UTC(2026, 10, 23);
const PASSPHRASE = 'five random words are gòod';

const seeds = newSeeds(random);
const text = await sealOffline({ seeds, passphrase: PASSPHRASE, at: AT, random });

describe('a file of offline keys', () => {
  it('opens with its passphrase, however its accents are typed, and shows only public keys', async () => {
    const file = readOffline(text, 'offline.json');
    expect(await openOffline(file, PASSPHRASE)).toEqual(seeds);
    expect(await openOffline(file, PASSPHRASE.normalize('NFD'))).toEqual(seeds);
    expect(publicOf(file)).toEqual(await holderOf(seeds));
    expect(text).not.toContain(seeds.root);
    expect(text).not.toContain(seeds.targets);
    expect(file).toMatchObject({ sample: false, made: '2026-11-23T00:00:00Z' });
    expect(file.kdf?.memory).toBeGreaterThanOrEqual(65_536);
    expect(file.kdf?.passes).toBeGreaterThanOrEqual(3);
  });

  it('tells a wrong passphrase from a damaged file', async () => {
    const file = readOffline(text, 'offline.json');
    for (const wrong of ['', 'five random words are good', `${PASSPHRASE} `]) {
      expect(await openOffline(file, wrong)).toBeNull();
    }
    const end = text.length - 1;
    for (const at of [0, 5, 30, 100, 300, 500, 700, text.indexOf('"keys"') + 20, end - 10]) {
      const byte = text.charCodeAt(at) === 50 ? '3' : '2';
      const damaged = `${text.slice(0, at)}${byte}${text.slice(at + 1)}`;
      expect(() => readOffline(damaged, 'offline.json'), `byte ${at}`).toThrow(Refusal);
    }
    expect(() => readOffline(text.slice(0, 400), 'x.json')).toThrow('"x.json" is no file of offline keys');
    expect(() => readOffline('', 'x.json')).toThrow(Refusal);
    expect(() => readOffline(text.replace('"passes": 3', '"passes": 4'), 'x.json')).toThrow('is damaged');
  });

  it('of a later version, or one that would stop the machine, is refused', () => {
    expect(() => readOffline(text.replace('"format": 1', '"format": 2'), 'x')).toThrow('later version');
    expect(() => readOffline(text.replace('"memory": 65536', '"memory": 99999999'), 'x')).toThrow(Refusal);
  });

  it('whose sum was made to fit does not open: the head is sealed too', async () => {
    const file = readOffline(text, 'offline.json');
    expect(await openOffline({ ...file, made: '2020-01-01T00:00:00Z' }, PASSPHRASE)).toBeNull();
    expect(
      await openOffline({ ...file, public: { ...file.public, root: '00'.repeat(32) } }, PASSPHRASE),
    ).toBeNull();
  });

  it('has another salt and nonce each time', async () => {
    const again = await sealOffline({ seeds, passphrase: PASSPHRASE, at: AT, random });
    const [one, two] = [readOffline(text, 'one'), readOffline(again, 'two')];
    expect(one.kdf?.salt).not.toBe(two.kdf?.salt);
    expect(one.cipher?.nonce).not.toBe(two.cipher?.nonce);
  });

  it('of the sample says so and has no passphrase', async () => {
    const sample = readOffline(
      await sealOffline({ seeds, passphrase: null, at: AT, random }),
      'offline.json',
    );
    expect(sample).toMatchObject({ sample: true, kdf: null, cipher: null });
    expect(await openOffline(sample, '')).toEqual(seeds);
  });
});
