import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { desk, told, Trouble } from '../client.ts';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import { Saving, useFieldTrouble } from '../settings/Saving.tsx';
import { SavingForm } from '../settings/SavingForm.tsx';
import { standingIn, useShared } from '../settings/use-shared.ts';
import { directionOf, useSpoken, useTelling } from '../words.tsx';
import { minorOf, rateOf, rateText, typedOf, useMoney } from './amounts.ts';
import classes from './Money.module.css';
import { type CostForm, costsQuery, type CostsStanding } from './queries.ts';
import { useMoneyWords } from './words.ts';

type Cost = CostForm['costs'][string];
type DraftCost = Omit<Cost, 'amount'> & { amount: string };
/** The same with amounts as they are typed, and as both stand side by side where two people changed one. */
type Draft = Omit<CostForm, 'costs'> & { costs: Record<string, DraftCost> };
type DigitsOf = (currency: string) => number;

const draftOf = ({ costs, ...rest }: CostForm, digitsOf: DigitsOf): Draft => ({
  ...rest,
  costs: mapped(costs, (cost) => ({ ...cost, amount: typedOf(cost.amount, digitsOf(cost.currency)) })),
});

const formOf = ({ costs, ...rest }: Draft, digitsOf: DigitsOf): CostForm => ({
  ...rest,
  costs: mapped(costs, (cost) => ({
    ...cost,
    amount: (minorOf(cost.amount, digitsOf(cost.currency)) ?? 0) as Cost['amount'],
  })),
});

