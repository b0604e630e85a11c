import page from '../page.module.css';
import { useFieldTrouble } from '../settings/Saving.tsx';
import { AmountsField } from './Amounts.tsx';
import classes from './Asking.module.css';
import type { Appeal, Appeals } from './queries.ts';
import { useAskingWords } from './words.ts';

type Presets = Appeal['presets'];
const RHYTHMS = ['once', 'monthly', 'yearly'] as const;

/** Digits of a currency's minor unit, as browsers know them. */
export const digitsIn = (currency: string): number =>
  currency === 'BTC'
    ? 8
    : (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2);

/** Amounts that an appeal offers in place of those of the offer. */
export function AppealAmounts(props: {
  offers: Appeals['offers'];
  presets: Presets;
  error: unknown;
  onChange: (presets: Presets) => void;
}) {
  const { offers, presets, error, onChange } = props;
  const { appeals: say } = useAskingWords();
  const fieldTrouble = useFieldTrouble();
  const set = (currency: string, rhythm: (typeof RHYTHMS)[number], amounts: number[]) => {
    const { [currency]: before, ...others } = presets;
    const { [rhythm]: _old, ...rest } = before ?? {};
    const next = amounts.length === 0 ? rest : { ...rest, [rhythm]: amounts };
    onChange(Object.keys(next).length === 0 ? others : { ...others, [currency]: next });
  };
  return (
    <section className={page.section} aria-labelledby="asking-amounts">
      <h2 id="asking-amounts">{say.amounts}</h2>
      <p className={page.soft}>{say.amountsHint}</p>
      <div className={classes.fields}>
        {offers.flatMap(({ currency }) =>
          RHYTHMS.map((rhythm) => (
            <AmountsField
              key={`${currency} ${rhythm}`}
              label={say.amountsIn(say.rhythms[rhythm], currency)}
              digits={digitsIn(currency)}
              values={presets[currency]?.[rhythm] ?? []}
              error={fieldTrouble(error, `presets.${currency}.${rhythm}`)}
              onChange={(amounts) => set(currency, rhythm, amounts)}
            />
          )),
        )}
      </div>
    </section>
  );
}
