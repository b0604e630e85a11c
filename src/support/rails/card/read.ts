import type Stripe from 'stripe';
import { z } from 'zod';
import type { Reading, Report } from '../rail.ts';
import { adopt } from './change.ts';
import { asked, found } from './errors.ts';
import { idOf, lossOf, movementsOf, sourceOf } from './movements.ts';
import { EXPANDED, type Room, standingOf } from './room.ts';
import { reportOf } from './subscription.ts';

/** Items of a list that Stripe gives at once at most. */
const PAGE = 100;
const HOUR = 3_600;
const DAY = 24 * HOUR;
/** Seconds that are read again each time, and once a day, for what comes into a list later than its own time says. */
const OVERLAP = 2 * HOUR;
const DEEP = 8 * DAY;
/** Seconds for which Stripe keeps events, less a day. */
const EVENTS_KEPT = 29 * DAY;
/** Seconds after which a dispute is decided, with whatever its issuer takes. */
const DISPUTES_LAST = 400 * DAY;
/** Subscriptions that are asked for one by one; of more, all are listed. */
const ONE_BY_ONE = 100;

/**
 * Up to when the lines of the balance were read, when last with those of a week, and up to when all else was; seconds
 * since 1970, 0: never. A pass through the lines that was broken off goes on behind the line `after`.
 */
const CURSOR = z.object({
  at: z.number().int(),
  deep: z.number().int(),
  rest: z.number().int(),
  pass: z.object({ to: z.number().int(), after: z.string() }).optional(),
});
type Cursor = z.infer<typeof CURSOR>;
const NEVER: Cursor = { at: 0, deep: 0, rest: 0 };

export async function* readAll(room: Room, cursor: string | null): AsyncIterable<Reading> {
  const now = Math.floor(room.now() / 1_000);
  let mark = readCursor(cursor);
  const { rest } = mark;
  // What was broken off is brought to its end, and then what has come since is read.
  const passes = mark.pass === undefined ? [now] : [mark.pass.to, now];
  for (const to of passes) {
    const isDeep = to - mark.deep >= DAY;
    const from = mark.at === 0 ? null : mark.at - (isDeep ? DEEP : OVERLAP);
    yield* readLines(room, { mark, from, to });
    mark = { at: to, deep: isDeep ? to : mark.deep, rest };
  }
  const since = rest === 0 || now - rest > EVENTS_KEPT ? null : rest - OVERLAP;
  yield await readRest(room, { since, now, cursor: { ...mark, rest: now } });
}

function readCursor(text: string | null): Cursor {
  if (text === null) return NEVER;
  try {
    const parsed = CURSOR.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : NEVER;
  } catch {
    // Nothing is lost by reading all from the first on.
    return NEVER;
  }
}

/** The lines of the balance, the newest first. */
async function* readLines(
  room: Room,
  { mark, from, to }: { mark: Cursor; from: number | null; to: number },
): AsyncIterable<Reading> {
  let after = mark.pass?.after;
  for (;;) {
    const page = await asked(() =>
      room.stripe.balanceTransactions.list({
        limit: PAGE,
        expand: ['data.source.customer'],
        ...(from !== null && { created: { gte: from } }),
        ...(after !== undefined && { starting_after: after }),
      }),
    );
    after = page.data.at(-1)?.id;
    if (after === undefined) return;
    const cursor: Cursor = { ...mark, pass: { to, after } };
    yield { ...(await readPage(room, page.data)), cursor: JSON.stringify(cursor) };
    if (!page.has_more) return;
  }
}

type Page = {
  movements: Reading['movements'][number][];
  payments: Reading['payments'][number][];
  reports: Report[];
  questions: Reading['questions'][number][];
};

async function readPage(room: Room, lines: readonly Stripe.BalanceTransaction[]): Promise<Page> {
  const page: Page = { movements: [], payments: [], reports: [], questions: [] };
  for (const line of lines) {
    const { movements, reason } = movementsOf(line);
    page.movements.push(...movements);
    if (reason !== null) page.questions.push({ source: line.id, reason });
    const charge = sourceOf(line, 'charge');
    if (charge === null || !movements.some(({ kind }) => kind === 'payment')) continue;
    const giver = await giverOf(room, charge);
    if (giver === 'nobody') page.questions.push({ source: line.id, reason: 'payment-of-no-contribution' });
    if (giver === 'nobody' || giver === 'forgotten') continue;
    const { contribution, isOnce } = giver;
    page.payments.push({ source: charge.id, contribution, at: charge.created * 1_000 });
    if (isOnce) page.reports.push({ contribution, standing: null, state: 'given', nextAt: null });
  }
  return page;
}

