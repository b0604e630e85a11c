/*
 * The cast of the lab: who stands where. Every name is of a registrable domain of its own; every host has an address of
 * its own, from the networks that RFC 5737 keeps for documentation.
 */

export type LabHost = { name: string; ip: string };

const host = (name: string, last: number): LabHost => ({ name, ip: `198.51.100.${last}` });

/** The newsroom's own address, which the censor bans. */
export const ORIGIN = host('far-shore.test', 10);

/** Mirrors that are only fetched from. */
export const DATA_MIRRORS: readonly LabHost[] = [
  'amber-lane.test',
  'birch-quay.test',
  'cedar-mill.test',
  'dune-market.test',
  'elder-bridge.test',
  'fennel-works.test',
  'granite-bay.test',
].map((name, at) => host(name, 21 + at));

/** A mirror that readers open: its name says nothing of the paper. */
export const ENTRY_MIRROR = host('quiet-garden.test', 28);

/** All eight, in the order of the list. */
export const MIRRORS: readonly LabHost[] = [...DATA_MIRRORS, ENTRY_MIRROR];

/** The censor's page that says "forbidden here". */
export const BLOCK_PAGE = host('notice-board.test', 60);

/** A host that a whitelist lets through. */
export const WHITELISTED = host('state-weather.test', 70);

export const ALL_HOSTS: readonly LabHost[] = [ORIGIN, ...MIRRORS, BLOCK_PAGE, WHITELISTED];

/** Addresses of the three places: the reader, the wire's two sides, the hosts' own gateway side. */
export const PLACES = {
  reader: '192.0.2.2',
  wireToReader: '192.0.2.1',
  wireToHosts: '198.51.100.1',
} as const;

export const HOSTS_GATE = '198.51.100.2';

/** Packets for this address reach the hosts' side, where nobody takes them: they vanish without a word. */
export const NOWHERE = '203.0.113.253';

export const addressOf = ({ name }: LabHost): string => `https://${name}/`;
