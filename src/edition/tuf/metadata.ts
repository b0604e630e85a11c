import { toUtf8 } from '../bytes.ts';
import { TufError } from './error.ts';
import { checkUnique, integerIn, listIn, malformed, objectIn, own, textIn } from './field.ts';
import type { Fields } from './field.ts';
import { canonicalJson, compactJson, parseJson } from './json.ts';
import { said } from '../said.ts';

/** One signature: hexadecimal, over the UTF-8 bytes of the canonical form of `signed`. */
export type Signature = { keyid: string; sig: string };

/** A file of metadata. Specification 4.2.1. */
export type Metadata<Signed = Common> = { signatures: Signature[]; signed: Signed };

/** What every role has. */
export type Common = {
  _type: string;
  /** Version of the specification, as "1.0.34". */
  spec_version: string;
  /** At least 1. */
  version: number;
  /** UTC, as "2026-11-23T18:00:00Z". */
  expires: string;
};

/** Metadata that was read but not yet believed. */
export type Parsed<Signed> = {
  readonly signed: Signed;
  readonly signatures: readonly Signature[];
  /** What the signatures are over. */
  readonly message: Uint8Array;
};

/** The four roles that every root names. */
export const TOP_ROLES = ['root', 'timestamp', 'snapshot', 'targets'] as const;
export type TopRole = (typeof TOP_ROLES)[number];

/** The name of a role that another delegates to. One of a top role would be kept, and fetched, in the place of the real one. */
export function roleName(name: string, role: string): string {
  if (name === '' || TOP_ROLES.some((top) => top === name))
    throw malformed(role, said`delegates to "${name}"`);
  return name;
}

const SPEC_VERSION = /^1(?:\.\d+){1,2}$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** The bytes of a file of metadata: compact, the same for equal content. */
export const encodeMetadata = (metadata: Metadata<unknown>): Uint8Array => toUtf8(compactJson(metadata));

/**
 * Reads a file of metadata; nothing of it is to be believed before its signatures are checked. Fields that the
 * specification does not know are kept, and signed like all others (4).
 *
 * @param role - whose file it is meant to be, for messages
 * @throws TufError `malformed`, `wrong_type`, `unsupported`
 */
export function parseMetadata<Signed>(
  bytes: Uint8Array,
  role: string,
  type: TopRole,
  read: (signed: Fields, role: string) => Signed,
): Parsed<Signed> {
  const file = objectIn(parseJson(bytes, role), role, 'file');
  const signed = objectIn(own(file, 'signed'), role, 'signed');
  const signatures = listIn(file, 'signatures', role).map((value) => {
    const signature = objectIn(value, role, 'signatures');
    return { ...signature, keyid: textIn(signature, 'keyid', role), sig: textIn(signature, 'sig', role) };
  });
  // 4.2.1: "multiple signatures with the same keyid are not allowed".
  checkUnique(
    signatures.map(({ keyid }) => keyid),
    role,
    'signatures',
  );
  const found = textIn(signed, '_type', role);
  if (found !== type) {
    throw new TufError('wrong_type', said`The ${role} metadata is of type "${found}", not "${type}"`, {
      role,
    });
  }
  return { signed: read(signed, role), signatures, message: messageOf(signed, role) };
}

function messageOf(signed: Fields, role: string): Uint8Array {
  try {
    return toUtf8(canonicalJson(signed));
  } catch (cause) {
    throw new TufError('malformed', said`The ${role} metadata has no canonical form`, { role, cause });
  }
}

/** The fields of every role, checked. */
export function readCommon(signed: Fields, role: string): Omit<Common, '_type'> {
  const spec = textIn(signed, 'spec_version', role);
  // 4.3: "clients MUST verify that spec_version matches"; we match the major version.
  if (!SPEC_VERSION.test(spec)) {
    throw new TufError('unsupported', said`The ${role} metadata follows version "${spec}" of TUF, not 1`, {
      role,
    });
  }
  const expires = textIn(signed, 'expires', role);
  if (!isDateTime(expires))
    throw malformed(role, said`expires on "${expires}", which is no date and time in UTC`);
  return { spec_version: spec, version: integerIn(signed, 'version', role, 1), expires };
}

/** 4.2.3; the way back catches days that no month has. */
function isDateTime(text: string): boolean {
  const time = DATE_TIME.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString() === text.replace('Z', '.000Z');
}

/** Whether metadata is past its date at a time in milliseconds. "MUST be higher than the fixed update start time." */
export const isExpired = (signed: Common, now: number): boolean => !(Date.parse(signed.expires) > now);
