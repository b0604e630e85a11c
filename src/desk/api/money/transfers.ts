import { Hono } from 'hono';
import { z } from 'zod';
import { type Bank, BANK, IGNORED, keepBank, reconcile, type StatementFile } from '#support';
import { checked, json, query, text } from '../checked.ts';
import { DeskError } from '../errors.ts';
import { hold } from '../hold.ts';
import type { Env, Parts } from '../parts.ts';
import { openMoney } from './open.ts';

/** What a person says that a line is. */
const said = z.discriminatedUnion('as', [
  z.strictObject({ as: z.literal('contribution'), reference: text(60) }),
  z.strictObject({ as: z.enum(['other-income', 'bank-charge', ...IGNORED]) }),
]);

const named = z
  .array(z.strictObject({ name: text(200), bytes: z.number().int().min(0) }))
  .min(1)
  .max(40);

/** The files of one request lie one after the other in its body; as JSON, by name and bytes. */
const files = z.object({ files: text(12_000) });

const base = z.custom<Bank & { base?: Bank | null }>((value) => typeof value === 'object' && value !== null);

/** Lines of the bank that wait for a person, statements, and the newsroom's own accounts. */
export function transferRoutes(parts: Parts) {
  const { act, audit, store, now, still } = parts;
  const bankNow = async (): Promise<Bank> => (await keepBank({ store, now }).now()).value;
  const standing = async () => {
    const { transfer, ledger } = await openMoney(parts);
    const [bank, lines] = [await bankNow(), await transfer.waiting()];
    return { bank, lines, books: await reconcile(store.db, ledger) };
  };
  return new Hono<Env>()
    .get('/money/transfers', act('money.transfers'), async (c) => c.json(await standing()))
    .post('/money/transfers/:line', act('money.transfers'), json(said), async (c) => {
      const { transfer, contributions } = await openMoney(parts);
      const what = c.req.valid('json');
      const { more } = await store.transaction(async () => {
        const matched = await transfer.match(c.req.param('line'), what);
        await audit({ account: c.var.who.account.id, act: 'money.match', detail: { as: what.as } });
        return matched;
      });
      if (contributions.rails.includes('transfer')) await contributions.read('transfer');
      return c.json({ more, ...(await standing()) });
    })
    .post('/money/statements', act('money.transfers'), query(files), async (c) => {
      // Payers' names are in it: it never comes to lie on a disk here.
      const bytes = new Uint8Array(await c.req.raw.arrayBuffer());
      await still(c.var.who);
      const given = statementsIn(bytes, namesIn(c.req.valid('query').files));
      const { transfer, contributions, payerKey } = await openMoney(parts);
      const isNamed = contributions.rails.includes('transfer');
      const reports = await transfer.take(given, { key: payerKey({ make: isNamed }) });
      if (isNamed) await contributions.read('transfer');
      const taken = reports.filter(({ fault }) => fault === null).length;
      const detail = { files: reports.length, taken };
      await audit({ account: c.var.who.account.id, act: 'money.statements', detail });
      return c.json({ reports, ...(await standing()) });
    })
    .put('/money/bank', act('money.bank'), json(base), async (c) => {
      const { base: from, ...bank } = c.req.valid('json');
      await store.transaction(async () => {
        const kept = keepBank({ store, now });
        const { number, value } = await kept.now();
        hold(from, value);
        await kept.change(checked(BANK, bank), number);
        await audit({ account: c.var.who.account.id, act: 'money.bank' });
      });
      return c.json(await standing());
    });
}

const PIECE = 65_536;

/** @throws DeskError `invalid` */
function namesIn(value: string): z.output<typeof named> {
  try {
    return checked(named, JSON.parse(value));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return checked(named, null);
  }
}

function statementsIn(bytes: Uint8Array, named: readonly { name: string; bytes: number }[]): StatementFile[] {
  let at = 0;
  const given = named.map(({ name, bytes: length }): StatementFile => {
    const part = bytes.subarray(at, (at += length));
    return {
      name,
      bytes: length,
      async *open() {
        for (let from = 0; from < part.length; from += PIECE) yield part.subarray(from, from + PIECE);
      },
    };
  });
  if (at !== bytes.length)
    throw new DeskError(422, 'cut_short', 'Not all of the files came; send them again');
  return given;
}
