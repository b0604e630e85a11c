/* What this worker uses of a service worker's surroundings; the types of pages and of workers cannot stand together. */

export type CacheLike = {
  has(name: string): Promise<boolean>;
  open(name: string): Promise<{
    match(key: string): Promise<Response | undefined>;
    put(key: string, response: Response): Promise<void>;
    delete(key: string): Promise<boolean>;
    keys(): Promise<readonly { url: string }[]>;
  }>;
  delete(name: string): Promise<boolean>;
};

export type Lasting = { waitUntil(work: Promise<unknown>): void };

export type InstallLike = Lasting & {
  /** Only newer Chromium has it. */
  addRoutes?(rule: { condition: { requestMethod: string }; source: 'fetch-event' }): Promise<void>;
};

export type FetchLike = Lasting & {
  request: Request;
  respondWith(response: Promise<Response>): void;
};

export type MessageLike = Lasting & {
  data: unknown;
  ports: readonly { postMessage(message: unknown): void }[];
  source: { url: string } | null;
};

export type WorkerScope = {
  registration: { scope: string; unregister(): Promise<boolean> };
  caches: CacheLike;
  clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly { url: string }[]>;
  };
  navigator: {
    onLine: boolean;
    connection?: { type?: string; effectiveType?: string };
    storage?: { estimate(): Promise<{ usage?: number }> };
  };
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  skipWaiting(): Promise<void>;
  addEventListener(kind: 'install', listener: (event: InstallLike) => void): void;
  addEventListener(kind: 'activate', listener: (event: Lasting) => void): void;
  addEventListener(kind: 'fetch', listener: (event: FetchLike) => void): void;
  addEventListener(kind: 'message', listener: (event: MessageLike) => void): void;
};
