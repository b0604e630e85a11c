import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import type { Out } from './out.ts';
import type { Environment, Settings } from './settings.ts';

/** What every command is handed. */
export type Call = {
  settings: Settings;
  environment: Environment;
  out: Out;
  stdin: Readable;
  now: () => number;
};

/** Adds a command to the program. `act` wraps an action so that it gets its call and its errors are told. */
export type Define = (command: Command, act: Act) => void;
export type Act = <Args extends unknown[]>(
  action: (call: Call, ...args: Args) => Promise<number | void>,
) => (...args: Args) => Promise<void>;
