import { isIP } from 'node:net';
import { resolve } from 'node:path';

/** One setting: where it comes from, what it means, how it is read. docs/SETTINGS.md shows the same table. */
type Setting<T> = {
  name: string;
  meaning: string;
  /** As the documentation shows it. */
  fallback: string;
  read(text: string | undefined, all: Environment): T;
};

export type Environment = Record<string, string | undefined>;

/** Thrown for a setting that cannot be used; the message says which, why, and what to do. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

function port(name: string, text: string): number {
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number > 65_535) {
    throw new SettingsError(`${name} is "${text}", which is no port; give a number from 0 to 65535`);
  }
  return number;
}

/** Bytes from `128MB`, `64 KiB`, `1000000`. */
function size(name: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]?)(i?)b?$/i.exec(text.trim());
  const unit = { '': 1, k: 1e3, m: 1e6, g: 1e9 }[(match?.[2] ?? '').toLowerCase()];
  if (!match || unit === undefined) {
    throw new SettingsError(`${name} is "${text}", which is no size; write it like 128MB`);
  }
  const binary = match[3] ? { 1: 1, 1e3: 1024, 1e6: 1024 ** 2, 1e9: 1024 ** 3 }[unit] : unit;
  return Math.floor(Number(match[1]) * (binary ?? unit));
}

function count(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) {
    throw new SettingsError(`${name} is "${text}"; give a whole number from ${least} to ${most}`);
  }
  return number;
}

/** Addresses and networks in figures. */
function networks(text: string): string[] {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  for (const part of parts) {
    const [address = '', bits, more] = part.split('/');
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
    if (version === 0 || !fits || more !== undefined) {
      throw new SettingsError(
        `LONGWAVE_TRUSTED_PROXY holds "${part}", which is neither an address nor a network; write "10.0.0.1" or "10.0.0.0/8"`,
      );
    }
  }
  return parts;
}

/** The name of an onion service: 56 letters and digits. */
export const ONION = /^[a-z2-7]{56}\.onion$/;

function onion(text: string): string {
  const name = text.trim().toLowerCase();
  if (name === '' || ONION.test(name)) return name;
  throw new SettingsError(
    `LONGWAVE_ONION is "${text}", which is no onion; give the 56 letters and digits with ".onion" that tor wrote into "hostname"`,
  );
}

function selector(text: string): string {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(text)) return text;
  throw new SettingsError(
    `LONGWAVE_DKIM_SELECTOR is "${text}", which is no name in the DNS; use letters, digits and "-"`,
  );
}

/** Passkeys need https and a name; only on one's own machine do browsers let that be. */
function deskAddress(text: string): string {
  if (text === '') return '';
  const url = URL.parse(text);
  const plain = url !== null && url.pathname === '/' && url.search === '' && url.username === '';
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === 'localhost');
  if (plain && safe && isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0) return url.origin;
  throw new SettingsError(
    `LONGWAVE_DESK_ADDRESS is "${text}"; give an https address with a name and nothing behind it, such as "https://desk.example.org"`,
  );
}

/** A key of Stripe. What was given is never repeated: it could be the right one in the wrong place. */
function stripeKey(name: string, kinds: readonly string[], text: string): string {
  const key = text.trim();
  if (key === '' || (kinds.some((kind) => key.startsWith(kind)) && /^[A-Za-z0-9_]{12,260}$/.test(key)))
    return key;
  throw new SettingsError(
    `${name} has to begin with ${kinds.map((kind) => `"${kind}"`).join(' or ')}; copy it again from Stripe`,
  );
}

function publishableKey(text: string, all: Environment): string {
  const name = 'LONGWAVE_STRIPE_PUBLISHABLE_KEY';
  const key = stripeKey(name, ['pk_live_', 'pk_test_'], text);
  const other = given(all.LONGWAVE_STRIPE_KEY)?.trim() ?? '';
  if ((key === '') !== (other === ''))
    throw new SettingsError(
      `LONGWAVE_STRIPE_KEY and ${name} belong together: set both, or neither for no cards`,
    );
  if (key !== '' && key.slice(3, 8) !== other.slice(3, 8))
    throw new SettingsError(
      `${name} and LONGWAVE_STRIPE_KEY are of two worlds, one of tests and one live; copy both from the same page at Stripe`,
    );
  return key;
}

