import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Command, CommanderError } from 'commander';
import type { Act, Define } from './call.ts';
import { EXIT, openOut, Refusal, UsageError, type Out } from './out.ts';
import { projectRoot, readSettings, SettingsError, type Environment } from './settings.ts';

export type RunOptions = {
  args: readonly string[];
  environment: Environment;
  stdout: Writable;
  stderr: Writable & { isTTY?: boolean; columns?: number };
  stdin: Readable;
  /** Milliseconds since 1970. Default: this machine's clock. */
  now?: () => number;
};

/** Each command's module is loaded only when it is called, so that help and `serve` come quickly. */
const COMMANDS: Record<string, { summary: string; load: () => Promise<{ define: Define }> }> = {
  init: { summary: 'Make a newsroom in an empty data folder', load: () => import('./commands/init.ts') },
  serve: {
    summary: 'Serve the reader site and keep the newsroom’s clock',
    load: () => import('./commands/serve.ts'),
  },
  desk: {
    summary: 'Let people in to the desk, see who is signed in, sign everybody out',
    load: () => import('./commands/desk.ts'),
  },
  story: {
    summary: 'List, show, write, publish, correct and withdraw stories',
    load: () => import('./commands/story.ts'),
  },
  front: {
    summary: 'See and curate the front, raise a breaking banner',
    load: () => import('./commands/front.ts'),
  },
  import: {
    summary: 'Bring in a WordPress export or a folder of Markdown',
    load: () => import('./commands/import.ts'),
  },
  quarantine: {
    summary: 'See, retry and purge what imports could not take',
    load: () => import('./commands/quarantine.ts'),
  },
  press: {
    summary: 'Make the next edition, or export the site as a folder',
    load: () => import('./commands/press.ts'),
  },
  keys: {
    summary: 'Make, show, change and renew the keys that sign editions',
    load: () => import('./commands/keys.ts'),
  },
  verify: {
    summary: 'Tell whether an edition, a page or a file is genuine, wherever it was found',
    load: () => import('./commands/verify.ts'),
  },
  save: {
    summary: 'Save a story as one file that opens anywhere and proves where it is from',
    load: () => import('./commands/save.ts'),
  },
  log: {
    summary: 'See and check what each edition changed',
    load: () => import('./commands/log.ts'),
  },
  mirror: {
    summary: 'Keep copies of the paper elsewhere and see whether readers can reach them',
    load: () => import('./commands/mirror.ts'),
  },
  support: {
    summary: 'What readers give: bank statements, and the switch for countries where giving is a risk',
    load: () => import('./commands/support.ts'),
  },
  vantage: {
    summary: 'Add, list and remove places from which probes look at mirrors',
    load: () => import('./commands/vantage.ts'),
  },
  post: {
    summary: 'See what becomes of letters, try one, make their keys, take in what came back',
    load: () => import('./commands/post.ts'),
  },
  backup: { summary: 'Write the whole newsroom into one file', load: () => import('./commands/backup.ts') },
  restore: { summary: 'Bring a newsroom back from a backup', load: () => import('./commands/restore.ts') },
  lab: {
    summary: 'Measure in real browsers what readers see under each technique of censors',
    load: () => import('./commands/lab.ts'),
  },
  doctor: {
    summary: 'Look for what is wrong and say what to do',
    load: () => import('./commands/doctor.ts'),
  },
};

/** Thrown by commander for a call that it cannot read. */
class WrongCall extends UsageError {
  readonly called: string;

  constructor(command: Command, message: string) {
    const words = message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)/, '; did you mean $1?');
    super(`${words.charAt(0).toUpperCase()}${words.slice(1).replace(/\.$/, '').replaceAll("'", '"')}`);
    this.called = nameOf(command);
  }
}

/** A command that says itself what was wrong with a call, once, in the form of all our errors. */
class Asked extends Command {
  override createCommand(name?: string): Command {
    return new Asked(name);
  }

