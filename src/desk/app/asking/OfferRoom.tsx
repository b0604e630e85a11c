import '../mantine-story.css';
import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { useMay, useMe } from '../queries.ts';
import { useFieldTrouble, Saving } from '../settings/Saving.tsx';
import { SavingForm } from '../settings/SavingForm.tsx';
import { useShared } from '../settings/use-shared.ts';
import { useTelling } from '../words.tsx';
import { AmountField, useMoney } from './Amounts.tsx';
import classes from './Asking.module.css';
import { Currency } from './Currency.tsx';
import { Look } from './Look.tsx';
import { encoded } from './look-address.ts';
import { asDraft, draftOf, type OfferDraft, termsOf } from './offer-draft.ts';
import { type OfferFile, offerQuery } from './queries.ts';
import { NotPayable, Version } from './Version.tsx';
import { useAskingWords } from './words.ts';

/** Currencies at most; see the server's own check. */
const CURRENCIES = 12;

/** What supporters are offered. */
export function OfferRoom() {
  const { offer: say } = useAskingWords();
  const may = useMay();
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(offerQuery);
  const editable = may('offer.write');
  const form = useShared<OfferDraft>({
    standing: useMemo(() => draftOf(data.terms), [data.terms]),
    blank: () => draftOf(data.terms),
    put: async (mine, base) => {
      const json = { ...termsOf(mine), ...(base !== null && { base: termsOf(base) }) };
      try {
        return draftOf((await told(desk.money.offer.$put({ json }))).terms);
      } catch (error) {
        throw asDraft(error);
      }
    },
    onSaved: () => queries.invalidateQueries({ queryKey: ['money'] }),
  });
  const { draft } = form;
  const codes = Object.keys(draft.offers);
  return (
    <SavingForm form={form}>
      <p className={page.intro}>{say.intro}</p>
      <NotPayable payable={data.payable} className={classes.note} />
      {!editable && <p className={classes.note}>{say.readOnly}</p>}
      {codes.map((code, index) => (
        <Currency
          key={code}
          code={code}
          index={index}
          digits={data.currencies[code] ?? 2}
          offer={draft.offers[code]}
          fees={draft.fees}
          error={form.error}
          onChange={(offer) => form.set({ offers: { ...draft.offers, [code]: offer } })}
          onRemove={
            codes.length === 1
              ? undefined
              : () => {
                  const { [code]: _gone, ...offers } = draft.offers;
                  const { [code]: _fee, ...fixed } = draft.fees.fixed;
                  form.set({ offers, fees: { ...draft.fees, fixed } });
                }
          }
        />
      ))}
      {codes.length < CURRENCIES && <AddCurrency file={data} form={form} />}
      <Fees file={data} form={form} />
      <Statement form={form} />
      <Choices file={data} />
      <OfferLook draft={draft} />
      {editable && <Saving form={form} guarded undoable />}
      <Version at={data.at} by={data.by} />
    </SavingForm>
  );
}

type Form = ReturnType<typeof useShared<OfferDraft>>;

function AddCurrency({ file, form: { draft, set } }: { file: OfferFile; form: Form }) {
  const { offer: say } = useAskingWords();
  const free = Object.keys(file.currencies).filter((code) => draft.offers[code] === undefined);
  const [wanted, setWanted] = useState('GBP');
  const code = free.includes(wanted) ? wanted : (free[0] ?? '');
  const unit = 10 ** (file.currencies[code] ?? 2);
  const amounts = (values: number[]) => values.map((value) => value * unit);
  return (
    <div className={classes.fields}>
      <NativeSelect
        label={say.addCurrency}
        value={code}
        data={free}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <div className={page.acts}>
        <Button
          variant="default"
          onClick={() =>
            set({
              offers: {
                ...draft.offers,
                [code]: {
                  floor: 2 * unit,
                  most: 10_000 * unit,
                  once: amounts([25, 10, 50, 100]),
                  monthly: amounts([5, 2, 10, 20]),
                  yearly: amounts([60, 24, 120, 240]),
                } as OfferDraft['offers'][string],
              },
            })
          }
        >
          {say.addCurrency}: {code}
        </Button>
      </div>
    </div>
  );
}

