import { BLOCK_PAGE, ORIGIN } from './names.ts';
import { blackholed, onWire, row, WORKER_HAS, type Row } from './row.ts';

/* What happens on the wire: names, addresses, connections. */

/** Bytes towards the reader after which an answer is cut: past the handshake, within a piece. */
const CUT_AFTER = 3_800;
const CURTAIN_BYTES = 16_384;

export const NAME_ROWS: readonly Row[] = [
  row(
    {
      id: 'nxdomain',
      technique: 'DNS: the name does not exist',
      simulated: 'dnsmasq answers NXDOMAIN',
      survives: WORKER_HAS,
    },
    () => ({ lies: [{ name: ORIGIN.name, how: 'nxdomain' }] }),
  ),
  row(
    {
      id: 'dns-drop',
      technique: 'DNS: no answer',
      simulated: 'dnsmasq sends the question nowhere',
      survives: WORKER_HAS,
    },
    () => ({ lies: [{ name: ORIGIN.name, how: 'drop' }] }),
  ),
  row(
    {
      id: 'dns-inject',
      technique: 'DNS: the address of a block page',
      simulated: 'dnsmasq answers with another host',
      survives: WORKER_HAS,
    },
    () => ({ lies: [{ name: ORIGIN.name, how: 'inject', ip: BLOCK_PAGE.ip }] }),
  ),
];

export const ADDRESS_ROWS: readonly Row[] = [
  row(
    {
      id: 'ip-reset',
      technique: 'Address: connections are reset',
      simulated: 'nft reject with tcp reset',
      survives: WORKER_HAS,
    },
    () => ({ packets: [{ how: 'reset', ip: ORIGIN.ip }] }),
  ),
  row(
    {
      id: 'ip-prohibited',
      technique: 'Address: prohibited',
      simulated: 'nft reject with ICMP',
      survives: WORKER_HAS,
    },
    () => ({ packets: [{ how: 'prohibit', ip: ORIGIN.ip }] }),
  ),
  row(
    { id: 'ip-blackhole', technique: 'Address: blackholed', simulated: 'nft drop', survives: WORKER_HAS },
    () => ({ packets: [blackholed] }),
  ),
];

export const CONNECTION_ROWS: readonly Row[] = [
  row(
    {
      id: 'sni-reset',
      technique: 'Name in TLS: reset',
      simulated: 'proxy resets on the ClientHello',
      survives: WORKER_HAS,
    },
    () => onWire({ how: 'reset-on-name' }),
  ),
  row(
    {
      id: 'hello-drop',
      technique: 'Name in TLS: silence',
      simulated: 'proxy swallows the ClientHello',
      survives: WORKER_HAS,
    },
    () => onWire({ how: 'silent-after-hello' }),
  ),
  row(
    {
      id: 'request-silence',
      technique: 'Silence after the request',
      simulated: 'proxy passes the handshake and no answer',
      survives: WORKER_HAS,
    },
    () => onWire({ how: 'silent-after-request' }),
  ),
  row(
    {
      id: 'curtain',
      technique: 'The 16 KB curtain, on every host',
      simulated: 'nft: ct reply bytes > 16384 drop',
      survives: 'whoever asks in small parts over many connections',
      story: 'long',
      also: 'small',
      onlyLeft: false,
      sees: 'a story of 100 KB, in parts of less than 10 KB',
    },
    () => ({ packets: [{ how: 'curtain', bytes: CURTAIN_BYTES }] }),
  ),
  row(
    {
      id: 'throttle',
      technique: 'Throttled to 2 KB/s',
      simulated: 'proxy, origin and seven mirrors',
      survives: WORKER_HAS,
    },
    ({ dead }) => ({
      ...onWire({ how: 'throttle', bytesPerSecond: 2000 }, [ORIGIN, ...dead]),
      dead: 'reachable',
    }),
  ),
  row(
    {
      id: 'cut-fin',
      technique: 'Cut short, closed politely',
      simulated: 'proxy, FIN after 3.8 KB, origin and seven mirrors',
      survives: 'whoever counts and checks every byte',
    },
    ({ dead }) => ({
      ...onWire({ how: 'cut', after: CUT_AFTER, by: 'fin' }, [ORIGIN, ...dead]),
      dead: 'reachable',
    }),
  ),
  row(
    {
      id: 'cut-rst',
      technique: 'Cut short by a reset',
      simulated: 'proxy, RST after 3.8 KB, origin and seven mirrors',
      survives: 'whoever counts and checks every byte',
    },
    ({ dead }) => ({
      ...onWire({ how: 'cut', after: CUT_AFTER, by: 'rst' }, [ORIGIN, ...dead]),
      dead: 'reachable',
    }),
  ),
  row(
    {
      id: 'quic',
      technique: 'QUIC blocked',
      simulated: 'nft drops UDP to port 443; the origin announces HTTP/3',
      survives: 'everybody: TCP is left',
      plain: true,
      onlyLeft: false,
      sees: 'the story',
    },
    ({ paper }) => ({
      packets: [{ how: 'no-quic' }],
      hosts: { [ORIGIN.name]: { how: 'genuine', folder: paper.today, announce: true } },
    }),
  ),
];
