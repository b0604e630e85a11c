import type { Ground } from '#support';
import { en } from './en.ts';
import { fa } from './fa.ts';
import { ru } from './ru.ts';

/** Words of the pages on which somebody pays in bitcoin. */
export type BitcoinWords = {
  /** Where she lives, before an address is made. */
  where: {
    title: string;
    intro: string;
    country: string;
    choose: string;
    public: string;
    button: string;
  };
  pay: {
    title: string;
    intro: string;
    /** `value` in the currency that she chose. */
    worth: (value: string) => string;
    chain: string;
    lightning: string;
    lightningIntro: string;
    amount: string;
    address: string;
    invoice: string;
    wallet: string;
    code: string;
    codeLightning: string;
    /** `span` is such as "58 minutes", `time` such as "14:05". */
    left: (span: string, time: string) => string;
    enough: string;
    look: string;
    discreet: string;
  };
  short: { title: string; came: (came: string, rest: string) => string };
  seen: { title: string; text: string };
  paid: { title: string; text: string; over: string; late: string };
  ended: { title: string; text: string; again: string };
  endedShort: { title: string; came: (came: string) => string; text: string; more: string };
  invalid: { title: string; text: string };
  away: string;
  /** The button on her contribution that leads back to the address. */
  back: string;
  refused: { unknown: string; country: string; grounds: Record<Ground, string>; nothing: string };
  warned: { title: string };
};

const TABLES: Readonly<Record<string, BitcoinWords>> = { en, ru, fa };

/** In a language, or in English where there is no table yet. */
export const bitcoinWords = (lang: string): BitcoinWords => TABLES[lang.split('-')[0] ?? ''] ?? en;
