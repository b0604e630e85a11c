/**
 * S6: how long the gap's record and its private book take to be read, recomputed and checked, with a year of daily seals:
 * `node bench/gap.ts --postings 100000 --rounds 7`
 */
import { hash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import {
  audit,
  bookText,
  extended,
  figureOf,
  type GapBook,
  type GapPosting,
  type GapRecord,
  openingOf,
  parseBook,
  parseRecord,
  publish,
  recordText,
} from '#gap';

const { values } = parseArgs({
  options: {
    postings: { type: 'string', default: '100000' },
    days: { type: 'string', default: '365' },
    rounds: { type: 'string', default: '7' },
  },
});
const [count, days, rounds] = [values.postings, values.days, values.rounds].map(Number);
const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

const DAY = 86_400_000;
const dayAt = (at: number): string => new Date(Date.UTC(2026, 0, 1) + at * DAY).toISOString().slice(0, 10);

function posting(at: number): GapPosting {
  const contribution = at % 20 > 0;
  const net = contribution ? 400 + ((at * 37) % 2000) : -500;
  const movement = randomBytes(32).toString('hex');
  return {
    day: dayAt(at % (days ?? 1)),
    currency: at % 3 === 0 ? 'USD' : 'EUR',
    net,
    contribution,
    movement,
  };
}

/** A year of publications, day by day. */
function made(): { record: GapRecord; book: GapBook; last: number } {
  let record = extended(
    parseRecord('longwave gap 1\ncurrency USD\n'),
    { kind: 'cost', month: '2026-01', amount: 1_000_000 },
    { kind: 'granule', currency: 'EUR', amount: 1000 },
    { kind: 'granule', currency: 'USD', amount: 1000 },
    { kind: 'rate', day: '2026-01-01', currency: 'EUR', units: 1085, over: 1000 },
  );
  let book: GapBook = { seed: randomBytes(32), postings: [], seals: [] };
  let last = 0;
  const each = Math.ceil((count ?? 0) / (days ?? 1));
  for (let day = 0; day < (days ?? 0); day++) {
    const postings = Array.from({ length: each }, (_, at) => posting(day * each + at));
    const began = performance.now();
    ({ record, book } = publish({ record, book, postings, day: dayAt(day), sha256 }));
    last = performance.now() - began;
  }
  return { record, book, last };
}

const { record, book, last } = made();
const [recordBytes, bookBytes] = [recordText(record), bookText(book)];
const middle = Math.floor(book.postings.length / 2);
const work: [string, () => unknown][] = [
  ['the figure from the published text', () => figureOf(parseRecord(recordBytes), '2026-06')],
  [
    'the book against the record, both from text',
    () => audit(parseRecord(recordBytes), parseBook(bookBytes), sha256),
  ],
  ['one opening', () => openingOf(book, middle, sha256)],
];
console.log(
  `${book.postings.length} postings, ${book.seals.length} seals, record ${recordBytes.length} B, book ${bookBytes.length} B`,
);
console.log(`the last publication: ${last.toFixed(0)} ms`);
for (const [what, run] of work) {
  const took = Array.from({ length: rounds ?? 1 }, () => {
    const [began, before] = [performance.now(), process.cpuUsage()];
    run();
    const { user, system } = process.cpuUsage(before);
    return { clock: performance.now() - began, processor: (user + system) / 1000 };
  });
  for (const by of ['clock', 'processor'] as const) {
    const sorted = took.map((one) => one[by]).sort((one, other) => one - other);
    const [least, median, most] = [0, Math.floor(sorted.length / 2), -1].map((at) => sorted.at(at) ?? 0);
    console.log(`${what}, ${by}: ${median?.toFixed(1)} ms (${least?.toFixed(1)}–${most?.toFixed(1)})`);
  }
}
