import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * An address that mail can be sent to, with its domain in small letters of ASCII; null where it is none. Local parts in
 * other scripts, quoted ones and addresses of bare machines are refused: not every server on the way takes them.
 */
export function mailAddress(text: string): string | null {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, at);
  if (at < 1 || local.length > 64 || !LOCAL.test(local)) return null;
  const domain = domainToASCII(trimmed.slice(at + 1)).toLowerCase();
  const labels = domain.split('.');
  if (labels.length < 2 || isIP(domain) !== 0 || !labels.every((label) => LABEL.test(label))) return null;
  const address = `${local}@${domain}`;
  return address.length <= 254 ? address : null;
}

/** The part behind the last @. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

export type Sender = { name: string; address: string };

/** `The Far Shore <mail@example.org>` or a bare address; null where it is neither. */
export function senderOf(text: string): Sender | null {
  const named = /^\s*"?([^"<>\r\n]*?)"?\s*<([^<>]+)>\s*$/.exec(text);
  const address = mailAddress(named?.[2] ?? text);
  return address === null ? null : { name: named?.[1]?.trim() ?? '', address };
}
