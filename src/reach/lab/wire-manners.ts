/** What the wire's proxy does to connections for a name. Bytes are those towards the reader, TLS and all. */
export type WireManner =
  | { how: 'pass' }
  /** A reset as soon as the name is read in the ClientHello. */
  | { how: 'reset-on-name' }
  /** The ClientHello is swallowed, and nothing follows. */
  | { how: 'silent-after-hello' }
  /** The handshake passes, the request too; no answer comes. */
  | { how: 'silent-after-request' }
  | { how: 'throttle'; bytesPerSecond: number }
  | { how: 'cut'; after: number; by: 'fin' | 'rst' }
  /** As the curtain, where the kernel cannot count bytes of a connection. */
  | { how: 'freeze'; after: number };

export type WireManners = Record<string, WireManner>;

export type WireCalls = {
  set(manners: WireManners): Promise<void>;
  /** Serves this page for every name with the certificates of another authority. */
  intercept(pairs: Record<string, { key: string; cert: string; page: string }>): Promise<void>;
  /** Connections that were tampered with since the last `set`. */
  tampered(none: null): Promise<number>;
};

export const WIRE_PORT = 8443;
export const INTERCEPT_PORT = 8444;
