import type { Namespaces } from './namespaces.ts';
import { run } from './run.ts';

/*
 * What the censor does to packets, as nft rules of the wire. Rules are made whole each time, so that no row inherits
 * from another.
 */

/** What happens to packets for an address. */
export type Packets =
  | { how: 'blackhole' | 'reset' | 'prohibit'; ip: string }
  /** TCP for port 443 goes to a port of the wire's own, where the tampering proxy is. */
  | { how: 'proxy'; ip: string; port: number }
  /** UDP for port 443, that is HTTP/3, is dropped, whoever it is for. */
  | { how: 'no-quic' }
  /** Nothing more comes from abroad on a connection that brought so many bytes. */
  | { how: 'curtain'; bytes: number }
  /** All is dropped but what is for these addresses. */
  | { how: 'whitelist'; ips: readonly string[] };

export const censorRules = (acts: readonly Packets[]): string => `
flush ruleset
table inet censor {
  chain forward {
    type filter hook forward priority filter; policy accept;
    ${acts.map(forwardRule).filter(Boolean).join('\n    ')}
  }
  chain prerouting {
    type nat hook prerouting priority dstnat; policy accept;
    ${acts.map(natRule).filter(Boolean).join('\n    ')}
  }
}
`;

function forwardRule(act: Packets): string {
  switch (act.how) {
    case 'blackhole':
      return `ip daddr ${act.ip} counter drop`;
    case 'reset':
      return `ip daddr ${act.ip} meta l4proto tcp counter reject with tcp reset`;
    case 'prohibit':
      return `ip daddr ${act.ip} counter reject with icmpx type admin-prohibited`;
    case 'no-quic':
      return 'udp dport 443 counter drop';
    case 'curtain':
      return `iifname "to-hosts" meta l4proto tcp ct reply bytes > ${act.bytes} counter drop`;
    case 'whitelist':
      return `iifname "to-reader" ip daddr != { ${act.ips.join(', ')} } counter drop`;
    case 'proxy':
      return '';
  }
}

const natRule = (act: Packets): string =>
  act.how === 'proxy' ? `ip daddr ${act.ip} tcp dport 443 counter redirect to :${act.port}` : '';

/** Puts the acts into force, in place of all before. */
export async function censor(spaces: Namespaces, acts: readonly Packets[]): Promise<void> {
  await run(...spaces.inside('wire', 'nft', ['-f', '-']), censorRules(acts));
}

/** Packets that rules have met since they were put into force. */
export async function met(spaces: Namespaces): Promise<number> {
  const text = await run(...spaces.inside('wire', 'nft', ['list', 'ruleset']));
  return [...text.matchAll(/counter packets (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
}
