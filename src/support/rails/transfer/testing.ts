import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '#store';
import { openContributions } from '../../contributions/contributions.ts';
import type { Account } from '../../ledger/chart.ts';
import { openLedger } from '../../ledger/ledger.ts';
import { decimal, minor } from '../../ledger/minor.ts';
import { openSafety } from '../../safety/safety.ts';
import type { Rhythm } from '../rail.ts';
import { readStatements, type ReadOptions, type Told } from './camt/read.ts';
import { parseIban } from './iban.ts';
import type { PayerKey } from './identity.ts';
import type { FileReport, StatementFile } from './import.ts';
import { reconcile } from './reconcile.ts';
import type { Bank } from './setting.ts';
import { openTransfer } from './transfer.ts';

/* What the tests of the rail start from: statements as banks write them, in every version. */

/** Statements that others wrote; they lie beside the project, not in it. */
export const CASES = join(import.meta.dirname, '../../../../../shared/cases/camt053');
export const casesPresent = existsSync(CASES);
if (!casesPresent)
  console.warn(`${CASES} is absent: bank statements are tested on the project's own fixtures alone`);

export const caseText = (name: string): string => readFileSync(join(CASES, name), 'utf8');

export const TODAY = '2026-11-28';
export const OWN = 'NL26VAYB8060476890';

export interface GivenDetail {
  /** Minor units, above zero. */
  amount?: number;
  reference?: string;
  words?: string[];
  structured?: string;
  name?: string;
  iban?: string;
  bic?: string;
  end?: string;
  returned?: boolean;
  charges?: number;
}

export interface GivenEntry extends GivenDetail {
  day: string;
  /** Minor units: above zero for what came. */
  amount: number;
  currency?: string;
  status?: string;
  reversal?: boolean;
  /** The sub-family of the bank's code for it. */
  code?: string;
  /** The bank's own name of the entry. */
  entryReference?: string;
  details?: GivenDetail[];
}

export interface GivenStatement {
  id?: string;
  number?: number;
  account?: string;
  currency?: string;
  openingOn: string;
  opening: number;
  closingOn: string;
  /** Default: what adds up. */
  closing?: number;
  entries: GivenEntry[];
}

