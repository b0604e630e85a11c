import '../mantine-story.css';
import { Button, MultiSelect, NativeSelect, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { useFieldTrouble, Saving } from '../settings/Saving.tsx';
import { SavingForm } from '../settings/SavingForm.tsx';
import { useShared } from '../settings/use-shared.ts';
import classes from './Asking.module.css';
import { useCountry } from './country.ts';
import { Effects } from './Effects.tsx';
import type { Rule, SafetyFile } from './queries.ts';
import { RuleSources } from './RuleSources.tsx';
import { useAskingWords } from './words.ts';

const VERDICTS = ['refuse', 'warn'] as const;

/** One rule, and what it would change before it is kept. */
export function RuleForm(props: {
  file: SafetyFile;
  /** Its place among the rules; null: a new one. */
  at: number | null;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const { file, at, onClose, onDone } = props;
  const { safety: say } = useAskingWords();
  const country = useCountry();
  const rule = at === null ? null : (file.rules[at] ?? null);
  const form = useShared<Rule>({
    standing: useMemo(() => rule, [rule]),
    blank: () => newRule(file),
    put: async (mine, base) => {
      const json = { rule: mine, base, ...(at === null ? {} : { at }) };
      return (await told(desk.money.safety.$put({ json }))).rule ?? mine;
    },
    onSaved: onDone,
    onGone: onClose,
  });
  const { draft, set } = form;
  const ready =
    draft.from !== '' &&
    (draft.until === null || draft.until > draft.from) &&
    draft.sources.length > 0 &&
    draft.sources.every(({ title }) => title.trim() !== '') &&
    (draft.checked === null || (draft.checked.by.trim() !== '' && draft.checked.on !== ''));
  return (
    <SavingForm form={form}>
      <div className={page.acts}>
        <Button variant="default" size="xs" onClick={onClose}>
          {say.back}
        </Button>
      </div>
      <section className={page.section}>
        <h2>{at === null ? say.newTitle : say.titleOf(country(draft.country))}</h2>
        <WhatFields file={file} form={form} isNew={at === null} />
      </section>
      <RuleSources sources={draft.sources} error={form.error} onChange={(sources) => set({ sources })} />
      <CheckedFields form={form} today={file.today} />
      <Effects rule={draft} base={rule} ready={ready} />
      <Saving form={form} ready={ready} guarded undoable />
    </SavingForm>
  );
}

type Form = ReturnType<typeof useShared<Rule>>;

function WhatFields({ file, form, isNew }: { file: SafetyFile; form: Form; isNew: boolean }) {
  const { safety: say } = useAskingWords();
  const fieldTrouble = useFieldTrouble();
  const country = useCountry();
  const { draft, set, error } = form;
  const countries = file.countries
    .map((value) => ({ value: value as string, label: country(value) }))
    .toSorted((one, other) => one.label.localeCompare(other.label));
  return (
    <>
      <div className={classes.fields}>
        <NativeSelect
          label={say.country}
          disabled={!isNew}
          value={draft.country}
          data={countries}
          error={fieldTrouble(error, 'rule.country')}
          onChange={(event) => set({ country: event.currentTarget.value as Rule['country'] })}
        />
        <NativeSelect
          label={say.verdict}
          value={draft.verdict}
          data={VERDICTS.map((value) => ({ value, label: say.verdictChoices[value] }))}
          onChange={(event) =>
            set({ verdict: VERDICTS.find((one) => one === event.currentTarget.value) ?? 'refuse' })
          }
        />
        <NativeSelect
          label={say.ground}
          value={draft.ground}
          data={file.grounds.map((value) => ({ value, label: say.grounds[value] }))}
          onChange={(event) =>
            set({ ground: file.grounds.find((one) => one === event.currentTarget.value) ?? 'offence' })
          }
        />
        <TextInput
          type="date"
          label={say.from}
          required
          value={draft.from}
          error={fieldTrouble(error, 'rule.from')}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={say.until}
          description={say.untilHint}
          value={draft.until ?? ''}
          error={fieldTrouble(error, 'until') ?? fieldTrouble(error, 'rule.until')}
          onChange={(event) => set({ until: event.currentTarget.value || null })}
        />
      </div>
      <div className={page.form}>
        <MultiSelect
          label={say.actsLabel}
          description={say.actsHint}
          data={file.acts.map((value) => ({ value, label: say.acts[value] }))}
          hidePickedOptions
          value={draft.acts ?? []}
          onChange={(acts) =>
            set({ acts: acts.length === 0 ? null : file.acts.filter((one) => acts.includes(one)) })
          }
        />
      </div>
    </>
  );
}

function CheckedFields({ form: { draft, set, error }, today }: { form: Form; today: string }) {
  const { safety: say } = useAskingWords();
  const fieldTrouble = useFieldTrouble();
  const { checked } = draft;
  return (
    <section className={page.section} aria-labelledby="rule-checked">
      <h2 id="rule-checked">{say.checked}</h2>
      {checked === null && <p className={classes.lacks}>{say.unchecked}</p>}
      <div className={classes.fields}>
        <TextInput
          label={say.checkedBy}
          maxLength={200}
          value={checked?.by ?? ''}
          error={fieldTrouble(error, 'rule.checked.by')}
          onChange={(event) => {
            const by = event.currentTarget.value;
            set({ checked: by === '' ? null : { by, on: checked?.on ?? today } });
          }}
        />
        <TextInput
          type="date"
          label={say.checkedOn}
          disabled={checked === null}
          max={today}
          value={checked?.on ?? ''}
          error={fieldTrouble(error, 'rule.checked.on')}
          onChange={(event) => {
            if (checked !== null) set({ checked: { ...checked, on: event.currentTarget.value } });
          }}
        />
      </div>
    </section>
  );
}

function newRule({ today, countries }: SafetyFile): Rule {
  const country = countries[0];
  if (country === undefined) throw new Error('There are no countries');
  return {
    country,
    from: today,
    until: null,
    verdict: 'refuse',
    acts: null,
    ground: 'offence',
    sources: [{ title: '', address: null, read: null }],
    checked: null,
  };
}
