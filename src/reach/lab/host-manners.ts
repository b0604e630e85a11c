/** How a host answers. Folders hold a whole edition. */
export type HostManner =
  /** With `announce`, every answer says that HTTP/3 is to be had. */
  | { how: 'genuine'; folder: string; announce?: true }
  /** The same answer to every question, as a hoster gives that was made to block. */
  | { how: 'block-page'; status: 200 | 403 | 451; page: string }
  | { how: 'redirect'; to: string }
  /** Bytes of pages and objects are altered. */
  | { how: 'poisoned'; folder: string; headline: string }
  /** Every answer begins well and never ends. */
  | { how: 'endless'; folder: string }
  /** The right bytes, all of them said to be a picture. */
  | { how: 'wrong-type'; folder: string }
  /** Nodes, units and pages of another path in place of those asked for. */
  | { how: 'other-proof'; folder: string; instead: string }
  /** In the censor's hands: forged pages, another worker, and browsers told to forget. */
  | { how: 'seized'; folder: string; page: string; worker: string };

export type HostManners = Record<string, HostManner>;

/** What one connection to a host brought: bytes that went out on it, TLS and all, and what was asked for. */
export type Carried = { bytes: number; requests: string[] };

/** What a host saw since it was told how to answer. */
export type HostSeen = {
  name: string;
  requests: string[];
  connections: Carried[];
  /** Bytes of the connection that carried most. */
  mostBytes: number;
  /** Connections that were open at the same time, at most. */
  atOnce: number;
};

export type HostsCalls = {
  /** Begins to listen, each host with its own key and chain. */
  listen(hosts: { name: string; ip: string; key: string; cert: string }[]): Promise<void>;
  /** Ends every connection, forgets what was seen, and answers like this from now on; who is not named hangs up. */
  set(manners: HostManners): Promise<void>;
  seen(none: null): Promise<HostSeen[]>;
};