export function statementXml(statements: readonly GivenStatement[], version = 8): string {
  const body = statements.map((one) => statementOf(one, version)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${String(version).padStart(2, '0')}">
<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-27T06:00:00+01:00</CreDtTm></GrpHdr>${body}
</BkToCstmrStmt></Document>
`;
}

function statementOf(given: GivenStatement, version: number): string {
  const {
    id = 'S1',
    number,
    account = OWN,
    currency = 'EUR',
    openingOn,
    opening,
    closingOn,
    entries,
  } = given;
  const booked = entries.filter(
    ({ status = 'BOOK', currency: other = currency }) => status === 'BOOK' && other === currency,
  );
  const { closing = booked.reduce((sum, { amount }) => sum + amount, opening) } = given;
  return `
<Stmt><Id>${id}</Id>${number === undefined ? '' : `<ElctrncSeqNb>${number}</ElctrncSeqNb>`}<CreDtTm>${closingOn}T23:59:59</CreDtTm>
<Acct><Id><IBAN>${account}</IBAN></Id><Ccy>${currency}</Ccy></Acct>
${balanceOf('OPBD', opening, currency, openingOn)}
${balanceOf('CLBD', closing, currency, closingOn)}
${entries.map((entry) => entryOf(entry, currency, version)).join('\n')}
</Stmt>`;
}

function balanceOf(code: string, amount: number, currency: string, day: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${money('Amt', amount, currency)}${way(amount)}<Dt><Dt>${day}</Dt></Dt></Bal>`;
}

const money = (name: string, amount: number, currency: string): string =>
  `<${name} Ccy="${currency}">${decimal(minor(Math.abs(amount)), currency)}</${name}>`;
const way = (amount: number): string => `<CdtDbtInd>${amount < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
const element = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${escaped(text)}</${name}>`;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function entryOf(given: GivenEntry, usual: string, version: number): string {
  const { day, amount, currency = usual, status = 'BOOK', reversal, code, entryReference, details } = given;
  const state = version < 8 ? status : `<Cd>${status}</Cd>`;
  const parts = details ?? [given];
  return `<Ntry>${money('Amt', amount, currency)}${way(amount)}${reversal === undefined ? '' : `<RvslInd>${reversal}</RvslInd>`}
<Sts>${state}</Sts><BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>${element('AcctSvcrRef', entryReference)}
<BkTxCd>${code === undefined ? '' : `<Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>${code}</SubFmlyCd></Fmly></Domn>`}</BkTxCd>
<NtryDtls>${parts.map((part) => detailOf(part, { incoming: amount > 0, currency, version, several: details !== undefined })).join('')}</NtryDtls></Ntry>`;
}

function detailOf(
  given: GivenDetail,
  {
    incoming,
    currency,
    version,
    several,
  }: { incoming: boolean; currency: string; version: number; several: boolean },
): string {
  const { amount, reference, words = [], structured, name, iban, bic, end, returned, charges } = given;
  const [party, account, agent] = incoming
    ? ['Dbtr', 'DbtrAcct', 'DbtrAgt']
    : ['Cdtr', 'CdtrAcct', 'CdtrAgt'];
  const named = name === undefined ? '' : `<Nm>${escaped(name)}</Nm>`;
  const shown = several || charges !== undefined ? amount : undefined;
  return `<TxDtls><Refs>${element('AcctSvcrRef', reference)}${element('EndToEndId', end)}</Refs>
${shown === undefined ? '' : version < 3 ? `<AmtDtls><TxAmt>${money('Amt', shown, currency)}</TxAmt></AmtDtls>` : money('Amt', shown, currency)}
${charges === undefined ? '' : chargesOf(charges, currency, version)}
<RltdPties><${party}>${version < 8 ? named : `<Pty>${named}</Pty>`}</${party}>${iban === undefined ? '' : `<${account}><Id><IBAN>${iban}</IBAN></Id></${account}>`}</RltdPties>
${bic === undefined ? '' : `<RltdAgts><${agent}><FinInstnId>${element(version < 3 ? 'BIC' : 'BICFI', bic)}</FinInstnId></${agent}></RltdAgts>`}
<RmtInf>${words.map((text) => element('Ustrd', text)).join('')}${structured === undefined ? '' : `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>${element('Ref', structured)}</CdtrRefInf></Strd>`}</RmtInf>
${returned === true ? '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>' : ''}</TxDtls>`;
}

function chargesOf(charges: number, currency: string, version: number): string {
  const inner = `${money('Amt', charges, currency)}<CdtDbtInd>DBIT</CdtDbtInd>`;
  return `<Chrgs>${version < 4 ? inner : `<Rcrd>${inner}</Rcrd>`}</Chrgs>`;
}

/** A text as a file that is read in pieces of some size. */
export async function* piecesOf(content: string | Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

export async function readAll(
  content: string | Uint8Array,
  options: Partial<ReadOptions> & { size?: number } = {},
): Promise<Told[]> {
  const { size, ...rest } = options;
  return await Array.fromAsync(readStatements(piecesOf(content, size), { today: TODAY, ...rest }));
}

/** A key as a newsroom has it outside its data. */
export const payerKey = (name = 'k1'): PayerKey => ({
  name,
  digest: (text) => createHmac('sha256', name).update(text).digest('base64url'),
});

export const fileOf = (name: string, content: string | Uint8Array): StatementFile => ({
  name,
  bytes: content.length,
  open: () => piecesOf(content),
});

export const NOW = Date.parse(`${TODAY}T12:00:00Z`);

/** The rail with everything around it, on one account in euro. */
export function bankDesk(
  store: Store,
  { key = payerKey(), bank = {} }: { key?: PayerKey | null; bank?: Partial<Bank> } = {},
) {
  const now = (): number => NOW;
  const accounts = [{ iban: parseIban(OWN), bic: null, holder: 'Far Shore', currency: 'EUR' }];
  const ledger = openLedger({ store, now });
  const safety = openSafety({ store, now });
  const transfer = openTransfer({
    store,
    safety,
    now,
    bank: { accounts, payouts: [{ words: 'Card House', from: 'card' }], ...bank },
  });
  const contributions = openContributions({ store, ledger, safety, rails: [transfer], now });
  /** One that waits for its transfer; its reference. */
  const give = async (
    rhythm: Rhythm = 'monthly',
  ): Promise<{ id: string; reference: string; code: string }> => {
    const { code, contribution } = await contributions.begin({
      rail: 'transfer',
      rhythm,
      currency: 'EUR',
      amount: 500,
      cover: false,
      purpose: 'self',
      visibility: 'private',
      lang: 'en',
    });
    return { id: contribution.id, reference: contribution.reference ?? '', code };
  };
  const take = async (...contents: (string | Uint8Array)[]): Promise<FileReport[]> => {
    const reports = await transfer.take(
      contents.map((content, at) => fileOf(`${at}.xml`, content)),
      { key },
    );
    await contributions.read('transfer');
    return reports;
  };
  const balance = async (account: Account): Promise<number> =>
    (await ledger.balances()).find((one) => one.account === account)?.amount ?? 0;
  return {
    store,
    ledger,
    safety,
    transfer,
    contributions,
    give,
    take,
    balance,
    check: () => reconcile(store.db, ledger),
  };
}
