import type { Decline, Opened, State, WallState } from '#support';
import { en } from './en.ts';
import { fa } from './fa.ts';
import { ru } from './ru.ts';

type UnderWay = NonNullable<Opened['underWay']>;

/** What the pages under `/-/support` say. Amounts, days and codes come written already. */
export type SupportWords = {
  title: string;
  back: string;
  each: Record<'once' | 'monthly' | 'yearly', (amount: string) => string>;
  covers: (cover: string) => string;
  forReader: string;

  pay: {
    title: string;
    summary: string;
    change: string;
    statement: (words: string) => string;
    /** Where the newsroom has not said what will stand there. */
    statementNone: string;
    statementPlay: string;
    noRecord: string;
    play: {
      title: string;
      intro: string;
      card: string;
      cards: Record<string, string>;
      country: string;
      wallet: string;
    };
    button: (what: string) => string;
    cardLoading: string;
    cardAway: string;
    needsScript: string;
    warning: string;
  };
  transfer: {
    title: string;
    intro: string;
    country: string;
    choose: string;
    button: string;
    send: {
      title: string;
      once: string;
      /** With a standing order. */
      goesOn: string;
      holder: string;
      account: string;
      bic: string;
      amount: string;
      reference: string;
      exactly: string;
      code: string;
      record: string;
    };
  };
  thanks: {
    title: string;
    paid: string;
    waiting: string;
    later: string;
    look: string;
    code: string;
    keep: string;
    open: string;
    /** Leads to what this device remembers of being asked. */
    quiet: string;
    approve: { title: string; intro: string; button: string };
  };
  declined: {
    title: string;
    reasons: Record<Decline, string>;
    left: (tries: number) => string;
    none: string;
  };
  /** Whoever pays while stolen cards are tried in bulk. */
  slowed: { title: string; why: string; wait: (seconds: number) => string; button: string };
  refused: {
    title: string;
    unknown: string;
    country: string;
    grounds: Record<'offence' | 'designated' | 'sanctions' | 'prosecuted', string>;
    nothing: string;
    helpTitle: string;
    help: Record<'read' | 'pass-on' | 'ask-abroad', string>;
  };
  mine: {
    title: string;
    intro: string;
    code: string;
    open: string;
    lost: string;
    states: Record<State, string>;
    next: (day: string) => string;
    since: (day: string) => string;
    underWay: Record<UnderWay, string>;
    payments: { title: string; none: string; day: string; amount: string; back: (amount: string) => string };
    stop: { title: string; sure: string; button: string };
    pause: { title: string; sure: string; button: string };
    resume: string;
    retry: string;
    price: {
      title: string;
      amount: string;
      rhythm: string;
      monthly: string;
      yearly: string;
      cover: string;
      button: string;
    };
    card: { title: string; button: string };
    visibility: { title: string; secret: string; private: string; public: string; button: string };
    /** A receipt by mail, and word of a payment that failed. */
    letters: {
      receipt: string;
      receiptWhy: string;
      receiptButton: string;
      left: string;
      nothing: string;
      tell: string;
      tellWhy: string;
      tellButton: string;
      told: string;
      kept: string;
      untell: string;
      untold: string;
      address: string;
      country: string;
      countryWhy: string;
      notSaid: string;
      wrong: string;
      refused: string;
      mailbox: string;
      unknown: string;
      closed: string;
    };
    /** The wall of supporters. */
    wall: {
      title: string;
      why: string;
      name: string;
      amount: string;
      button: string;
      chosen: string;
      states: Record<WallState, string>;
      wrong: string;
      refused: string;
      unknown: string;
      take: string;
      taken: string;
    };
    again: string;
    forget: { title: string; sure: string; button: string };
    done: Record<'stop' | 'pause' | 'resume' | 'retry' | 'price' | 'card' | 'visibility' | 'later', string>;
    forgotten: string;
  };
  errors: {
    title: string;
    form: string;
    code: string;
    amount: (least: string, most: string) => string;
    busy: string;
    state: string;
    often: (seconds: number) => string;
    closed: string;
    trouble: string;
    nothing: string;
  };
};

const TABLES: Readonly<Record<string, SupportWords>> = { en, ru, fa };

/** In a language, or in English where there is no table yet. */
export const supportWords = (lang: string): SupportWords => TABLES[lang.split('-')[0] ?? ''] ?? en;
