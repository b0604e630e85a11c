import { SaxesParser, type SaxesTagNS } from 'saxes';
import { TransferError } from '../error.ts';

/** An element with what is kept of it. */
export interface Element {
  name: string;
  /** Of the file, from 1. */
  line: number;
  text: string;
  /** Of an amount. */
  currency: string | null;
  children: Element[];
}

/** What the tree tells as it goes; each element of these is told when it ends and not kept. */
export interface Heard {
  begin(version: number): void;
  /** A statement begins, or ends with what was kept of it. */
  statement(begins: boolean, element: Element): void;
  balance(element: Element): void;
  entry(element: Element): void;
  /** `entry` is the one that it is in, as far as it was read. */
  detail(element: Element, entry: Element): void;
  /** The message ends. */
  end(line: number): void;
}

/** Elements inside one another; a statement has fourteen, in an envelope a few more. */
const DEEPEST = 64;
/** Characters without an element: far more than any field of a statement may have. */
const QUIET = 256 * 1024;
/** Elements and characters of what is kept at one time. */
const MOST_ELEMENTS = 20_000;
const MOST_TEXT = 2 * 1024 * 1024;

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.\d{3})\.\d{3}\.(\d{2})$/;

/** What is kept within an element; of those that are not named here, everything. */
const KEPT: Record<string, ReadonlySet<string>> = Object.fromEntries(
  Object.entries({
    BkToCstmrStmt: 'Stmt',
    Stmt: 'Id ElctrncSeqNb LglSeqNb CreDtTm Acct Bal Ntry',
    Acct: 'Id Ccy',
    Ntry: 'Amt CdtDbtInd RvslInd Sts BookgDt AcctSvcrRef BkTxCd AmtDtls Chrgs NtryDtls AddtlNtryInf',
    NtryDtls: 'TxDtls',
    TxDtls: 'Refs Amt CdtDbtInd AmtDtls BkTxCd Chrgs RltdPties RltdAgts RmtInf RtrInf AddtlTxInf',
    Refs: 'AcctSvcrRef EndToEndId',
    RltdAgts: 'DbtrAgt CdtrAgt',
    RltdPties: 'Dbtr DbtrAcct UltmtDbtr Cdtr CdtrAcct UltmtCdtr',
  }).map(([name, names]) => [name, new Set(names.split(' '))]),
);
/** Each with the element that it is in, where it is told when it ends. */
const TOLD: Record<string, string> = { Bal: 'Stmt', Ntry: 'Stmt', TxDtls: 'NtryDtls' };

/**
 * The elements of a camt.053 message, from text in pieces of any size. Memory holds one entry and one of its details,
 * and never a document type, an entity or an element that has no end. Everything that is wrong throws a TransferError
 * with its line.
 */
export class Tree {
  readonly #heard: Heard;
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  readonly #open: Element[] = [];
  #namespace: string | null = null;
  /** The depth of the message, while it is open. */
  #message: number | null = null;
  #messages = 0;
  #root: string | null = null;
  #depth = 0;
  /** The depth of an element that is not kept, while it is open. */
  #skipped: number | null = null;
  #quiet = 0;
  #elements = 0;
  #characters = 0;
  #closing = false;

