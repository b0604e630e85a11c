/* The worker's answers. What is asked and answered is fixed between this page and `worker/`. */

export type Source = {
  address: string;
  use: 'entry' | 'data';
  state: 'ok' | 'blocked' | 'slow' | 'poisoned' | 'stale' | 'unknown';
  ms: number | null;
};

export type Status = {
  edition: number | null;
  confirmedAt: number | null;
  source: string | null;
  sources: Source[];
  kept: number;
  keepAll: boolean;
  wipeOnExit: boolean;
  stealth: boolean;
  /** Whether this address betrays nothing of the paper. */
  neutral: boolean;
  storedBytes: number;
};

export type KeptStory = { path: string; title: string; at: number };

/** What "tell the newsroom" would send, as the worker put it together. */
export type Report = Record<string, unknown>;

export type Worker = {
  status(): Promise<Status>;
  kept(): Promise<KeptStory[]>;
  keep(path: string): Promise<void>;
  keepAll(on: boolean): Promise<void>;
  forget(path: string): Promise<void>;
  wipe(): Promise<void>;
  wipeOnExit(on: boolean): Promise<void>;
  stealth(on: boolean): Promise<void>;
  report(): Promise<Report>;
  send(report: Report): Promise<void>;
};

const PATIENCE_MS = 10_000;

/** Asks one worker. Every answer that is no, or none in time, is an error with the worker's own reason. */
export function openWorker(worker: ServiceWorker): Worker {
  const ask = (request: object): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel();
      const late = setTimeout(() => reject(new Error('no answer')), PATIENCE_MS);
      port1.addEventListener('message', ({ data }: MessageEvent<Record<string, unknown>>) => {
        clearTimeout(late);
        port1.close();
        if (data['ok'] === true) resolve(data);
        else reject(new Error(typeof data['why'] === 'string' ? data['why'] : 'no answer'));
      });
      port1.start();
      worker.postMessage({ longwave: 1, ...request }, [port2]);
    });
  const done = async (request: object): Promise<void> => void (await ask(request));
  return {
    // The worker is of the same edition as this page, so its answers have the shapes above.
    status: async () => (await ask({ ask: 'status' })) as Status & Record<string, unknown>,
    kept: async () => (await ask({ ask: 'kept' }))['stories'] as KeptStory[],
    keep: (path) => done({ ask: 'keep', path, on: true }),
    keepAll: (on) => done({ ask: 'keep-all', on }),
    forget: (path) => done({ ask: 'keep', path, on: false }),
    wipe: () => done({ ask: 'wipe' }),
    wipeOnExit: (on) => done({ ask: 'wipe-on-exit', on }),
    stealth: (on) => done({ ask: 'stealth', on }),
    report: async () => (await ask({ ask: 'report' }))['report'] as Report,
    send: (report) => done({ ask: 'send-report', report }),
  };
}
