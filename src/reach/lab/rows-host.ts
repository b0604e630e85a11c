import { BLOCKED_PAGE, FORGED_HEADLINE, FORGED_PAGE, FORGED_WORKER } from './forged.ts';
import { addressOf, BLOCK_PAGE, ENTRY_MIRROR, ORIGIN, WHITELISTED } from './names.ts';
import { badMirrors, row, WORKER_HAS, type Acts, type Row } from './row.ts';
import { INTERCEPT_PORT } from './wire-manners.ts';

/* What hosts and authorities do: block pages, interception, bad mirrors; and what nobody can prevent. */

const intercepted: Acts = { packets: [{ how: 'proxy', ip: ORIGIN.ip, port: INTERCEPT_PORT }] };

export const PAGE_ROWS: readonly Row[] = [
  ...([451, 403, 200] as const).map((status) =>
    row(
      {
        id: `page-${status}`,
        technique: `Block page, status ${status}`,
        simulated: 'the hoster answers so',
        survives: 'whoever believes signatures and no status',
      },
      () => ({ hosts: { [ORIGIN.name]: { how: 'block-page', status, page: BLOCKED_PAGE } } }),
    ),
  ),
  row(
    {
      id: 'redirect',
      technique: 'Sent on to a block page',
      simulated: 'the hoster answers 302',
      survives: 'whoever believes signatures and no status',
    },
    () => ({ hosts: { [ORIGIN.name]: { how: 'redirect', to: addressOf(BLOCK_PAGE) } } }),
  ),
  row(
    {
      id: 'intercept',
      technique: 'Interception, authority not installed',
      simulated: 'TLS of a second authority',
      survives: WORKER_HAS,
    },
    () => intercepted,
  ),
  row(
    {
      id: 'intercept-trusted',
      technique: 'Interception, authority installed',
      simulated: 'TLS of a second authority that the browser trusts; a forged page',
      survives: 'a reader who was here before',
      trusting: true,
    },
    () => intercepted,
  ),
];

export const MIRROR_ROWS: readonly Row[] = [
  row(
    {
      id: 'poisoned',
      technique: 'Seven mirrors poisoned',
      simulated: 'altered pages and objects; origin blackholed',
      survives: 'whoever checks every byte',
    },
    ({ paper, dead }) =>
      badMirrors(dead, () => ({ how: 'poisoned', folder: paper.today, headline: FORGED_HEADLINE })),
  ),
  row(
    {
      id: 'stale',
      technique: 'Seven mirrors stale',
      simulated: 'yesterday’s edition, and one older; origin blackholed',
      survives: 'whoever knows the number of the last edition, and asks on',
    },
    ({ paper, dead }) =>
      badMirrors(dead, (at) => ({ how: 'genuine', folder: at % 2 === 0 ? paper.before : paper.older })),
  ),
  row(
    {
      id: 'endless',
      onlyLeft: false,
      technique: 'Seven mirrors that never end',
      simulated: 'the right bytes, then spaces for ever; origin blackholed',
      survives: 'whoever stops at the signed length',
    },
    ({ paper, dead }) => badMirrors(dead, () => ({ how: 'endless', folder: paper.today })),
  ),
  row(
    {
      id: 'wrong-type',
      onlyLeft: false,
      technique: 'Seven mirrors say a page is a picture',
      simulated: 'another Content-Type; origin blackholed',
      survives: 'whoever takes the type from the signed tree',
    },
    ({ paper, dead }) => badMirrors(dead, () => ({ how: 'wrong-type', folder: paper.today })),
  ),
  row(
    {
      id: 'other-proof',
      technique: 'Seven mirrors prove another path',
      simulated: 'nodes, units and page of another story; origin blackholed',
      survives: 'whoever checks the proof for the path that was asked',
    },
    ({ paper, dead }) =>
      badMirrors(dead, () => ({ how: 'other-proof', folder: paper.today, instead: paper.stories.kept.path })),
  ),
];

export const LAST_ROWS: readonly Row[] = [
  row(
    {
      id: 'stealth',
      technique: 'The name itself is watched',
      simulated: 'the log of the resolver; opened on a neutral entry mirror',
      survives: 'a reader of an entry mirror with a neutral name',
      from: ENTRY_MIRROR,
      also: 'unnamed',
      sees: 'the story; nobody asked for the banned name',
    },
    () => ({ lies: [{ name: ORIGIN.name, how: 'nxdomain' }] }),
  ),
  row(
    {
      id: 'whitelist',
      technique: 'Only a whitelist is reachable',
      simulated: 'nft drops all but one host',
      survives: 'a reader who kept the story',
      must: 'offline',
      story: 'kept',
      sees: 'the kept story with its date; for any other what to do',
    },
    () => ({ packets: [{ how: 'whitelist', ips: [WHITELISTED.ip] }] }),
  ),
  row(
    {
      id: 'seized',
      technique: 'The origin is seized',
      simulated: 'forged pages, another worker, Clear-Site-Data',
      survives: 'nobody on that address; mirrors and saved files still verify',
      must: 'forged',
      sees: 'a forged page at the origin’s own address, seconds after the first visit',
    },
    ({ paper }) => ({
      hosts: {
        [ORIGIN.name]: { how: 'seized', folder: paper.today, page: FORGED_PAGE, worker: FORGED_WORKER },
      },
    }),
  ),
];
