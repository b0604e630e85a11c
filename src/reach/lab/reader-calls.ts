export type BrowserName = 'chromium' | 'firefox';

export type Launch = {
  browser: BrowserName;
  /** Folder of the browser's profile; what it keeps stays there. */
  profile: string;
  /** Home folder: Chromium on Linux finds there whose certificates to trust. */
  home: string;
};

export type Visit = {
  url: string;
  /** What has to be seen: a headline, and words from the end of the same story. */
  headline: string;
  ending: string;
  /** Milliseconds after which the reader has given up. */
  patience: number;
};

export type Sight = {
  /** Whether headline and ending were seen, drawn on the screen. */
  seen: boolean;
  /** Milliseconds from the navigation until then, or until the reader gave up. */
  ms: number;
  /** What was seen instead, in a few words. */
  instead: string;
  /** Whether the page has a worker in charge. */
  controlled: boolean;
  /** What the tab says. */
  title: string;
  /** The page's text. */
  text: string;
};

export type ReaderCalls = {
  launch(given: Launch): Promise<void>;
  /** Opens a story; `plain` is a reader without any worker, in a private window without scripts. */
  visit(given: Visit & { plain: boolean }): Promise<Sight>;
  /** Asks the worker in charge of an open page; null where there is none, or it says nothing within the time. */
  ask(given: { url: string; question: Record<string, unknown>; patience: number }): Promise<unknown>;
  /** Waits until the worker of the open page knows an edition and rests. */
  settle(given: { patience: number }): Promise<boolean>;
  /** Opens a story without any browser, from one place, by the paper's fingerprint: null where it is genuine, else why not. */
  verify(given: { address: string; fingerprint: string; path: string }): Promise<string | null>;
  picture(given: { file: `${string}.png` }): Promise<void>;
  close(none: null): Promise<void>;
};