/** Names and addresses that no line out of the house leads to. */
const NEAR =
  /^(localhost|[^.:]+|127\.[\d.]+|10\.[\d.]+|192\.168\.[\d.]+|172\.(1[6-9]|2\d|3[01])\.[\d.]+|\[(::1|f[cd][0-9a-f:]+)\])$/;

/** Where BTCPay is. The key goes there with each request, so the line has to be sealed unless it stays in the house. */
function btcpayUrl(text: string): string {
  if (text === '') return '';
  const url = URL.parse(text.trim());
  const isPlain = url !== null && url.search === '' && url.hash === '' && url.username === '';
  if (isPlain && url.hostname.endsWith('.onion'))
    throw new SettingsError(
      'LONGWAVE_BTCPAY_URL is an onion, to which this program makes no way of its own; docs/SUPPORT.md shows how to lead it through tor to an address of this machine',
    );
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && NEAR.test(url.hostname));
  if (isPlain && isSafe) return url.href.replace(/\/+$/, '');
  throw new SettingsError(
    `LONGWAVE_BTCPAY_URL is "${text}"; give an https address such as "https://btcpay.example.org", or an http one of this machine or its own network`,
  );
}

const btcpayKey = (text: string): string => {
  const key = text.trim();
  if (key === '' || /^[A-Za-z0-9]{20,100}$/.test(key)) return key;
  throw new SettingsError(
    'LONGWAVE_BTCPAY_KEY is no key of BTCPay; make one under "Account → API keys" and copy it',
  );
};

function btcpayStore(text: string, all: Environment): string {
  const store = text.trim();
  const parts = [given(all.LONGWAVE_BTCPAY_URL), given(all.LONGWAVE_BTCPAY_KEY), given(store)];
  if (parts.some((one) => one === undefined) && parts.some((one) => one !== undefined))
    throw new SettingsError(
      'LONGWAVE_BTCPAY_URL, LONGWAVE_BTCPAY_KEY and LONGWAVE_BTCPAY_STORE belong together: set all three, or none for no bitcoin',
    );
  if (store === '' || /^[A-Za-z0-9]{10,100}$/.test(store)) return store;
  throw new SettingsError(
    `LONGWAVE_BTCPAY_STORE is "${store}", which is no id of a store; copy it from the settings of the store at BTCPay`,
  );
}

function databaseUrl(text: string, data: string): string {
  if (text === '') return `sqlite:${resolve(data, 'longwave.db')}`;
  if (/^(sqlite:|postgres(ql)?:\/\/)/.test(text)) return text;
  throw new SettingsError(
    'DATABASE_URL is neither "sqlite:/path/file.db" nor "postgres://user:password@host/database"; correct it or leave it out for SQLite',
  );
}

/** Where keys are: apart from data and backups. */
const keysFolder = (all: Environment): string =>
  given(all.LONGWAVE_KEYS) === undefined
    ? `${resolve(projectRoot(), given(all.LONGWAVE_DATA) ?? 'data')}.keys`
    : resolve(projectRoot(), all.LONGWAVE_KEYS ?? '');

/** A file of a key, or its place among the others. */
const keyFile =
  (name: string) =>
  (text: string, all: Environment): string =>
    text === '' ? resolve(keysFolder(all), name) : resolve(projectRoot(), text);