  constructor(heard: Heard) {
    this.#heard = heard;
    const parser = this.#parser;
    parser.on('opentag', (tag) => this.#opened(tag));
    parser.on('closetag', () => this.#closed());
    parser.on('text', (text) => this.#words(text));
    parser.on('cdata', (text) => this.#words(text));
    parser.on('doctype', () => this.#fail('doctype', DOCTYPE));
    parser.on('error', (error) => this.#broken(error));
  }

  get line(): number {
    return this.#parser.line;
  }

  write(text: string): void {
    this.#quiet += text.length;
    this.#parser.write(text);
    if (this.#quiet > QUIET)
      this.#fail(
        'large',
        `What stands here has more than ${QUIET} characters and no end; download the file again`,
      );
  }

  close(): void {
    this.#closing = true;
    this.#parser.close();
    if (this.#messages === 0)
      this.#fail(
        'format',
        `The file is no camt.053 statement: it begins with "${this.#root ?? ''}"; ${CHOOSE}`,
      );
  }

  #opened({ local, uri, attributes }: SaxesTagNS): void {
    this.#quiet = 0;
    this.#depth += 1;
    if (this.#depth > DEEPEST)
      this.#fail(
        'deep',
        `The elements stand inside one another more than ${DEEPEST} deep; download the file again`,
      );
    this.#root ??= local;
    if (this.#skipped !== null) return;
    if (this.#namespace === null) return this.#begin(local, uri);
    const parent = this.#open.at(-1);
    if (uri !== this.#namespace || !isKept(parent, local)) {
      this.#skipped = this.#depth;
      return;
    }
    const element = {
      name: local,
      line: this.line,
      text: '',
      currency: attributes['Ccy']?.value ?? null,
      children: [],
    };
    if (parent !== undefined && TOLD[local] !== parent.name && local !== 'Stmt')
      parent.children.push(element);
    this.#open.push(element);
    this.#elements += 1;
    if (this.#elements > MOST_ELEMENTS)
      this.#fail('large', `"${parent?.name ?? local}" holds more than ${MOST_ELEMENTS} elements; ${CHOOSE}`);
    if (local === 'Stmt') this.#heard.statement(true, element);
  }

  #begin(local: string, uri: string): void {
    // Some banks put an envelope around the message.
    if (local !== 'Document') return;
    const [, message = '', version = ''] = NAMESPACE.exec(uri) ?? [];
    if (message !== 'camt.053')
      this.#fail(
        'format',
        `The file is no camt.053 statement but "${message === '' ? uri : message}"; ${CHOOSE}`,
      );
    const number = Number(version);
    if (number < 2 || number > 10)
      this.#fail('version', `Version ${number} of camt.053 is not known; choose one of 2 to 10 at the bank`);
    this.#namespace = uri;
    this.#message = this.#depth;
    this.#messages += 1;
    this.#heard.begin(number);
  }

  #closed(): void {
    this.#quiet = 0;
    this.#depth -= 1;
    if (this.#skipped !== null) {
      if (this.#depth < this.#skipped) this.#skipped = null;
      return;
    }
    const element = this.#open.pop();
    if (element === undefined) {
      if (this.#message !== null && this.#depth < this.#message) this.#namespace = this.#message = null;
      return;
    }
    const parent = this.#open.at(-1);
    if (element.name === 'BkToCstmrStmt') return this.#heard.end(this.line);
    if (element.name === 'Stmt') this.#heard.statement(false, element);
    else if (parent === undefined || TOLD[element.name] !== parent.name) return;
    else if (element.name === 'Bal') this.#heard.balance(element);
    else if (element.name === 'Ntry') this.#heard.entry(element);
    else this.#heard.detail(element, this.#open.find(({ name }) => name === 'Ntry') ?? parent);
    this.#elements = 0;
    this.#characters = 0;
  }

  #words(text: string): void {
    const element = this.#open.at(-1);
    if (element === undefined || this.#skipped !== null) return;
    this.#characters += text.length;
    if (this.#characters > MOST_TEXT)
      this.#fail(
        'large',
        `"${element.name}" holds more than ${MOST_TEXT} characters; download the file again`,
      );
    element.text += text;
  }

  #broken(error: Error): void {
    const what = error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
    if (this.#closing)
      this.#fail('cut', `The file ends before its end, so a part of it is missing; download it again`);
    this.#fail(
      'xml',
      `The XML is damaged (${what}); download the file again, without opening it in another program`,
    );
  }

  #fail(code: ConstructorParameters<typeof TransferError>[0], message: string): never {
    throw new TransferError(code, message, { line: this.line });
  }
}

const CHOOSE = 'choose "camt.053" for a whole day or month at the bank';
const DOCTYPE =
  'The file declares a document type, which no bank does; download it again from the bank itself';

function isKept(parent: Element | undefined, local: string): boolean {
  if (parent === undefined) return local === 'BkToCstmrStmt';
  return KEPT[parent.name]?.has(local) ?? true;
}

/** The first element of that name, one name for each level. */
export function child(element: Element, ...names: string[]): Element | null {
  let found: Element | undefined = element;
  for (const name of names) found = found?.children.find((one) => one.name === name);
  return found ?? null;
}

export function textAt(element: Element, ...names: string[]): string | null {
  const text = child(element, ...names)?.text.trim();
  return text === undefined || text === '' ? null : text;
}

/** All elements of that name, however deep. */
export function within(element: Element, name: string): Element[] {
  return element.children.flatMap((one) => (one.name === name ? [one] : within(one, name)));
}
