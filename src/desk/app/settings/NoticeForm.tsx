import { Button, MultiSelect, NativeSelect, TextInput } from '@mantine/core';
import '../mantine-story.css';
import { useSuspenseQuery } from '@tanstack/react-query';
import { use, useMemo } from 'react';
import { desk, told } from '../client.ts';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import type { LegalNotice } from '../shapes.ts';
import { termsQuery } from '../stories/terms.ts';
import { momentOf, wallOf } from '../story/zoned.ts';
import { nameOf, useSpoken, useTelling, ZoneContext } from '../words.tsx';
import { ByLanguage } from './ByLanguage.tsx';
import { IdField } from './IdField.tsx';
import { NoticeLook } from './NoticeLook.tsx';
import { useFieldTrouble, Saving } from './Saving.tsx';
import { SavingForm } from './SavingForm.tsx';
import { useShared } from './use-shared.ts';

const PLACEMENTS = ['above', 'below', 'footer'] as const;
export type Draft = Omit<LegalNotice, 'stories' | 'example'>;
type Trigger = Draft['trigger'];

/** One legal notice: its texts, the stories that it stands on, where, how large and how long. */
export function NoticeForm({
  notice,
  onClose,
  onDone,
}: {
  notice: LegalNotice | null;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const { settings: say } = useHouseWords();
  const fieldTrouble = useFieldTrouble();
  const { site } = useMe();
  const zone = use(ZoneContext);
  const form = useShared<Draft>({
    standing: useMemo(() => notice && draftOf(notice), [notice]),
    blank: newNotice,
    put: async (mine, base) => {
      const { id, ...json } = mine;
      const answer = await told(desk.notices[':id'].$put({ param: { id }, json: { ...json, base } }));
      return answer.notice ?? mine;
    },
    onSaved: onDone,
    onGone: onClose,
  });
  const { draft, set, isNew, error } = form;
  return (
    <SavingForm form={form}>
      <section className={page.section}>
        <h2>{isNew ? say.notices.newTitle : say.changeOf(draft.id)}</h2>
        <div className={page.form}>
          <TextInput
            label={say.notices.jurisdiction}
            description={say.notices.jurisdictionHint}
            required
            maxLength={100}
            value={draft.jurisdiction}
            error={fieldTrouble(error, 'jurisdiction')}
            onChange={(event) => set({ jurisdiction: event.currentTarget.value })}
          />
          <ByLanguage
            label={say.notices.textIn}
            texts={draft.texts}
            rows={3}
            field="texts"
            error={error}
            onChange={(texts) => set({ texts })}
          />
          <IdField
            id={draft.id}
            names={{ '': draft.jurisdiction }}
            fixed={!isNew}
            error={error}
            onChange={(id) => set({ id })}
          />
        </div>
      </section>
      <TriggerFields trigger={draft.trigger} onChange={(trigger) => set({ trigger })} />
      <section className={page.section}>
        <h2>{say.notices.where}</h2>
        <div className={page.form}>
          <NativeSelect
            label={say.notices.placement}
            value={draft.placement}
            data={PLACEMENTS.map((one) => ({ value: one, label: say.notices.placements[one] }))}
            onChange={(event) =>
              set({ placement: PLACEMENTS.find((one) => one === event.currentTarget.value) ?? 'above' })
            }
          />
          <TextInput
            type="number"
            label={say.notices.ratio}
            description={say.notices.ratioHint}
            required
            min={0.5}
            max={4}
            step="any"
            value={Number.isNaN(draft.sizeRatio) ? '' : draft.sizeRatio}
            error={fieldTrouble(error, 'sizeRatio')}
            onChange={(event) => set({ sizeRatio: event.currentTarget.valueAsNumber })}
          />
          <TextInput
            type="datetime-local"
            label={say.notices.from}
            required
            value={wallOf(draft.validFrom, zone)}
            error={fieldTrouble(error, 'validFrom')}
            onChange={(event) => {
              const validFrom = momentOf(event.currentTarget.value, zone);
              if (validFrom !== null) set({ validFrom });
            }}
          />
          <TextInput
            type="datetime-local"
            label={say.notices.to}
            description={say.notices.toHint}
            value={draft.validTo === null ? '' : wallOf(draft.validTo, zone)}
            error={fieldTrouble(error, 'validTo')}
            onChange={(event) => set({ validTo: momentOf(event.currentTarget.value, zone) })}
          />
        </div>
      </section>
      <NoticeLook notice={draft} />
      <Saving
        guarded
        form={form}
        see={site === null || !notice?.example ? null : `${site.address}/${notice.example}`}
      >
        <Button variant="default" onClick={onClose}>
          {say.tabs.notices}
        </Button>
      </Saving>
    </SavingForm>
  );
}

export function draftOf({ stories: _stories, example: _example, ...rest }: LegalNotice): Draft {
  return rest;
}

function newNotice(): Draft {
  const validFrom = Math.floor(Date.now() / 60_000) * 60_000;
  return {
    id: '',
    jurisdiction: '',
    texts: {},
    trigger: {},
    placement: 'above',
    sizeRatio: 1,
    validFrom,
    validTo: null,
  };
}

function TriggerFields({ trigger, onChange }: { trigger: Trigger; onChange: (trigger: Trigger) => void }) {
  const { settings: say } = useHouseWords();
  const { lang } = useSpoken();
  const { site } = useMe();
  const { Language } = useTelling();
  const { data } = useSuspenseQuery(termsQuery);
  const named = (terms: { id: string; names: Record<string, string> }[]) =>
    terms.map(({ id, names }) => ({ value: id, label: nameOf(names, lang, id) }));
  const fields = [
    {
      name: 'languages',
      label: say.notices.triggerLanguages,
      data: (site?.languages ?? []).map((tag) => ({ value: tag, label: Language(tag) })),
    },
    { name: 'sections', label: say.notices.triggerSections, data: named(data.sections) },
    { name: 'tags', label: say.notices.triggerTags, data: named(data.tags) },
    { name: 'authors', label: say.notices.triggerAuthors, data: named(data.authors) },
  ] as const;
  return (
    <section className={page.section}>
      <h2>{say.notices.trigger}</h2>
      <p className={page.soft}>{say.notices.triggerHint}</p>
      <div className={page.form}>
        {fields.map(({ name, label, data: choices }) => (
          <MultiSelect
            key={name}
            label={label}
            data={choices}
            searchable
            hidePickedOptions
            value={trigger[name] ?? []}
            onChange={(chosen) => {
              const { [name]: _before, ...rest } = trigger;
              onChange(chosen.length === 0 ? rest : { ...rest, [name]: chosen });
            }}
          />
        ))}
      </div>
    </section>
  );
}