const mapped = <T, U>(all: Record<string, T>, change: (one: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(all).map(([id, one]) => [id, change(one)]));

const KINDS = ['people', 'office', 'servers', 'travel', 'security', 'law', 'other'] as const;

/** What the paper has committed itself to pay, what a month of it comes to, and what is published. */
export function Costs() {
  const { data } = useSuspenseQuery(costsQuery);
  return (
    <>
      <Month standing={data} />
      <Form standing={data} />
    </>
  );
}

function Month({ standing }: { standing: CostsStanding }) {
  const { costs: say } = useMoneyWords();
  const { lang } = useSpoken();
  const { amount, month, day } = useMoney();
  const { costs, parts, monthly, published, waiting } = standing;
  return (
    <section className={page.section} aria-labelledby="money-month">
      <h2 id="money-month">{say.month(month(standing.month, true))}</h2>
      <p className={classes.total}>{amount(monthly, costs.currency)}</p>
      {parts.length > 0 && (
        <table className={classes.shares}>
          <caption className={classes.hiddenCaption}>{say.parts}</caption>
          <tbody>
            {parts.map(({ id, amount: part }) => (
              <tr key={id}>
                <th scope="row">
                  <CostName id={id} cost={costs.costs[id]} lang={lang} />
                  <svg className={classes.meter} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden>
                    <rect className={classes.meterBack} width="100" height="6" />
                    <rect width={(part / Math.max(1, monthly)) * 100} height="6" />
                  </svg>
                </th>
                <td className={classes.end}>{amount(part, costs.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        {published === null
          ? say.unpublished
          : published.figure.through === null
            ? say.publishedMonth(month(published.month, true))
            : say.publishedThrough(day(published.figure.through))}
      </p>
      {published !== null && <p className={page.soft}>{say.staysSaid}</p>}
      {published?.play === true && <p className={page.note}>{say.play}</p>}
      {waiting.length > 0 && (
        <>
          <h3>{say.waiting}</h3>
          <ul>
            {waiting.map(({ currency, because }) => (
              <li key={`${currency} ${because}`}>
                {currency}: {say.because[because]}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function CostName({ id, cost, lang }: { id: string; cost: Cost | undefined; lang: string }) {
  const { costs: say } = useMoneyWords();
  const named = cost?.names?.[lang] ?? Object.values(cost?.names ?? {})[0];
  return (
    <span>
      <bdi>{named ?? id}</bdi>
      {cost?.names === null && <span className={page.soft}> · {say.private}</span>}
    </span>
  );
}

function Form({ standing }: { standing: CostsStanding }) {
  const { costs: say } = useMoneyWords();
  const queries = useQueryClient();
  const { digitsOf } = useMoney();
  const before = useMemo(() => draftOf(standing.costs, digitsOf), [standing.costs]);
  const form = useShared<Draft>({
    standing: before,
    blank: before,
    async put(mine, base) {
      const json = { ...formOf(mine, digitsOf), base: base && formOf(base, digitsOf) };
      try {
        const found = await told(desk.money.costs.$put({ json }));
        queries.setQueryData(costsQuery.queryKey, found);
        return draftOf(found.costs, digitsOf);
      } catch (error) {
        const theirs = standingIn<CostForm>(error);
        if (!(error instanceof Trouble) || !theirs) throw error;
        throw new Trouble(error.status, { ...(error.body as object), standing: draftOf(theirs, digitsOf) });
      }
    },
  });
  const [faults, setFaults] = useState<Record<string, boolean>>({});
  const trouble = useFieldTrouble();
  const { draft } = form;
  const ids = Object.keys(draft.costs);
  const setCost = (id: string, part: Partial<DraftCost>) => {
    const cost = draft.costs[id];
    if (cost !== undefined) form.set({ costs: { ...draft.costs, [id]: { ...cost, ...part } } });
  };
  const fault = (key: string, isBad: boolean) =>
    setFaults((all) => (all[key] === isBad ? all : { ...all, [key]: isBad }));
  const known = new Set([draft.currency, ...Object.keys(draft.rates)]);
  const isReady =
    Object.values(faults).every((isBad) => !isBad) &&
    Object.values(draft.costs).every((cost) => minorOf(cost.amount, digitsOf(cost.currency)) !== null);
  const lacking = [...new Set(Object.values(draft.costs).map(({ currency }) => currency))].filter(
    (code) => !known.has(code) && code.length === 3,
  );
  return (
    <section className={`${page.section} ${classes.formed}`} aria-labelledby="money-costs">
      <h2 id="money-costs">{say.title}</h2>
      <p className={page.intro}>{say.intro}</p>
      <SavingForm form={form}>
        {Object.entries(draft.costs).map(([id, cost], at) => (
          <CostFields
            key={id}
            id={id}
            cost={cost}
            isNew={standing.costs.costs[id] === undefined}
            digits={digitsOf(cost.currency)}
            error={(field) => trouble(form.error, `costs.${at}.${field}`)}
            onChange={(part) => setCost(id, part)}
            onRemove={() => {
              const { [id]: _, ...rest } = draft.costs;
              form.set({ costs: rest });
            }}
          />
        ))}
        <AddCost
          taken={ids}
          onAdd={(id) =>
            form.set({
              costs: {
                ...draft.costs,
                [id]: {
                  kind: 'other',
                  names: { en: id },
                  amount: '',
                  currency: draft.currency,
                  every: 'month',
                  from: `${standing.month}-01`,
                  until: null,
                },
              },
            })
          }
        />
        <Rates
          draft={draft}
          lacking={lacking}
          onChange={(rates) => form.set({ rates })}
          onFault={(code, isBad) => fault(`rate ${code}`, isBad)}
        />
        {standing.published === null && (
          <TextInput
            label={say.told}
            description={say.toldHint}
            dir="ltr"
            value={draft.currency}
            error={trouble(form.error, 'currency')}
            onChange={(event) => form.set({ currency: event.currentTarget.value.toUpperCase() })}
          />
        )}
        <Saving form={form} undoable guarded ready={isReady} />
      </SavingForm>
    </section>
  );
}

function CostFields(props: {
  id: string;
  cost: DraftCost;
  isNew: boolean;
  digits: number;
  error: (field: string) => string | undefined;
  onChange: (part: Partial<DraftCost>) => void;
  onRemove: () => void;
}) {
  const { id, cost, isNew, digits, error, onChange, onRemove } = props;
  const { costs: say } = useMoneyWords();
  const { site } = useMe();
  const { Language } = useTelling();
  const langs = [...new Set([...(site?.languages ?? ['en']), ...Object.keys(cost.names ?? {})])];
  const isBad = minorOf(cost.amount, digits) === null;
  return (
    <fieldset className={classes.cost}>
      <legend>{id}</legend>
      <div className={classes.fields}>
        <TextInput
          label={say.amount}
          inputMode="decimal"
          dir="ltr"
          value={cost.amount}
          error={isBad ? say.noAmount : error('amount')}
          onChange={(event) => onChange({ amount: event.currentTarget.value })}
        />
        <TextInput
          label={say.currency}
          dir="ltr"
          maxLength={3}
          value={cost.currency}
          error={error('currency')}
          onChange={(event) => onChange({ currency: event.currentTarget.value.toUpperCase() })}
        />
        <NativeSelect
          label={say.every}
          value={cost.every}
          data={(['month', 'year'] as const).map((value) => ({ value, label: say.rhythms[value] }))}
          onChange={(event) => onChange({ every: event.currentTarget.value === 'year' ? 'year' : 'month' })}
        />
        <NativeSelect
          label={say.kind}
          value={cost.kind}
          data={KINDS.map((value) => ({ value, label: say.kinds[value] }))}
          onChange={(event) =>
            onChange({ kind: KINDS.find((one) => one === event.currentTarget.value) ?? 'other' })
          }
        />
        <TextInput
          label={say.from}
          type="date"
          value={cost.from}
          error={error('from')}
          required
          onChange={(event) =>
            event.currentTarget.value !== '' && onChange({ from: event.currentTarget.value })
          }
        />
        <TextInput
          label={say.until}
          type="date"
          value={cost.until ?? ''}
          error={error('until')}
          onChange={(event) => onChange({ until: event.currentTarget.value || null })}
        />
      </div>
      <Checkbox
        label={say.privateCost}
        checked={cost.names === null}
        onChange={(event) =>
          onChange({ names: event.currentTarget.checked ? null : { [langs[0] ?? 'en']: id } })
        }
      />
      {cost.names !== null && (
        <div className={classes.fields}>
          {langs.map((lang) => (
            <TextInput
              key={lang}
              label={say.nameIn(Language(lang))}
              lang={lang}
              dir={directionOf(lang)}
              maxLength={80}
              value={cost.names?.[lang] ?? ''}
              error={error(`names.${lang}`) ?? (langs[0] === lang ? error('names') : undefined)}
              onChange={(event) => {
                const { [lang]: _, ...rest } = cost.names ?? {};
                const { value } = event.currentTarget;
                onChange({ names: value === '' ? rest : { ...rest, [lang]: value } });
              }}
            />
          ))}
        </div>
      )}
      {isNew ? (
        <div className={page.acts}>
          <Button size="xs" variant="default" aria-label={say.removeOf(id)} onClick={onRemove}>
            {say.remove}
          </Button>
        </div>
      ) : (
        <p className={page.soft}>{say.endHint}</p>
      )}
    </fieldset>
  );
}

const ID = /^[a-z0-9][a-z0-9-]{0,39}$/;

function AddCost({ taken, onAdd }: { taken: readonly string[]; onAdd: (id: string) => void }) {
  const { costs: say } = useMoneyWords();
  const [id, setId] = useState('');
  const isTaken = taken.includes(id);
  const isGood = ID.test(id) && !isTaken;
  const add = () => {
    if (!isGood) return;
    onAdd(id);
    setId('');
  };
  return (
    <div className={classes.fields}>
      <TextInput
        label={say.newId}
        description={say.newIdHint}
        dir="ltr"
        value={id}
        error={isTaken ? say.idTaken : id !== '' && !isGood ? say.idBad : undefined}
        onChange={(event) => setId(event.currentTarget.value.toLowerCase())}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
      />
      <Button variant="default" disabled={!isGood} onClick={add}>
        {say.add}
      </Button>
    </div>
  );
}

/** What one of another currency counts for in the figure. */
function Rates(props: {
  draft: Draft;
  lacking: readonly string[];
  onChange: (rates: CostForm['rates']) => void;
  onFault: (code: string, isBad: boolean) => void;
}) {
  const { draft, lacking, onChange, onFault } = props;
  const { costs: say } = useMoneyWords();
  const { digitsOf } = useMoney();
  const [code, setCode] = useState('');
  const wanted = code.toUpperCase();
  const canAdd = /^[A-Z]{3}$/.test(wanted) && wanted !== draft.currency && !(wanted in draft.rates);
  const add = (currency: string) => {
    const rate = rateOf('1', [digitsOf(draft.currency), digitsOf(currency)]);
    if (rate !== null) onChange({ ...draft.rates, [currency]: rate });
    setCode('');
  };
  return (
    <fieldset className={classes.cost}>
      <legend>{say.rates}</legend>
      <p className={page.soft}>{say.ratesWhy(draft.currency)}</p>
      <div className={classes.fields}>
        {Object.entries(draft.rates).map(([currency, rate]) => (
          <RateField
            key={currency}
            label={say.rateOf(currency, draft.currency)}
            digits={[digitsOf(draft.currency), digitsOf(currency)]}
            rate={rate}
            onChange={(next) => onChange({ ...draft.rates, [currency]: next })}
            onFault={(isBad) => onFault(currency, isBad)}
          />
        ))}
      </div>
      {lacking.map((currency) => (
        <p key={currency} className={classes.bad}>
          {say.noRate(currency)}{' '}
          <Button size="xs" variant="default" onClick={() => add(currency)}>
            {say.addRate(currency)}
          </Button>
        </p>
      ))}
      <div className={classes.fields}>
        <TextInput
          label={say.newRate}
          dir="ltr"
          maxLength={3}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button variant="default" disabled={!canAdd} onClick={() => add(wanted)}>
          {say.addRate('')}
        </Button>
      </div>
    </fieldset>
  );
}

function RateField(props: {
  label: string;
  digits: [number, number];
  rate: CostForm['rates'][string];
  onChange: (rate: { units: number; over: number }) => void;
  onFault: (isBad: boolean) => void;
}) {
  const { label, digits, rate, onChange, onFault } = props;
  const { costs: say } = useMoneyWords();
  const [text, setText] = useState(() => rateText(rate, digits));
  const isBad = rateOf(text, digits) === null;
  return (
    <TextInput
      label={label}
      inputMode="decimal"
      dir="ltr"
      value={text}
      error={isBad ? say.noRateNumber : undefined}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        const next = rateOf(typed, digits);
        setText(typed);
        onFault(next === null);
        if (next !== null) onChange(next);
      }}
    />
  );
}
