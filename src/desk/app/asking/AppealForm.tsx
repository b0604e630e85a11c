import '../mantine-story.css';
import { Button, Checkbox, MultiSelect, NativeSelect, TextInput } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { use, useMemo } from 'react';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { useMe, useMay } from '../queries.ts';
import { useFieldTrouble, Saving } from '../settings/Saving.tsx';
import { SavingForm } from '../settings/SavingForm.tsx';
import { useShared } from '../settings/use-shared.ts';
import { termsQuery } from '../stories/terms.ts';
import { nameOf, useSpoken, useTelling, ZoneContext } from '../words.tsx';
import { AppealAmounts } from './AppealAmounts.tsx';
import { AppealLook } from './AppealLook.tsx';
import { AppealTexts } from './AppealTexts.tsx';
import classes from './Asking.module.css';
import { Contrasts } from './Contrasts.tsx';
import { dayAt, endOf, lastDayOf, startOf } from './days.ts';
import { isWhole } from './filled.ts';
import { Letter } from './Letter.tsx';
import { type Appeal, type Appeals, type Placement, PLACEMENTS } from './queries.ts';
import { useAskingWords } from './words.ts';

/** Most variants; more are never told apart. */
const VARIANTS = 4;

/** One appeal: what it says in each language, where, when, with which amounts; and how it looks. */
export function AppealForm(props: {
  file: Appeals;
  appeal: Appeal | null;
  /** Of a new one. */
  placement: Placement;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const { file, appeal, placement, onClose, onDone } = props;
  const { appeals: say } = useAskingWords();
  const { site } = useMe();
  const may = useMay();
  const form = useShared<Appeal>({
    standing: useMemo(() => appeal, [appeal]),
    blank: () => newAppeal(placement, file),
    put: async (mine, base) =>
      (await told(desk.money.appeals[':id'].$put({ param: { id: mine.id }, json: { ...mine, base } })))
        .appeal,
    onSaved: onDone,
    onGone: onClose,
  });
  const { draft, set, isNew, error } = form;
  const names = Object.keys(draft.variants);
  const languages = site?.languages ?? [];
  const fallback = Object.values(file.fills)[0]?.filling;
  const whole = Object.values(draft.variants).every((said) =>
    Object.entries(said).every(([lang, texts]) => {
      const filling = file.fills[lang]?.filling ?? fallback;
      return filling === undefined || isWhole(texts, draft.placement, filling);
    }),
  );
  const free = ['a', 'b', 'c', 'd'].find((name) => !names.includes(name));
  return (
    <div className={classes.whole}>
      <SavingForm form={form}>
        <div className={page.acts}>
          <Button variant="default" size="xs" onClick={onClose}>
            {say.back}
          </Button>
        </div>
        <section className={page.section}>
          <h2>{isNew ? say.newTitle : say.titleOf(draft.id)}</h2>
          <NameFields form={form} />
        </section>
        <section className={page.section} aria-labelledby="asking-words">
          <h2 id="asking-words">{say.words}</h2>
          <p className={page.soft}>{say.wordsHint}</p>
          <Fills file={file} lang={languages[0] ?? 'en'} />
          {names.length > 1 && <p className={page.soft}>{say.variantHint}</p>}
          {names.map((name) => (
            <AppealTexts
              key={name}
              name={name}
              said={draft.variants[name] ?? {}}
              placement={draft.placement}
              fills={file.fills}
              languages={languages}
              error={error}
              onChange={(said) => set({ variants: { ...draft.variants, [name]: said } })}
              onRemove={
                names.length === 1
                  ? undefined
                  : () => {
                      const { [name]: _gone, ...rest } = draft.variants;
                      set({ variants: rest });
                    }
              }
            />
          ))}
          {names.length < VARIANTS && free !== undefined && (
            <Button
              variant="default"
              size="xs"
              onClick={() =>
                set({ variants: { ...draft.variants, [free]: draft.variants[names[0] ?? ''] ?? {} } })
              }
            >
              {say.addVariant}
            </Button>
          )}
        </section>
        <Schedule form={form} />
        {draft.placement !== 'newsletter' && (
          <AppealAmounts
            offers={file.offers}
            presets={draft.presets}
            error={error}
            onChange={(presets) => set({ presets })}
          />
        )}
        <p className={page.soft}>{say.quiet}</p>
        {file.contrasts.some(({ good }) => !good) && <Contrasts contrasts={file.contrasts} />}
        {draft.placement === 'newsletter' ? (
          <Letter variants={draft.variants} ready={whole} />
        ) : (
          <AppealLook appeal={draft} ready={whole} />
        )}
        {may('appeals.write') && <Saving form={form} ready={whole} guarded undoable />}
      </SavingForm>
    </div>
  );
}

type Form = ReturnType<typeof useShared<Appeal>>;

function NameFields({ form: { draft, set, isNew, error } }: { form: Form }) {
  const { appeals: say } = useAskingWords();
  const fieldTrouble = useFieldTrouble();
  return (
    <div className={page.form}>
      <TextInput
        label={say.name}
        description={say.nameHint}
        dir="ltr"
        required
        readOnly={!isNew}
        maxLength={27}
        pattern="[a-z0-9]+(-[a-z0-9]+)*"
        title={say.nameHint}
        value={draft.id}
        error={fieldTrouble(error, 'id')}
        onChange={(event) => set({ id: event.currentTarget.value })}
      />
      <NativeSelect
        label={say.placement}
        value={draft.placement}
        disabled={!isNew}
        data={PLACEMENTS.map((value) => ({ value, label: say.placements[value] }))}
        onChange={(event) => {
          const wanted = PLACEMENTS.find((one) => one === event.currentTarget.value);
          if (wanted !== undefined) set({ placement: wanted });
        }}
      />
      <Checkbox
        label={say.isOn}
        checked={draft.on}
        onChange={(event) => set({ on: event.currentTarget.checked })}
      />
    </div>
  );
}

function Schedule({ form: { draft, set, error } }: { form: Form }) {
  const { appeals: say } = useAskingWords();
  const fieldTrouble = useFieldTrouble();
  const { lang } = useSpoken();
  const zone = use(ZoneContext);
  const { data: terms } = useSuspenseQuery(termsQuery);
  return (
    <section className={page.section} aria-labelledby="asking-when">
      <h2 id="asking-when">{say.when}</h2>
      <div className={classes.fields}>
        <TextInput
          type="date"
          label={say.firstDay}
          description={say.firstDayHint(zone)}
          value={draft.from === null ? '' : dayAt(draft.from, zone)}
          error={fieldTrouble(error, 'from')}
          onChange={(event) => {
            const day = event.currentTarget.value;
            set({ from: day === '' ? null : startOf(day, zone) });
          }}
        />
        <TextInput
          type="date"
          label={say.lastDay}
          description={say.lastDayHint}
          value={draft.until === null ? '' : lastDayOf(draft.until, zone)}
          error={fieldTrouble(error, 'until')}
          onChange={(event) => {
            const day = event.currentTarget.value;
            set({ until: day === '' ? null : endOf(day, zone) });
          }}
        />
        {(draft.placement === 'strip' || draft.placement === 'epic') && (
          <MultiSelect
            label={say.sections}
            description={say.sectionsHint}
            data={terms.sections.map(({ id, names }) => ({ value: id, label: nameOf(names, lang, id) }))}
            searchable
            hidePickedOptions
            value={draft.sections ?? []}
            onChange={(sections) => set({ sections: sections.length === 0 ? null : sections })}
          />
        )}
      </div>
    </section>
  );
}

/** What stands in braces today. */
function Fills({ file, lang }: { file: Appeals; lang: string }) {
  const { appeals: say } = useAskingWords();
  const { lang: spoken } = useSpoken();
  const filling = (file.fills[spoken] ?? file.fills[lang])?.filling;
  const { list } = useTelling();
  if (filling === undefined) return null;
  const known = (['paper', 'since', 'cost', 'floor', 'first'] as const).map(
    (name) => `{${name}}: ${say.fills[name]} (${filling[name] ?? say.unknown})`,
  );
  return <p className={page.soft}>{list(known)}</p>;
}

function newAppeal(placement: Placement, { appeals }: Appeals): Appeal {
  // What is written is easier to change than an empty page to fill.
  const like = appeals.find((one) => one.placement === placement);
  const [texts = {}] = Object.values(like?.variants ?? {});
  return {
    id: '',
    placement,
    on: false,
    from: null,
    until: null,
    sections: null,
    presets: {},
    variants: { a: texts },
  };
}