/** A setting that is empty is not set: an empty folder would be the project's own. */
function given(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

function setting<T>(
  name: string,
  fallback: string,
  meaning: string,
  read: (text: string, all: Environment) => T,
): Setting<T> {
  return { name, fallback, meaning, read: (text, all) => read(given(text) ?? fallback, all) };
}

/** Every setting there is. */
export const SETTINGS = {
  port: setting('LONGWAVE_PORT', '4000', 'Port of the reader site; 0 takes any free one', (text) =>
    port('LONGWAVE_PORT', text),
  ),
  deskPort: setting(
    'LONGWAVE_DESK_PORT',
    '',
    'Port of the desk; empty for the one after the reader site’s, 0 takes any free one',
    (text, all) => {
      if (text !== '') return port('LONGWAVE_DESK_PORT', text);
      const reader = port('LONGWAVE_PORT', given(all.LONGWAVE_PORT) ?? '4000');
      return reader === 0 || reader === 65_535 ? 0 : reader + 1;
    },
  ),
  deskAddress: setting(
    'LONGWAVE_DESK_ADDRESS',
    '',
    'Address at which people open the desk, such as "https://desk.example.org"; empty for this machine alone. Passkeys belong to it',
    deskAddress,
  ),
  host: setting(
    'LONGWAVE_HOST',
    '127.0.0.1',
    'Address to listen on; behind a proxy leave it at loopback',
    (text) => text,
  ),
  data: setting(
    'LONGWAVE_DATA',
    'data',
    'Folder of the database, media, editions and quarantine, from the project’s root unless absolute',
    (text) => resolve(projectRoot(), text),
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    '',
    'Database: empty for SQLite in the data folder, or "postgres://user:password@host/database"',
    (text, all) => databaseUrl(text, resolve(projectRoot(), given(all.LONGWAVE_DATA) ?? 'data')),
  ),
  keys: setting(
    'LONGWAVE_KEYS',
    '',
    'Folder of the keys that sign editions, apart from data and backups; empty for the data folder’s path with ".keys" behind it',
    (_, all) => keysFolder(all),
  ),
  cacheBytes: setting(
    'LONGWAVE_CACHE',
    '128MB',
    'Memory in which the origin keeps pages ready to send; what does not fit comes from disk',
    (text) => size('LONGWAVE_CACHE', text),
  ),
  trustedProxy: setting(
    'LONGWAVE_TRUSTED_PROXY',
    '',
    'Addresses or networks of the proxies in front, with commas between them; forwarding headers of anyone else are ignored',
    networks,
  ),
  onion: setting(
    'LONGWAVE_ONION',
    '',
    'The paper’s onion, of which pages tell Tor Browser; "longwave init --onion" shows how to get one',
    onion,
  ),
  threads: setting('LONGWAVE_THREADS', '0', 'Threads for a full press; 0 takes one for each core', (text) =>
    count('LONGWAVE_THREADS', text, 0, 64),
  ),
  keepEditions: setting(
    'LONGWAVE_KEEP_EDITIONS',
    '8',
    'Editions whose objects stay on disk, so that no reader is caught between two',
    (text) => count('LONGWAVE_KEEP_EDITIONS', text, 1, 1000),
  ),
  probeMinutes: setting(
    'LONGWAVE_PROBE_MINUTES',
    '10',
    'Minutes between two looks at every mirror from every vantage; 0 for none but by hand',
    (text) => count('LONGWAVE_PROBE_MINUTES', text, 0, 10_080),
  ),
  mirrorsPassphrase: setting(
    'LONGWAVE_MIRRORS_PASSPHRASE',
    '',
    'Passphrase of the file that "longwave mirror secret" keeps, for pushes while nobody is there to type it',
    (text) => text,
  ),
  mailServer: setting(
    'LONGWAVE_MAIL_SERVER',
    '',
    'Server through which letters leave, such as "smtps://mail.example.org" or "smtp://mail.example.org:587"; empty: none are sent',
    (text) => text,
  ),
  mailUser: setting(
    'LONGWAVE_MAIL_USER',
    '',
    'User at that server; empty where it asks for none',
    (text) => text,
  ),
  mailPassword: setting('LONGWAVE_MAIL_PASSWORD', '', 'Password of that user', (text) => text),
  mailFrom: setting(
    'LONGWAVE_MAIL_FROM',
    '',
    'Who letters are from, such as "The Far Shore <mail@example.org>"; the name shows on locked screens',
    (text) => text,
  ),
  mailBounces: setting(
    'LONGWAVE_MAIL_BOUNCES',
    '',
    'Address to which letters come back, such as "bounces@example.org", with or without a "+" and more; empty: to the sender',
    (text) => text,
  ),
  mailPerMinute: setting(
    'LONGWAVE_MAIL_PER_MINUTE',
    '60',
    'Letters that leave in a minute at most, all servers of the newsroom together',
    (text) => count('LONGWAVE_MAIL_PER_MINUTE', text, 1, 10_000),
  ),
  dkimKey: setting(
    'LONGWAVE_DKIM_KEY',
    '',
    'File of the key that signs letters; empty for "dkim.pem" in the folder of the keys, which "longwave post keys" makes',
    keyFile('dkim.pem'),
  ),
  dkimSelector: setting(
    'LONGWAVE_DKIM_SELECTOR',
    'longwave',
    'Name of that key in the DNS, before "._domainkey"',
    (text) => selector(text),
  ),
  addressKey: setting(
    'LONGWAVE_ADDRESS_KEY',
    '',
    'File of the key under which addresses of readers are kept, never in the data folder; empty for "address.key" in the folder of the keys, which "longwave post keys" makes',
    keyFile('address.key'),
  ),
  stripeKey: setting(
    'LONGWAVE_STRIPE_KEY',
    '',
    'Key of the Stripe account that takes cards, better a restricted one ("rk_live_…", docs/SUPPORT.md says what to tick); empty for no cards',
    (text) => stripeKey('LONGWAVE_STRIPE_KEY', ['rk_live_', 'sk_live_', 'rk_test_', 'sk_test_'], text),
  ),
  stripePublishableKey: setting(
    'LONGWAVE_STRIPE_PUBLISHABLE_KEY',
    '',
    'The same account’s key for browsers ("pk_live_…"), with which the card form opens',
    publishableKey,
  ),
  stripeWebhookSecret: setting(
    'LONGWAVE_STRIPE_WEBHOOK_SECRET',
    '',
    'What Stripe signs its webhooks with ("whsec_…"); empty for none: payments are then seen a little later',
    (text) => stripeKey('LONGWAVE_STRIPE_WEBHOOK_SECRET', ['whsec_'], text),
  ),
  btcpayUrl: setting(
    'LONGWAVE_BTCPAY_URL',
    '',
    'Address of the BTCPay server that takes bitcoin, such as "https://btcpay.example.org"; empty for no bitcoin',
    btcpayUrl,
  ),
  btcpayKey: setting(
    'LONGWAVE_BTCPAY_KEY',
    '',
    'Key of its Greenfield interface, for one store and two permissions, which docs/SUPPORT.md names',
    btcpayKey,
  ),
  btcpayStore: setting('LONGWAVE_BTCPAY_STORE', '', 'Id of that store, as its settings show it', btcpayStore),
} as const;

/** What mirrors may need to be let in; `longwave mirror add --help` says which kind needs what. */
export const MIRROR_SECRETS: readonly string[] = [
  'ACCESS_KEY',
  'SECRET_KEY',
  'SESSION_TOKEN',
  'KEY_FILE',
  'KEY',
  'KEY_PASSPHRASE',
  'PASSWORD',
  'CONFIG',
  'CONFIG_PASSWORD',
];

/** The setting that holds a secret of a mirror: `LONGWAVE_MIRROR_FAR_SHORE_ACCESS_KEY` of the mirror "far-shore". */
export const secretSetting = (id: string, secret: string): string =>
  `LONGWAVE_MIRROR_${id.toUpperCase().replaceAll('-', '_')}_${secret}`;

const SECRET_SETTING = new RegExp(
  `^LONGWAVE_MIRROR_[A-Z0-9]([A-Z0-9_]*[A-Z0-9])?_(${MIRROR_SECRETS.join('|')})$`,
);

export type Settings = { [K in keyof typeof SETTINGS]: ReturnType<(typeof SETTINGS)[K]['read']> };

/** The folder that holds package.json. */
export function projectRoot(): string {
  return resolve(import.meta.dirname, '..', '..');
}

/**
 * Reads all settings from the environment.
 * @throws SettingsError for the first that cannot be used, and for a `LONGWAVE_…` name that is no setting.
 */
export function readSettings(environment: Environment): Settings {
  const known = new Set(Object.values(SETTINGS).map((entry) => entry.name));
  for (const name of Object.keys(environment)) {
    if (name.startsWith('LONGWAVE_') && !known.has(name) && !SECRET_SETTING.test(name)) {
      throw new SettingsError(`"${name}" is no setting; docs/SETTINGS.md lists them, look for a misspelling`);
    }
  }
  return Object.fromEntries(
    Object.entries(SETTINGS).map(([key, entry]) => [key, entry.read(environment[entry.name], environment)]),
  ) as Settings;
}
