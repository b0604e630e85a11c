import { cacheControl, isAskingPage, isGapPage, isReachPage, isSupportPage, isVerifyPage } from '#edition';
import type { FileEntry } from '#edition';

/** The forms in which a file can be sent. */
export type Encoding = 'br' | 'gzip' | 'identity';

/** Header lines as node:http takes them without copying: name, value, name, value, … */
export type Fields = string[];

const FORMS = "form-action 'self'";

const policy = (more: readonly string[]): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    "font-src 'self'",
    FORMS,
    "base-uri 'self'",
    "frame-ancestors 'none'",
    ...more,
  ].join('; ');

/** The line of script that asks for the worker, the same in every page; a test holds it to the pages' own policy. */
const REGISTER = 'sha256-WnXFoWI5yIf3PeRo4ERTW9D9UnUy2vsGujAZSCGkRqM=';

/** The line of pages that ask for support, held to theirs by the same test. */
const ASKING = 'sha256-pEjElhZJD9A5QiVAPskNhmb55kOA629IGYxhjk4R+1Y=';

const POLICY = policy([`script-src '${REGISTER}' '${ASKING}'`, "worker-src 'self'"]);

// Found at an onion address, its form leads to the newsroom's own host; where it may lead stands in the page. Its script
// keeps a number on the device, where a reader wished so.
const SUPPORT_POLICY = POLICY.replace(`${FORMS}; `, '').replace('script-src', "script-src 'self'");

// The worker asks any mirror, and gives to pages nothing but what it has checked.
const WORKER_POLICY = "default-src 'none'; connect-src http: https:";

// A page with a script, which asks this host and that of a link that its reader pastes; see its own policy.
const VERIFY_POLICY = policy([
  `script-src 'self' '${REGISTER}'`,
  "worker-src 'self'",
  "connect-src 'self' http: https:",
]);

// Its script speaks with the reader's own worker alone.
const REACH_POLICY = policy([`script-src 'self' '${REGISTER}'`, "worker-src 'self'"]);

// Its script asks this place for the text that the figure is computed from.
const GAP_POLICY = policy([`script-src 'self' '${REGISTER}'`, "worker-src 'self'", "connect-src 'self'"]);

// The page for unknown addresses has a style of its own and carries the policy for it.
const NOT_FOUND_POLICY = "base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

const PERMISSIONS = [
  'accelerometer',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]
  .map((name) => `${name}=()`)
  .join(', ');

const guards = (policy: string): Fields => [
  'Content-Security-Policy',
  policy,
  'Referrer-Policy',
  'no-referrer',
  'Permissions-Policy',
  PERMISSIONS,
  'X-Content-Type-Options',
  'nosniff',
  'Cross-Origin-Opener-Policy',
  'same-origin',
  // Pictures of full-text feeds are shown by readers on other hosts.
  'Cross-Origin-Resource-Policy',
  'cross-origin',
];

/** What goes with every answer. */
export const GUARDS: readonly string[] = guards(POLICY);
const VERIFY_GUARDS: readonly string[] = guards(VERIFY_POLICY);
const REACH_GUARDS: readonly string[] = guards(REACH_POLICY);
const GAP_GUARDS: readonly string[] = guards(GAP_POLICY);
const SUPPORT_GUARDS: readonly string[] = guards(SUPPORT_POLICY);
const WORKER_GUARDS: readonly string[] = guards(WORKER_POLICY);
export const NOT_FOUND_GUARDS: readonly string[] = guards(NOT_FOUND_POLICY);

/** Sent only where a proxy that we trust says that the reader came by TLS. */
export const STRICT_TRANSPORT: readonly string[] = ['Strict-Transport-Security', 'max-age=31536000'];

/** How long an answer that there is nothing may be kept. */
export const BRIEF = 'public, max-age=10, must-revalidate';

/** The worker, which browsers ask for after each visit. */
const WORKER = 'worker.js';

/** Everything here is public and the same for all, so readers who check it may fetch it from pages of any mirror. */
export const OPEN: readonly string[] = ['Access-Control-Allow-Origin', '*'];

const SUFFIX: Record<Encoding, string> = { br: '-b', gzip: '-g', identity: '' };

/** A strong validator: another for each form of the same bytes. */
export const tagOf = (entry: FileEntry, encoding: Encoding): string =>
  `"${entry.raw.slice(0, 32)}${SUFFIX[encoding]}"`;

/** Header lines that say the same whatever part of the file is sent. */
export function validators(entry: FileEntry, tag: string): Fields {
  const fields = ['ETag', tag, 'Cache-Control', cacheControl(entry.path), ...OPEN];
  if (entry.gzip) fields.push('Vary', 'Accept-Encoding');
  return fields;
}

/** All header lines of a whole file in one form. */
export function fileFields(entry: FileEntry, encoding: Encoding, length: number): Fields {
  const fields = ['Content-Type', entry.type, 'Content-Length', String(length)];
  if (encoding !== 'identity') fields.push('Content-Encoding', encoding);
  return fields.concat(
    validators(entry, tagOf(entry, encoding)),
    ['Accept-Ranges', 'bytes'],
    guardsOf(entry.path),
  );
}

/** Some kinds of page run a script of their own, or hold a form. */
function guardsOf(path: string): readonly string[] {
  if (path === WORKER) return WORKER_GUARDS;
  if (isVerifyPage(path)) return VERIFY_GUARDS;
  if (isGapPage(path)) return GAP_GUARDS;
  if (isReachPage(path) || isAskingPage(path)) return REACH_GUARDS;
  return isSupportPage(path) ? SUPPORT_GUARDS : GUARDS;
}

/** Header lines of bytes that are made for whoever asks, such as a tile of the log. */
export const madeFields = (path: string, type: string, length: number): Fields => [
  'Content-Type',
  type,
  'Content-Length',
  String(length),
  'Cache-Control',
  cacheControl(path),
  ...OPEN,
  ...GUARDS,
];
