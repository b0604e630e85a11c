import { Button } from '@mantine/core';
import page from '../page.module.css';
import { useFieldTrouble } from '../settings/Saving.tsx';
import { useTelling } from '../words.tsx';
import { AmountField, AmountsField, useMoney } from './Amounts.tsx';
import classes from './Asking.module.css';
import type { OfferDraft } from './offer-draft.ts';
import { useAskingWords } from './words.ts';

type One = OfferDraft['offers'][string];
const RHYTHMS = ['once', 'monthly', 'yearly'] as const;

/** What is offered in one currency: the least, the most, and amounts for each rhythm. */
export function Currency(props: {
  code: string;
  /** Its place among them, by which the server tells of it. */
  index: number;
  digits: number;
  offer: One | undefined;
  fees: OfferDraft['fees'];
  error: unknown;
  onChange: (offer: One) => void;
  /** Left out where it is the only one. */
  onRemove: (() => void) | undefined;
}) {
  const { code, index, digits, offer, error, onChange, onRemove } = props;
  const { offer: say, appeals } = useAskingWords();
  const fieldTrouble = useFieldTrouble();
  const { list } = useTelling();
  const money = useMoney();
  if (offer === undefined) return null;
  const set = (part: Partial<Record<keyof One, number | number[]>>) => onChange({ ...offer, ...part } as One);
  const outside = (amounts: readonly number[]): string | undefined =>
    amounts.some((one) => one < offer.floor || one > offer.most) ? say.outside : undefined;
  const told = (amount: number) => money(amount, code, digits);
  const pairs = offer.monthly.map((month) => say.aYear(told(month), told(month * 12)));
  return (
    <section className={page.section} aria-labelledby={`offer-${code}`}>
      <header className={page.head}>
        <h2 id={`offer-${code}`}>{say.currency(code)}</h2>
        {onRemove !== undefined && (
          <Button variant="default" size="xs" onClick={onRemove}>
            {say.removeCurrency(code)}
          </Button>
        )}
      </header>
      <div className={classes.fields}>
        <AmountField
          label={`${say.floor} (${code})`}
          description={say.floorHint}
          digits={digits}
          value={offer.floor}
          error={fieldTrouble(error, `offers.${index}.floor`)}
          onChange={(floor) => set({ floor })}
        />
        <AmountField
          label={`${say.most} (${code})`}
          description={say.mostHint}
          digits={digits}
          value={offer.most}
          error={fieldTrouble(error, `offers.${index}.most`)}
          onChange={(most) => set({ most })}
        />
      </div>
      <p className={page.soft}>{say.amountsHint}</p>
      <div className={classes.fields}>
        {RHYTHMS.map((rhythm) => (
          <AmountsField
            key={rhythm}
            label={appeals.amountsIn(appeals.rhythms[rhythm], code)}
            digits={digits}
            values={offer[rhythm]}
            error={outside(offer[rhythm]) ?? fieldTrouble(error, `offers.${index}.${rhythm}`)}
            onChange={(amounts) => set({ [rhythm]: amounts })}
          />
        ))}
      </div>
      <p className={page.soft}>{say.yearlyOf(list(pairs))}</p>
    </section>
  );
}
