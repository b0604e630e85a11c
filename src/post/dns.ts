import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { isIP } from 'node:net';

/** A key to sign letters with: RSA of 2048 bits, which every mailbox can check; PEM. */
export function newDkimKey(): string {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;
}

export type DnsRecord = { name: string; type: 'TXT'; value: string };

/** What has to stand in the DNS of the sender's domain, so that mailboxes believe its letters. */
export function dnsRecords(options: {
  domain: string;
  /** Host of the mail server through which letters leave. */
  server: string;
  dkim: { key: string; selector: string } | null;
  /** Where reports of other people's forgeries go. */
  reports: string;
}): DnsRecord[] {
  const { domain, server, dkim, reports } = options;
  const spf = { name: domain, type: 'TXT', value: `v=spf1 ${senderIn(server)} mx ~all` } as const;
  const dmarc = {
    name: `_dmarc.${domain}`,
    type: 'TXT',
    value: `v=DMARC1; p=quarantine; rua=mailto:${reports}`,
  } as const;
  if (dkim === null) return [spf, dmarc];
  const spki = createPublicKey(createPrivateKey(dkim.key)).export({ type: 'spki', format: 'der' });
  const value = `v=DKIM1; k=rsa; p=${spki.toString('base64')}`;
  return [spf, { name: `${dkim.selector}._domainkey.${domain}`, type: 'TXT', value }, dmarc];
}

/** How SPF names a host: by its address, or by its name; a server on this machine is the domain's own. */
function senderIn(server: string): string {
  const host = server.replace(/^\[|\]$/g, '');
  if (/^(localhost|127\..*|::1)$/.test(host)) return 'a';
  return { 4: `ip4:${host}`, 6: `ip6:${host}` }[isIP(host)] ?? `a:${host}`;
}
