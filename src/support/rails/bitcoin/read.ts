import { z } from 'zod';
import { dayOf } from '../../ledger/days.ts';
import { RailError } from '../error.ts';
import type { Reading } from '../rail.ts';
import { listInvoices, PAGE, type Page, type Room } from './list.ts';
import { lostOf } from './lost.ts';
import { movementsOf } from './movements.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How often an invoice is looked at, by its age, in seconds: at every reading while somebody may be standing there with
 * her phone, then ever more seldom, and no more once nobody waits for it. `quick` only where something is open.
 */
const BANDS = [
  { name: 'old', age: 90 * DAY, every: 12 * HOUR },
  { name: 'young', age: 3 * DAY, every: 15 * MINUTE },
  { name: 'quick', age: 3 * HOUR, every: 0 },
] as const;

/** When each band was read, in seconds since 1970; `walk`: through all that there are, which was not finished. */
const CURSOR = z.object({
  old: z.number().int().default(0),
  young: z.number().int().default(0),
  walk: z.object({ to: z.number().int(), skip: z.number().int() }).optional(),
});
type Cursor = z.infer<typeof CURSOR>;

/** Pages after which a list that does not end is none. */
const MOST_PAGES = 20_000;

/** Without a cursor everything that the store lists; with one, whatever is due. */
export async function* readAll(room: Room, cursor: string | null): AsyncIterable<Reading> {
  const at = Math.floor(room.now() / 1_000);
  const mark = readCursor(cursor);
  if (mark === null || mark.walk !== undefined) {
    const { to, skip } = mark?.walk ?? { to: at, skip: 0 };
    yield* pages(room, { from: null, to, skip }, (done, end) =>
      end ? { old: to, young: to } : { old: 0, young: 0, walk: { to, skip: done } },
    );
    return;
  }
  for (const { name, age, every } of BANDS) {
    const isDue = name === 'quick' ? await isAnyOpen(room) : Math.abs(at - mark[name]) >= every;
    if (!isDue) continue;
    const read = { old: name === 'old' ? at : mark.old, young: name === 'quick' ? mark.young : at };
    yield* pages(room, { from: at - age, to: at, skip: 0 }, (_, end) => (end ? read : mark));
    // It has those that are younger in it.
    return;
  }
}

function readCursor(text: string | null): Cursor | null {
  if (text === null) return null;
  try {
    const parsed = CURSOR.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // Nothing is lost by reading all from the first on.
    return null;
  }
}

async function isAnyOpen({ store, now }: Room): Promise<boolean> {
  const row = await store.db
    .selectFrom('contribution')
    .select('id')
    .where('rail', '=', 'bitcoin')
    .where('state', '=', 'open')
    .where('begun_on', '>=', dayOf(now() - 86_400_000))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function* pages(
  room: Room,
  { from, to, skip: first }: { from: number | null; to: number; skip: number },
  cursorAt: (done: number, end: boolean) => Cursor,
): AsyncIterable<Reading> {
  let skip = first;
  for (let count = 0; count < MOST_PAGES; count++) {
    const page = await listInvoices(room, [
      ...(from === null ? [] : [['startDate', String(from)] as const]),
      ['endDate', String(to)],
      ['skip', String(skip)],
      ['take', String(PAGE)],
    ]);
    skip += page.count;
    const isEnd = page.count < PAGE;
    yield { ...(await readingOf(room, page)), cursor: JSON.stringify(cursorAt(skip, isEnd)) };
    if (isEnd) return;
  }
  throw new RailError('unreachable', 'The list of BTCPay has no end');
}

async function readingOf(room: Room, { invoices, unreadable }: Page): Promise<Omit<Reading, 'cursor'>> {
  const told = invoices.map((invoice) => movementsOf(invoice));
  const lost = await lostOf(room, invoices);
  return {
    movements: [...told.flatMap((one) => one.movements), ...lost.movements],
    payments: told.flatMap((one) => one.payments),
    reports: told.flatMap((one) => one.reports),
    questions: [
      ...told.flatMap((one) => one.questions),
      ...lost.questions,
      ...unreadable.map(({ id }) => ({ source: id ?? 'invoice', reason: 'unreadable' })),
    ],
  };
}
