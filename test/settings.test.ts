import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MIRROR_SECRETS, readSettings, SETTINGS, SettingsError } from '#cli';
import { SECRETS } from '#reach';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

const BTCPAY = {
  LONGWAVE_BTCPAY_URL: 'http://10.0.0.7:23000/btcpay/',
  LONGWAVE_BTCPAY_KEY: 'a'.repeat(40),
  LONGWAVE_BTCPAY_STORE: 'FarShoreStore1111',
};

describe('settings', () => {
  it('are all in docs/SETTINGS.md, as the code has them, and nothing else is', () => {
    const text = readFileSync(join(root, 'docs', 'SETTINGS.md'), 'utf8');
    const rows = text
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split('|').map((cell) => cell.trim()));
    const shown = rows.map(([, name, fallback, meaning]) => ({ name, fallback, meaning }));
    const wanted = Object.values(SETTINGS).map(({ name, fallback, meaning }) => ({
      name: `\`${name}\``,
      fallback: fallback === '' ? 'empty' : `\`${fallback}\``,
      meaning,
    }));
    expect(shown).toEqual(wanted);
  });

  it('have defaults that can be read', () => {
    const settings = readSettings({});
    expect(settings.port).toBe(4000);
    expect(settings.host).toBe('127.0.0.1');
    expect(settings.databaseUrl).toBe(`sqlite:${join(root, 'data', 'longwave.db')}`);
    expect(settings.cacheBytes).toBe(128_000_000);
  });

  it('that are empty are as if they were not set', () => {
    expect(readSettings({ LONGWAVE_DATA: '', LONGWAVE_PORT: ' ', DATABASE_URL: '' })).toEqual(
      readSettings({}),
    );
    expect(readSettings({ LONGWAVE_TRUSTED_PROXY: '10.0.0.1, fd00::/8' }).trustedProxy.length).toBe(2);
  });

  it('of BTCPay may lead to a folder, and without a seal only to what is near', () => {
    expect(readSettings(BTCPAY)).toMatchObject({
      btcpayUrl: 'http://10.0.0.7:23000/btcpay',
      btcpayStore: 'FarShoreStore1111',
    });
    const other = { ...BTCPAY, LONGWAVE_BTCPAY_URL: 'https://btcpay.example.org' };
    expect(readSettings(other).btcpayUrl).toBe('https://btcpay.example.org');
  });

  it.each([
    [{ LONGWAVE_PORT: 'eighty' }, /LONGWAVE_PORT is "eighty"/],
    [{ LONGWAVE_PORT: '70000' }, /no port/],
    [{ LONGWAVE_CACHE: 'much' }, /no size/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL/],
    [{ LONGWAVE_KEEP_EDITIONS: '0' }, /from 1 to 1000/],
    [{ LONGWAVE_TRUSTED_PROXY: '10.0.0.0/8, caddy' }, /LONGWAVE_TRUSTED_PROXY holds "caddy"/],
    [{ LONGWAVE_TRUSTED_PROXY: '10.0.0.0/33' }, /neither an address nor a network/],
    [{ LONGWAVE_PROT: '80' }, /"LONGWAVE_PROT" is no setting/],
    [{ LONGWAVE_STRIPE_KEY: 'pk_live_12345678' }, /LONGWAVE_STRIPE_KEY has to begin with "rk_live_"/],
    [{ LONGWAVE_STRIPE_KEY: 'rk_live_12345678' }, /belong together/],
    [{ LONGWAVE_STRIPE_PUBLISHABLE_KEY: 'pk_live_12345678' }, /belong together/],
    [
      { LONGWAVE_STRIPE_KEY: 'rk_live_12345678', LONGWAVE_STRIPE_PUBLISHABLE_KEY: 'pk_test_12345678' },
      /of two worlds/,
    ],
    [{ LONGWAVE_STRIPE_WEBHOOK_SECRET: 'we_12345678901' }, /has to begin with "whsec_"/],
    [{ LONGWAVE_BTCPAY_URL: 'http://btcpay.example.org' }, /give an https address/],
    [{ LONGWAVE_BTCPAY_URL: `http://${'a'.repeat(56)}.onion` }, /is an onion, .* docs\/SUPPORT.md/],
    [{ LONGWAVE_BTCPAY_URL: 'https://me:secret@btcpay.example.org' }, /give an https address/],
    [{ LONGWAVE_BTCPAY_URL: 'https://btcpay.example.org' }, /belong together/],
    [{ LONGWAVE_BTCPAY_KEY: 'a'.repeat(40) }, /belong together/],
    [{ LONGWAVE_BTCPAY_KEY: 'token 12345678901234567890' }, /no key of BTCPay/],
    [{ ...BTCPAY, LONGWAVE_BTCPAY_STORE: 'Far Shore' }, /is "Far Shore", which is no id/],
  ])('refuses %j and says why', (environment, message) => {
    expect(() => readSettings(environment)).toThrow(SettingsError);
    expect(() => readSettings(environment)).toThrow(message);
  });

  it('take the keys of Stripe, and repeat none that is wrong', () => {
    const keys = {
      LONGWAVE_STRIPE_KEY: ' rk_live_12345678',
      LONGWAVE_STRIPE_PUBLISHABLE_KEY: 'pk_live_12345678',
      LONGWAVE_STRIPE_WEBHOOK_SECRET: 'whsec_12345678',
    };
    expect(readSettings(keys)).toMatchObject({
      stripeKey: 'rk_live_12345678',
      stripePublishableKey: 'pk_live_12345678',
      stripeWebhookSecret: 'whsec_12345678',
    });
    expect(readSettings({})).toMatchObject({
      stripeKey: '',
      stripePublishableKey: '',
      stripeWebhookSecret: '',
    });
    for (const name of Object.keys(keys))
      expect(() => readSettings({ ...keys, [name]: 'canary_12345678' })).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('canary') }),
      );
  });

  it('take the secrets of mirrors by the names that each kind has, and docs/SETTINGS.md tells of each', () => {
    expect([...MIRROR_SECRETS].sort()).toEqual(Object.values(SECRETS).flat().sort());
    const text = readFileSync(join(root, 'docs', 'SETTINGS.md'), 'utf8');
    for (const name of MIRROR_SECRETS) {
      expect(text).toContain(`\`LONGWAVE_MIRROR_FAR_SHORE_${name}\``);
      expect(() => readSettings({ [`LONGWAVE_MIRROR_FAR_SHORE_${name}`]: 'x' })).not.toThrow();
    }
    expect(() => readSettings({ LONGWAVE_MIRROR_FAR_SHORE_SECRT: 'x' })).toThrow(/is no setting/);
  });

  it('reads sizes with decimal and binary units', () => {
    expect(readSettings({ LONGWAVE_CACHE: '64MiB' }).cacheBytes).toBe(64 * 1024 * 1024);
    expect(readSettings({ LONGWAVE_CACHE: '1.5 GB' }).cacheBytes).toBe(1_500_000_000);
    expect(readSettings({ LONGWAVE_CACHE: '4096' }).cacheBytes).toBe(4096);
  });
});
