import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSpoken } from '../words.tsx';
import { useAskingWords } from './words.ts';

/** Minor units of an amount as somebody writes it, in digits of any language; null for what is none. */
export function readAmount(text: string, digits: number): number | null {
  const plain = text
    .replaceAll(/[۰-۹]/g, (digit) => `${digit.charCodeAt(0) - 0x6f0}`)
    .replaceAll(/[٠-٩]/g, (digit) => `${digit.charCodeAt(0) - 0x660}`)
    .replaceAll('٫', '.')
    .replace(',', '.');
  const [, whole, part = ''] = /^(\d{1,9})(?:\.(\d*))?$/.exec(plain) ?? [];
  if (whole === undefined || part.length > digits) return null;
  const value = Number(`${whole}${part.padEnd(digits, '0')}`);
  return value > 0 ? value : null;
}

/** An amount as a field holds it: without a sign, and without needless digits. */
export const writtenAmount = (minor: number, digits: number): string =>
  `${minor / 10 ** digits}`.includes('e') ? '' : `${minor / 10 ** digits}`;

/** Writes amounts of a currency as the interface's language does. */
export function useMoney(): (minor: number, currency: string, digits: number) => string {
  const { lang } = useSpoken();
  return (minor, currency, digits) => {
    const whole = minor % 10 ** digits === 0;
    return new Intl.NumberFormat(lang, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: whole ? 0 : digits,
      maximumFractionDigits: digits,
    }).format(minor / 10 ** digits);
  };
}

type Field = {
  label: string;
  description?: string;
  digits: number;
  error?: string | undefined;
  required?: boolean;
  readOnly?: boolean;
};

/** One amount. */
export function AmountField({
  value,
  onChange,
  ...field
}: Field & { value: number; onChange: (value: number) => void }) {
  const { digits } = field;
  return (
    <ManyField
      {...field}
      values={[value]}
      read={(text) => {
        const one = readAmount(text.trim(), digits);
        return one === null ? null : [one];
      }}
      onChange={([one = 0]) => onChange(one)}
    />
  );
}

/** Several amounts, with spaces between; none: an empty list. */
export function AmountsField({
  values,
  onChange,
  ...field
}: Field & { values: readonly number[]; onChange: (values: number[]) => void }) {
  const { digits } = field;
  return (
    <ManyField
      {...field}
      values={values}
      read={(text) => {
        const all = text.split(/[\s;،]+/).filter((one) => one !== '');
        const read = all.map((one) => readAmount(one, digits));
        return read.includes(null) ? null : read.filter((one) => one !== null);
      }}
      onChange={onChange}
    />
  );
}

function ManyField({
  values,
  digits,
  read,
  error,
  onChange,
  ...face
}: Field & {
  values: readonly number[];
  read: (text: string) => number[] | null;
  onChange: (values: number[]) => void;
}) {
  const { appeals: say } = useAskingWords();
  const written = values.map((value) => writtenAmount(value, digits)).join(' ');
  const [text, setText] = useState(written);
  const [seen, setSeen] = useState(written);
  if (seen !== written) {
    setSeen(written);
    // What came from elsewhere is shown; what is being typed stays as it is typed.
    if ((read(text) ?? []).join(' ') !== values.join(' ')) setText(written);
  }
  const bad = read(text) === null;
  return (
    <TextInput
      {...face}
      dir="ltr"
      inputMode="decimal"
      maxLength={120}
      value={text}
      error={bad ? say.amountsBad : error}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        const all = read(next);
        if (all !== null) onChange(all);
      }}
    />
  );
}
