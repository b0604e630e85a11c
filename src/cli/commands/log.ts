import { checkHistory, pathProblem, placeOf, toHex, unitOf } from '#edition';
import type { Call, Define } from '../call.ts';
import { showCheckpoint } from '../log/checkpoint.ts';
import { sha256 } from '../log/hex.ts';
import { listEditions, listStory } from '../log/list.ts';
import { checkNewest } from '../log/newest.ts';
import { withLog } from '../log/place.ts';
import type { LogPlace, PlaceOptions } from '../log/place.ts';
import { newestText, problemText, tellCheck, tellEditions, tellStory } from '../log/tell.ts';
import { pathsNamed } from '../story/paths.ts';
import { EXIT, Refusal, UsageError } from '../out.ts';

type Options = PlaceOptions & {
  limit: string;
  verify?: boolean;
  addWitness?: string;
  witnessKey?: string;
};

export const define: Define = (command, act) => {
  command
    .argument(
      '[what]',
      'a story’s id, address or slug, or any path, for what became of it; "checkpoint" for witnesses',
    )
    .option('--limit <count>', 'editions to show', '20')
    .option('--verify', 'check the whole chain: records, changes against trees, root, signature')
    .option('--from <place>', 'a folder or an http(s) address, instead of this installation')
    .option('--root <file>', 'the paper’s root, as you got it by another way')
    .option('--fingerprint <text>', 'its fingerprint: 64 hexadecimal digits or 24 words in quotes')
    .option('--loopback', 'ask an address of this machine')
    .option(
      '--add-witness <file>',
      'with "checkpoint": take in the lines that a witness signed; - reads them',
    )
    .option('--witness-key <key>', 'with "checkpoint": check the line of the witness who has this key')
    .addHelpText(
      'after',
      `
Examples:
  longwave log                                     what the last editions changed
  longwave log 2026/11/23/ferries-stop.html        what became of one story
  longwave log --verify                            whether the whole log holds together
  longwave log --verify --from https://mirror.example/
  longwave log checkpoint > checkpoint.txt         for a witness to sign
  longwave log checkpoint --add-witness signed.txt --witness-key "witness.example+…"

Exit status: 0 done and in order, 1 something is wrong or missing, 2 wrong usage.
`,
    )
    .action(act((call: Call, what: string | undefined, options: Options) => log(call, what, options)));
};

async function log(call: Call, what: string | undefined, options: Options): Promise<number> {
  const limit = limitOf(options.limit);
  if (what === 'checkpoint') {
    await showCheckpoint(call, options);
    return EXIT.done;
  }
  if (options.addWitness !== undefined || options.witnessKey !== undefined)
    throw new UsageError('--add-witness and --witness-key go with "longwave log checkpoint"');
  if (options.verify === true) {
    if (what !== undefined) throw new UsageError('--verify checks the whole log; leave the story out');
    return withLog(call, options, (place) => verify(call, place));
  }
  return withLog(call, options, (place) =>
    what === undefined ? editions(call, place, limit) : story(call, place, what),
  );
}

async function editions(call: Call, place: LogPlace, limit: number): Promise<number> {
  const { out } = call;
  const found = await listEditions(call, place, limit);
  const { size, signedBy } = place.log;
  out.result({ size, signedBy, anchor: place.anchor?.fingerprint ?? null, editions: found }, () =>
    tellEditions(out, place, found),
  );
  return EXIT.done;
}

async function story(call: Call, place: LogPlace, what: string): Promise<number> {
  const { out } = call;
  const paths = await pathsOf(call, place, what);
  const [path = ''] = paths;
  const places = new Set(paths.map((one) => toHex(placeOf(unitOf(one), sha256))));
  const lines = await listStory(call, place, places);
  if (lines.length === 0)
    throw new Refusal(`No edition in the log changed "${path}"`, [
      'The first edition of a log names no changes; "longwave log" shows the editions',
    ]);
  const { size, signedBy } = place.log;
  out.result({ path, size, signedBy, anchor: place.anchor?.fingerprint ?? null, changes: lines }, () =>
    tellStory(out, place, lines),
  );
  return EXIT.done;
}

/** A path as it is, or where the story that is named stands and stood. */
async function pathsOf(call: Call, { depot }: LogPlace, what: string): Promise<string[]> {
  const known = depot === null ? null : await pathsNamed(call, depot, what);
  if (known !== null) return known;
  const path = what.replace(/^\/+/, '');
  const problem = pathProblem(path);
  if (problem !== null) throw new UsageError(`"${what}" is neither a story nor a path: ${problem}`);
  return [path];
}

async function verify(call: Call, place: LogPlace): Promise<number> {
  const { out } = call;
  const bar = out.bar('Following the changes');
  const report = await checkHistory({
    source: place.source,
    log: place.log,
    sha256,
    progress: (done, total) => bar.to(done, total),
  });
  bar.end();
  const { known, anchor } = place;
  // The newest root that is known decides, so that no edition of keys that were taken back passes for the last one.
  const root = known.roots?.at(-1);
  const newest = await checkNewest(call, place, root === undefined ? (anchor?.root ?? null) : { root });
  const behind =
    newest.state === 'signed' && known.number !== undefined
      ? Math.max(0, known.number - newest.edition)
      : null;
  const { problems } = report;
  const { signedBy } = place.log;
  out.result({ ...report, newest, behind, signedBy, anchor: anchor?.fingerprint ?? null }, () => {
    for (const problem of problems) out.line(`${out.bad('✗')} ${problemText(problem)}`);
    if (newest.state !== 'signed') out.line(`${out.bad('✗')} ${newestText(newest)}`);
    else if (problems.length === 0) tellCheck(out, place, report, { ...newest, behind });
  });
  return problems.length === 0 && newest.state === 'signed' ? EXIT.done : EXIT.refused;
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (/^[1-9]\d{0,8}$/.test(text)) return limit;
  throw new UsageError(`--limit is "${text}"; give a whole number of at least 1`);
}
