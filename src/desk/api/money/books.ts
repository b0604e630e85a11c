import { Hono } from 'hono';
import { z } from 'zod';
import { LedgerError, type Ledger } from '#support';
import { json } from '../checked.ts';
import { notFound } from '../errors.ts';
import type { Env, Parts } from '../parts.ts';
import { openMoney } from './open.ts';

const EXPORTS = {
  csv: { name: 'ledger.csv', type: 'text/csv; charset=utf-8' },
  journal: { name: 'ledger.journal', type: 'text/plain; charset=utf-8' },
  book: { name: 'gap-book.txt', type: 'text/plain; charset=utf-8' },
} as const;

const month = z.string().regex(/^\d{4}-\d\d$/);

/** The ledger: checked, closed by months, taken along. */
export function bookRoutes(parts: Parts) {
  const { act, audit, now } = parts;
  const standing = async (ledger: Ledger) => {
    const [head, closed] = [await ledger.head(), await ledger.closings()];
    const last = closed.at(-1)?.month ?? null;
    const over = lastMonth(now());
    return {
      head,
      closings: closed.map(({ month: which, lastId, head: chain }) => ({ month: which, lastId, chain })),
      /** The last month that is over, where it is still open; it is closed with all before it. */
      closable: last === null || last < over ? over : null,
    };
  };
  return new Hono<Env>()
    .get('/money/books', act('money.books'), async (c) => {
      const { ledger, gap } = await openMoney(parts);
      return c.json({ ...(await standing(ledger)), hasBook: (await gap.published()) !== null });
    })
    .post('/money/books/verify', act('money.books'), async (c) => {
      const { ledger } = await openMoney(parts);
      try {
        return c.json({ wrong: null, verified: await ledger.verify() });
      } catch (error) {
        if (!(error instanceof LedgerError) || error.code !== 'wrong') throw error;
        return c.json({ wrong: error.message, verified: null });
      }
    })
    .post('/money/books/close', act('money.books'), json(z.strictObject({ month })), async (c) => {
      const { ledger } = await openMoney(parts);
      const which = c.req.valid('json').month;
      await parts.store.transaction(async () => {
        await ledger.close(which);
        await audit({ account: c.var.who.account.id, act: 'money.close', subject: which });
      });
      return c.json(await standing(ledger));
    })
    .get('/money/books/:what', act('money.books'), async (c) => {
      const what = c.req.param('what');
      if (!Object.hasOwn(EXPORTS, what)) throw notFound('export');
      const { name, type } = EXPORTS[what as keyof typeof EXPORTS];
      const { ledger, gap } = await openMoney(parts);
      const text = what === 'csv' ? ledger.csv() : what === 'journal' ? ledger.journal() : await gap.book();
      if (text === null) throw notFound('book');
      await audit({ account: c.var.who.account.id, act: 'money.export', subject: what });
      c.header('content-type', type);
      c.header('content-disposition', `attachment; filename="${name}"`);
      c.header('cache-control', 'no-store');
      return c.body(typeof text === 'string' ? text : streamOf(text));
    });
}

function lastMonth(at: number): string {
  const today = new Date(at);
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}

function streamOf(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const parts = pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return?.();
    },
  });
}
