import { Checkbox } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { desk, told } from '../client.ts';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import type { Terms } from '../shapes.ts';
import { Icon } from '../shell/Icon.tsx';
import { termsQuery } from '../stories/terms.ts';
import { nameOf, useSpoken } from '../words.tsx';
import { ByLanguage } from './ByLanguage.tsx';
import { IdField } from './IdField.tsx';
import { isNamed, Named } from './Named.tsx';
import { OnePicture } from './OnePicture.tsx';
import { Saving } from './Saving.tsx';
import { SavingForm } from './SavingForm.tsx';
import { useShared } from './use-shared.ts';

type Author = Terms['authors'][number];

const NEW: Author = { id: '', names: {}, bios: {}, pseudonymous: false, portrait: null };

async function put(mine: Author, base: Author | null): Promise<Author> {
  const { id, ...rest } = mine;
  await told(desk.authors[':id'].$put({ param: { id }, json: { ...rest, base } }));
  return mine;
}

/** Who signs stories, under a name or under a pseudonym. */
export function AuthorSettings() {
  const { settings: say } = useHouseWords();
  const { data } = useSuspenseQuery(termsQuery);
  return (
    <Named
      things={data.authors}
      intro={say.authors.intro}
      newTitle={say.authors.newTitle}
      head={(author) => <Name author={author} />}
      word="author"
      remove={(seen) => told(desk.authors[':id'].$delete({ param: { id: seen.id }, json: { base: seen } }))}
      form={(author, onDone) => <AuthorForm author={author} onDone={onDone} />}
    />
  );
}

function Name({ author: { id, names, pseudonymous } }: { author: Author }) {
  const { settings: say } = useHouseWords();
  const { lang } = useSpoken();
  return (
    <>
      <span className={page.name}>
        <bdi>{nameOf(names, lang, id)}</bdi>
      </span>
      {pseudonymous && (
        <span className={page.soft}>
          <Icon name="mask" size={14} /> {say.authors.pseudonym}
        </span>
      )}
    </>
  );
}

function AuthorForm({ author, onDone }: { author: Author | null; onDone: () => unknown }) {
  const { settings: say } = useHouseWords();
  const form = useShared<Author>({ standing: author, blank: NEW, put, onSaved: onDone, onGone: onDone });
  const { draft, set, error } = form;
  return (
    <SavingForm form={form} narrow>
      <Checkbox
        label={say.authors.pseudonym}
        checked={draft.pseudonymous}
        disabled={author !== null}
        onChange={(event) => {
          const pseudonymous = event.currentTarget.checked;
          set({ pseudonymous, ...(pseudonymous ? { portrait: null } : {}) });
        }}
      />
      {(draft.pseudonymous || author === null) && <p className={page.note}>{say.authors.pseudonymWhat}</p>}
      {author !== null && (
        <p className={page.soft}>
          {author.pseudonymous ? say.authors.pseudonymStays : say.authors.namedStays}
        </p>
      )}
      <ByLanguage
        label={say.nameIn}
        texts={draft.names}
        field="names"
        required
        error={error}
        onChange={(names) => set({ names })}
      />
      <ByLanguage
        label={say.authors.bioIn}
        texts={draft.bios}
        rows={2}
        field="bios"
        error={error}
        onChange={(bios) => set({ bios })}
      />
      {!draft.pseudonymous && (
        <OnePicture
          label={say.authors.portrait}
          picture={draft.portrait}
          chooseWords={say.authors.choosePortrait}
          noneWords={say.authors.noPortrait}
          onChange={(portrait) => set({ portrait })}
        />
      )}
      <IdField
        id={draft.id}
        names={draft.names}
        fixed={author !== null}
        error={error}
        onChange={(id) => set({ id })}
      />
      <Saving form={form} ready={isNamed(draft)} />
    </SavingForm>
  );
}