function Fees({ file, form: { draft, set, error } }: { file: OfferFile; form: Form }) {
  const { offer: say } = useAskingWords();
  const fieldTrouble = useFieldTrouble();
  const money = useMoney();
  const { fees } = draft;
  const [code = 'USD'] = Object.keys(draft.offers);
  const first = draft.offers[code];
  const digits = file.currencies[code] ?? 2;
  const gift = first?.monthly[0] ?? 0;
  const adds = Math.ceil(((gift + (fees.fixed[code] ?? 0)) * 10_000) / (10_000 - fees.share)) - gift;
  return (
    <section className={page.section} aria-labelledby="offer-fees">
      <h2 id="offer-fees">{say.fees}</h2>
      <p className={page.soft}>{say.feesHint}</p>
      <div className={classes.fields}>
        <TextInput
          type="number"
          label={say.share}
          min={0}
          max={20}
          step={0.01}
          value={fees.share / 100}
          error={fieldTrouble(error, 'fees.share')}
          onChange={(event) => {
            const share = Math.round(event.currentTarget.valueAsNumber * 100);
            if (Number.isSafeInteger(share)) set({ fees: { ...fees, share } });
          }}
        />
        {Object.keys(draft.offers).map((each) => (
          <AmountField
            key={each}
            label={say.fixed(each)}
            digits={file.currencies[each] ?? 2}
            value={fees.fixed[each] ?? 0}
            error={fieldTrouble(error, `fees.fixed.${each}`)}
            onChange={(value) =>
              set({
                fees: { ...fees, fixed: { ...fees.fixed, [each]: value } as OfferDraft['fees']['fixed'] },
              })
            }
          />
        ))}
      </div>
      <p>{say.adds(money(gift, code, digits), money(adds, code, digits))}</p>
    </section>
  );
}

/** What banks take: 5 to 22 letters, digits and a few signs. */
const STATEMENT = /^(?=.*[A-Za-z])[A-Za-z0-9 .&-]{5,22}$/;

function Statement({ form: { draft, set, error } }: { form: Form }) {
  const { offer: say } = useAskingWords();
  const fieldTrouble = useFieldTrouble();
  const text = draft.statement ?? '';
  const bad = text !== '' && !STATEMENT.test(text);
  return (
    <section className={page.section} aria-labelledby="offer-statement">
      <h2 id="offer-statement">{say.statement}</h2>
      <p className={classes.note}>{say.statementWarning}</p>
      <div className={page.form}>
        <TextInput
          label={say.statementField}
          description={say.statementHint}
          dir="ltr"
          maxLength={22}
          value={text}
          error={bad ? say.statementHint : fieldTrouble(error, 'statement')}
          onChange={(event) => set({ statement: event.currentTarget.value || null })}
        />
        {text !== '' && !bad && (
          <div>
            <span className={page.soft}>{say.statementLook}</span>
            <p className={classes.statement} dir="ltr">
              {text.toUpperCase()}
            </p>
          </div>
        )}
      </div>
    </section>
  );
}

function Choices({ file: { purposes, visibilities } }: { file: OfferFile }) {
  const { offer: say } = useAskingWords();
  return (
    <section className={page.section} aria-labelledby="offer-choices">
      <h2 id="offer-choices">{say.choices}</h2>
      <p className={page.soft}>{say.choicesHint}</p>
      <div className={classes.languages}>
        <div>
          <b>{say.purpose}</b>
          <ul className={classes.sources}>
            {purposes.map((one) => (
              <li key={one}>{say.purposes[one]}</li>
            ))}
          </ul>
        </div>
        <div>
          <b>{say.visibility}</b>
          <ul className={classes.sources}>
            {visibilities.map((one) => (
              <li key={one}>{say.visibilities[one]}</li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}

function OfferLook({ draft }: { draft: OfferDraft }) {
  const { look: say } = useAskingWords();
  const { site } = useMe();
  const { Language } = useTelling();
  const [lang, setLang] = useState(site?.defaultLang ?? 'en');
  const address = isWhole(draft) ? `/look-at/offer/${lang}/${encoded(termsOf(draft))}/` : null;
  return (
    <Look address={address} lang={lang}>
      <SegmentedControl
        aria-label={say.language}
        value={lang}
        onChange={setLang}
        data={(site?.languages ?? []).map((value) => ({ value, label: Language(value) }))}
      />
    </Look>
  );
}

function isWhole({ offers, fees, statement }: OfferDraft): boolean {
  const within = ({ floor, most, once, monthly, yearly }: OfferDraft['offers'][string]) =>
    [once, monthly, yearly].every(
      (amounts) =>
        amounts.length > 0 && amounts.length <= 6 && amounts.every((one) => one >= floor && one <= most),
    );
  return (
    Object.values(offers).every(within) &&
    Object.values(fees.fixed).every((one) => one > 0) &&
    (statement === null || STATEMENT.test(statement))
  );
}
