import { describe, expect, it } from 'vitest';
import { presetField, readWish, typedAmount } from './wish.ts';

const read = (fields: Record<string, string>) => readWish((name) => fields[name] ?? null);

describe('the form of the support page', () => {
  it('gives the preset of the rhythm and currency that were chosen, whatever else was marked', () => {
    const wish = read({
      rail: 'card',
      rhythm: 'yearly',
      currency: 'EUR',
      [presetField('monthly', 'USD')]: '500',
      [presetField('yearly', 'EUR')]: '6000',
      own: '',
      cover: 'yes',
      purpose: 'reader',
      visibility: 'public',
      lang: 'ru',
      from: 'epic.b',
    });
    expect(wish).toEqual({
      rail: 'card',
      rhythm: 'yearly',
      currency: 'EUR',
      amount: 6_000,
      cover: true,
      purpose: 'reader',
      visibility: 'public',
      lang: 'ru',
      from: 'epic.b',
    });
  });

  it('takes what was typed before a preset, and never a preset in place of what cannot be read', () => {
    const fields = { rhythm: 'monthly', currency: 'USD', [presetField('monthly', 'USD')]: '500' };
    expect(read({ ...fields, own: ' 7,50 ' }).amount).toBe(750);
    expect(read({ ...fields, own: 'seven' }).amount).toBeNull();
  });

  it('chooses the most careful where it is told nothing that it knows', () => {
    expect(read({ rail: 'cash', from: '<b>', amount: '-5' })).toMatchObject({
      rail: null,
      rhythm: 'once',
      amount: null,
      cover: false,
      purpose: 'self',
      visibility: 'secret',
      from: '',
    });
  });
});

describe('an amount that was typed', () => {
  it.each<[string, string, number | null]>([
    ['5', 'USD', 500],
    ['5.5', 'USD', 550],
    ['5,50', 'EUR', 550],
    ['1 000', 'EUR', 100_000],
    ['۵٫۵۰', 'USD', 550],
    ['٧', 'USD', 700],
    ['500', 'JPY', 500],
    ['5.5', 'JPY', null],
    ['1.000', 'EUR', null],
    ['1,000', 'USD', null],
    ['-5', 'USD', null],
    ['5 dollars', 'USD', null],
    ['999999999999', 'BTC', null],
    ['5', 'QQQ', null],
    ['', 'USD', null],
  ])('%s in %s is %s', (text, currency, amount) => {
    expect(typedAmount(text, currency)).toBe(amount);
  });
});
