/* One line to the server for all tabs of a browser: browsers open six connections to a host, and each line takes one. */

const NAME = 'longwave-desk-events';
const KINDS = [
  'lock',
  'saved',
  'moved',
  'noted',
  'front',
  'pressing',
  'pressed',
  'press-failed',
  'pushing',
  'pushed',
  'import',
  'imported',
] as const;

/** What comes in on the line: an event of the server by its name, or how the line itself is. */
export type Heard = { kind: (typeof KINDS)[number] | 'up' | 'down'; data: unknown };

/** Listens until it is told to stop. One tab has the line and tells the others; when it goes, another takes over. */
export function listen(hear: (heard: Heard) => void): () => void {
  let stop = begin(hear);
  let away = false;
  // A page that is put away for later would keep its line, and with six of them nothing else came through.
  const leave = () => {
    away = true;
    stop();
  };
  const back = () => {
    if (!away) return;
    away = false;
    stop = begin(hear);
  };
  addEventListener('pagehide', leave);
  addEventListener('pageshow', back);
  return () => {
    removeEventListener('pagehide', leave);
    removeEventListener('pageshow', back);
    stop();
  };
}

function begin(hear: (heard: Heard) => void): () => void {
  const ending = new AbortController();
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }: MessageEvent<Heard>) => hear(data);
  const tell = (heard: Heard) => {
    hear(heard);
    channel.postMessage(heard);
  };
  const hold = () =>
    new Promise<void>((resolve) => {
      const source = new EventSource('/api/events');
      for (const kind of KINDS) {
        source.addEventListener(kind, (event: MessageEvent<string>) => {
          tell({ kind, data: JSON.parse(event.data) as unknown });
        });
      }
      source.onopen = () => tell({ kind: 'up', data: null });
      source.onerror = () => tell({ kind: 'down', data: null });
      ending.signal.addEventListener('abort', () => {
        source.close();
        resolve();
      });
    });
  navigator.locks
    .request(NAME, { signal: ending.signal }, () => (ending.signal.aborted ? undefined : hold()))
    // Whoever stops while another tab has the line never gets it.
    .catch((error: unknown) => {
      if (!ending.signal.aborted) throw error;
    });
  return () => {
    ending.abort();
    channel.close();
  };
}