  override error(message: string): never {
    throw new WrongCall(this, message);
  }
}

/** Runs one command. @returns the exit status: 0 done, 1 refused or found wanting, 2 wrong usage */
export async function run(options: RunOptions): Promise<number> {
  const json = options.args.includes('--json');
  const { stdout, stderr, now = Date.now } = options;
  const out = openOut({ json, stdout, stderr, now, seal: randomUUID() });
  let status: number = EXIT.done;
  let called = 'longwave';
  const act: Act =
    (action) =>
    async (...args) => {
      const command = args.at(-1);
      if (command instanceof Command) called = nameOf(command);
      const settings = readSettings(options.environment);
      const { environment, stdin } = options;
      status = (await action({ settings, environment, out, stdin, now }, ...args)) ?? EXIT.done;
    };
  try {
    const program = await buildProgram(options, act, out);
    // What somebody tries who does not know the flag.
    const args = options.args[0] === 'version' ? ['--version'] : [...options.args];
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    return explain(error, out, called);
  }
}

async function buildProgram(options: RunOptions, act: Act, out: Out): Promise<Command> {
  const program = new Asked('longwave')
    .description('Publishing software for newsrooms that someone wants silenced')
    .version(
      out.json ? JSON.stringify({ version: version() }) : version(),
      '-V, --version',
      'print the version',
    )
    .configureOutput({
      writeOut: (text) => void options.stdout.write(text),
      writeErr: (text) => out.note(text.trimEnd()),
    })
    .exitOverride()
    .addHelpText(
      'after',
      '\nEvery command takes --json (one JSON object on standard output) and --help.\nExit status: 0 done, 1 refused or found wanting, 2 wrong usage.\n',
    );
  const wanted = options.args.find((argument) => !argument.startsWith('-'));
  const called = wanted === 'help' ? options.args[options.args.indexOf('help') + 1] : wanted;
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const command = program.command(name).summary(summary).description(summary);
    command.copyInheritedSettings(program);
    if (name === called) (await load()).define(command, act);
  }
  addJson(program);
  return program;
}

/** Of this installation, as `package.json` has it. */
function version(): string {
  const { version: found } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as {
    version: string;
  };
  return found;
}

function addJson(command: Command): void {
  for (const sub of command.commands) {
    if (sub.commands.length === 0) sub.option('--json', 'print one JSON object and nothing else');
    addJson(sub);
  }
}

/** `longwave story withdraw` */
function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

type Coded = Error & { code?: unknown };

function explain(error: unknown, out: Out, called: string): number {
  if (error instanceof CommanderError) {
    // Help was asked for, or shown for want of a command.
    if (error.exitCode === 0) return EXIT.done;
    if (out.json) out.fault({ message: 'No command is named', details: ['"longwave --help" lists them'] });
    return EXIT.usage;
  }
  const usage = error instanceof UsageError;
  const status = usage || error instanceof SettingsError ? EXIT.usage : EXIT.refused;
  const known = status === EXIT.usage || error instanceof Refusal || isNamed(error);
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const details = error instanceof Refusal ? [...error.details] : [];
  if (usage)
    details.push(`"${error instanceof WrongCall ? error.called : called} --help" shows how to call it`);
  const code = (error as Coded)?.code;
  out.fault({ message, details, ...(typeof code === 'string' && !usage ? { code } : {}) });
  if (!known) out.note(`This is a fault in Longwave; please report it with the lines below\n${stack ?? ''}`);
  return status;
}

/** The errors that our rooms throw for people to read; any other is a fault of ours and shows where it arose. */
const FOR_PEOPLE = new Set([
  'StoreError',
  'DepotError',
  'ReachError',
  'EditionError',
  'TufError',
  'BodyError',
  'NewsroomError',
  'ImportError',
  'LabError',
  'PostError',
  'SupportError',
  'TransferError',
]);

function isNamed(error: unknown): boolean {
  return error instanceof Error && FOR_PEOPLE.has(error.name);
}