type Giver = { contribution: string; isOnce: boolean } | 'forgotten' | 'nobody';

/** Which contribution a charge is of: by itself, by its customer, or by the subscription of its invoice. */
async function giverOf(room: Room, charge: Stripe.Charge): Promise<Giver> {
  const once = charge.metadata.contribution ?? '';
  if (once !== '') return { contribution: once, isOnce: true };
  if (charge.metadata.forgotten !== undefined) return 'forgotten';
  const { customer } = charge;
  if (customer !== null && typeof customer !== 'string') {
    if (customer.deleted === true) return 'forgotten';
    const { contribution = '' } = customer.metadata;
    if (contribution !== '') return { contribution, isOnce: false };
  }
  const intent = idOf(charge.payment_intent);
  const contribution = intent === null ? '' : await contributionOfInvoice(room, intent);
  return contribution === '' ? 'nobody' : { contribution, isOnce: false };
}

async function contributionOfInvoice({ stripe }: Room, intent: string): Promise<string> {
  const { data } = await asked(() =>
    stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: intent },
      limit: 1,
      expand: ['data.invoice'],
    }),
  );
  const invoice = data[0]?.invoice;
  if (invoice === undefined || typeof invoice === 'string' || invoice.deleted === true) return '';
  return invoice.parent?.subscription_details?.metadata?.contribution ?? '';
}

/** What stands in no line of the balance: lost disputes, and how things go on. */
async function readRest(
  room: Room,
  { since, now, cursor }: { since: number | null; now: number; cursor: Cursor },
): Promise<Reading> {
  const losses = [];
  const disputes = pages((after) =>
    room.stripe.disputes.list({ limit: PAGE, created: { gte: now - DISPUTES_LAST }, ...after }),
  );
  for await (const dispute of disputes) losses.push(lossOf(dispute));
  return {
    movements: losses.filter((loss) => loss !== null),
    payments: [],
    reports: await readStandings(room, since),
    questions: [],
    cursor: JSON.stringify(cursor),
  };
}

/** What has changed since then; null: all there are. An event names what to ask for, and nothing else of it is used. */
async function readStandings(room: Room, since: number | null): Promise<Report[]> {
  const changed = since === null ? null : await changedSince(room, since);
  if (changed === null || changed.size > ONE_BY_ONE) return listStandings(room);
  const reports = [];
  for (const id of changed) {
    const subscription = await standingOf(room, id);
    if (subscription !== null) reports.push(reportOf(subscription));
  }
  return reports.filter((report) => report !== null);
}

const EVENTS = [
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'setup_intent.succeeded',
];

async function changedSince(room: Room, since: number): Promise<Set<string>> {
  const { stripe } = room;
  const changed = new Set<string>();
  const events = pages((after) =>
    stripe.events.list({ limit: PAGE, types: EVENTS, created: { gte: since }, ...after }),
  );
  for await (const { data } of events) {
    const { id = '', object = '' } = data.object as { id?: string; object?: string };
    if (object === 'subscription') changed.add(id);
    // A card that was approved in a browser which never came back to say so.
    if (object !== 'setup_intent') continue;
    const setup = await found(() => stripe.setupIntents.retrieve(id));
    const { standing = '' } = setup?.metadata ?? {};
    if (setup === null || standing === '') continue;
    await adopt(room, setup);
    changed.add(standing);
  }
  return changed;
}

async function listStandings({ stripe }: Room): Promise<Report[]> {
  const reports = [];
  const all = pages((after) =>
    stripe.subscriptions.list({
      limit: PAGE,
      status: 'all',
      expand: EXPANDED.map((path) => `data.${path}`),
      ...after,
    }),
  );
  for await (const subscription of all) reports.push(reportOf(subscription));
  return reports.filter((report) => report !== null);
}

/** All of a list, page by page. */
export async function* pages<T extends { id: string }>(
  ask: (after: { starting_after?: string }) => Promise<{ data: T[]; has_more: boolean }>,
): AsyncIterable<T> {
  let after: { starting_after?: string } = {};
  for (;;) {
    const { data, has_more: hasMore } = await asked(() => ask(after));
    yield* data;
    const last = data.at(-1);
    if (!hasMore || last === undefined) return;
    after = { starting_after: last.id };
  }
}
