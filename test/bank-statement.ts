/* A month's statement as a bank gives it, camt.053.001.08. */

/** The newsroom's account. */
export const OWN = 'NL26VAYB8060476890';

export type BankEntry = {
  /** Cents, below zero where they were paid out. */
  amount: number;
  /** yyyy-mm-dd; default: the month's `day`. */
  day?: string;
  structured?: string;
  words?: string;
  name?: string;
  iban?: string;
  bic?: string;
  reference?: string;
  code?: string;
};

export type BankMonth = {
  id: string;
  from: string;
  /** Cents. */
  opening: number;
  until: string;
  day: string;
};

/** What its entries lack is left empty; it closes with what they add up to. */
export function bankStatement(month: BankMonth, entries: readonly BankEntry[]): string {
  const { id, from, opening, until } = month;
  const closing = entries.reduce((sum, { amount }) => sum + amount, opening);
  return `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<Stmt><Id>${id}</Id><Acct><Id><IBAN>${OWN}</IBAN></Id></Acct>
${balance('OPBD', opening, from)}${balance('CLBD', closing, until)}${entries
    .map((entry) => entryOf(month, entry))
    .join('')}</Stmt></BkToCstmrStmt></Document>`;
}

const cents = (amount: number): string =>
  `<Amt Ccy="EUR">${(Math.abs(amount) / 100).toFixed(2)}</Amt><CdtDbtInd>${amount < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;

const balance = (code: string, amount: number, on: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${cents(amount)}<Dt><Dt>${on}</Dt></Dt></Bal>`;

function entryOf(month: BankMonth, entry: BankEntry): string {
  const { amount, day = month.day, structured, words = '', name = '', iban, bic } = entry;
  const { reference = '', code = 'ESCT' } = entry;
  return `<Ntry>${cents(amount)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>${code}</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><AcctSvcrRef>${reference}</AcctSvcrRef></Refs><RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr>
${iban === undefined ? '' : `<DbtrAcct><Id><IBAN>${iban}</IBAN></Id></DbtrAcct>`}</RltdPties>
${bic === undefined ? '' : `<RltdAgts><DbtrAgt><FinInstnId><BICFI>${bic}</BICFI></FinInstnId></DbtrAgt></RltdAgts>`}
<RmtInf><Ustrd>${words}</Ustrd>
${structured === undefined ? '' : `<Strd><CdtrRefInf><Ref>${structured}</Ref></CdtrRefInf></Strd>`}</RmtInf></TxDtls></NtryDtls></Ntry>`;
}
