import { createHash } from 'node:crypto';
import { dayOf } from '../../ledger/days.ts';
import type { Reading } from '../rail.ts';
import type { Invoice, Payment } from './invoice.ts';
import { isGiven, paymentsOf } from './pay-to.ts';

/** The first part of the names of an invoice's payments. */
export const familyOf = ({ id }: Pick<Invoice, 'id'>): string => short(id);

/**
 * By which the ledger knows a payment: no other of the rail has the same. Neither the invoice nor the transaction can be
 * told from it: the invoice's name, which only BTCPay has, is its salt.
 */
export const sourceOf = (invoice: Pick<Invoice, 'id'>, payment: Pick<Payment, 'id'>): string =>
  `${familyOf(invoice)}/${short(`${invoice.id}/${payment.id}`)}`;

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);

/**
 * What of an invoice goes into the books: each payment that is sure, whatever became of the invoice. All of it arrived
 * in the newsroom's own wallet, with what the store may add for its own fees, so no fee is taken off.
 */
export function movementsOf(invoice: Invoice): Omit<Reading, 'cursor'> {
  const { id, contribution, status, additional, isPaidInOther } = invoice;
  const paid = paymentsOf(invoice);
  const ask = (reason: string) => ({ source: id, reason });
  const questions = isPaidInOther ? [ask('other-coin')] : [];
  if (contribution === null) {
    const isPaid = paid.length > 0 || isPaidInOther;
    const asked = isPaid ? [ask('invoice-of-another')] : [];
    return { movements: [], payments: [], reports: [], questions: asked };
  }
  const sure = paid.filter((payment) => payment.status === 'Settled');
  if (additional === 'Marked') {
    if (status === 'Settled' && paid.length === 0) questions.push(ask('marked-settled'));
    if (status === 'Invalid' && sure.length > 0) questions.push(ask('marked-invalid'));
  }
  return {
    movements: sure.map((payment) => ({
      kind: 'payment',
      rail: 'bitcoin',
      source: sourceOf(invoice, payment),
      day: dayOf(payment.at),
      amount: payment.value,
      currency: 'BTC',
    })),
    payments: sure.map((payment) => ({ source: sourceOf(invoice, payment), contribution, at: payment.at })),
    reports: isGiven(invoice) ? [{ contribution, standing: null, state: 'given', nextAt: null }] : [],
    questions,
  };
}
