import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import type { Terms } from '../shapes.ts';
import { Icon } from '../shell/Icon.tsx';
import { nameOf, useSpoken, useWords } from '../words.tsx';
import { ByLanguage } from './ByLanguage.tsx';
import { IdField } from './IdField.tsx';
import { OnePicture } from './OnePicture.tsx';
import { Saving, SettingTrouble } from './Saving.tsx';
import { RemoveButton } from './TermSettings.tsx';

type Author = Terms['authors'][number];

const NEW: Author = { id: '', names: {}, bios: {}, pseudonymous: false, portrait: null };

/** Who signs stories, under a name or under a pseudonym. */
export function AuthorSettings() {
  const words = useWords();
  const { settings: say } = useHouseWords();
  const { lang } = useSpoken();
  const { site } = useMe();
  const queries = useQueryClient();
  const { data } = useSuspenseQuery({
    queryKey: ['terms'],
    queryFn: ({ signal }) => told(desk.terms.$get({}, { init: { signal } })),
  });
  const [text, setText] = useState('');
  const [changing, setChanging] = useState<Author | null>(null);
  const learn = () => queries.invalidateQueries({ queryKey: ['terms'] });
  const removing = useMutation({
    mutationFn: (id: string) => told(desk.authors[':id'].$delete({ param: { id } })),
    onSuccess: learn,
  });
  const title = ({ id, names }: Author) => nameOf(names, lang, id);
  const wanted = text.trim().toLowerCase();
  const fits = ({ id, names }: Author) =>
    [id, ...Object.values(names)].some((name) => name.toLowerCase().includes(wanted));
  return (
    <>
      <header className={page.head}>
        <p className={page.intro}>{say.authors.intro}</p>
        <Button onClick={() => setChanging(NEW)}>{say.add}</Button>
      </header>
      {data.authors.length > 8 && (
        <TextInput
          type="search"
          aria-label={say.terms.find}
          placeholder={say.terms.find}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <SettingTrouble error={removing.error} />
      {data.authors.length === 0 && <p className={page.intro}>{say.terms.none}</p>}
      <ul className={page.rows}>
        {data.authors.filter(fits).map((author) => (
          <li key={author.id}>
            <div className={page.about}>
              <span className={page.name}>
                <bdi>{title(author)}</bdi>
              </span>
              <span className={page.soft}>
                {author.pseudonymous && (
                  <>
                    <Icon name="mask" size={14} /> {say.authors.pseudonym} ·{' '}
                  </>
                )}
                <code dir="ltr">{author.id}</code>
                {site !== null && (
                  <>
                    {' · '}
                    <a href={`${site.address}/author/${author.id}.html`} target="_blank" rel="noreferrer">
                      {say.see}
                    </a>
                  </>
                )}
              </span>
            </div>
            <div className={page.acts}>
              <Button
                variant="default"
                size="xs"
                aria-label={say.changeOf(title(author))}
                onClick={() => setChanging(author)}
              >
                {say.change}
              </Button>
              <RemoveButton name={title(author)} onRemove={() => removing.mutate(author.id)} />
            </div>
          </li>
        ))}
      </ul>
      <Modal
        opened={changing !== null}
        onClose={() => setChanging(null)}
        title={changing === null || changing === NEW ? say.authors.newTitle : say.changeOf(title(changing))}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        {changing !== null && (
          <AuthorForm
            author={changing}
            onDone={() => {
              setChanging(null);
              return learn();
            }}
          />
        )}
      </Modal>
    </>
  );
}

function AuthorForm({ author, onDone }: { author: Author; onDone: () => Promise<void> }) {
  const { settings: say } = useHouseWords();
  const isNew = author === NEW;
  const [draft, setDraft] = useState(author);
  const set = (part: Partial<Author>) => setDraft((before) => ({ ...before, ...part }));
  const saving = useMutation({
    mutationFn: ({ id, ...json }: Author) => told(desk.authors[':id'].$put({ param: { id }, json })),
    onSuccess: onDone,
  });
  return (
    <form
      className={page.form}
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(draft);
      }}
    >
      <Checkbox
        label={say.authors.pseudonym}
        checked={draft.pseudonymous}
        disabled={!isNew}
        onChange={(event) => {
          const pseudonymous = event.currentTarget.checked;
          set({ pseudonymous, ...(pseudonymous ? { portrait: null } : {}) });
        }}
      />
      {(draft.pseudonymous || isNew) && <p className={page.note}>{say.authors.pseudonymWhat}</p>}
      {!isNew && (
        <p className={page.soft}>
          {author.pseudonymous ? say.authors.pseudonymStays : say.authors.namedStays}
        </p>
      )}
      <ByLanguage
        label={say.nameIn}
        texts={draft.names}
        field="names"
        required
        error={saving.error}
        onChange={(names) => set({ names })}
      />
      <ByLanguage
        label={say.authors.bioIn}
        texts={draft.bios}
        rows={2}
        field="bios"
        error={saving.error}
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
        fixed={!isNew}
        error={saving.error}
        onChange={(id) => set({ id })}
      />
      <Saving
        changed={Object.values(draft.names).some((name) => name.trim() !== '')}
        busy={saving.isPending}
        saved={false}
        error={saving.error}
      />
    </form>
  );
}
