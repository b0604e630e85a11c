import { Checkbox, CloseButton, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useMe } from '../queries.ts';
import { STATES } from '../shapes.ts';
import { Icon } from '../shell/Icon.tsx';
import { nameOf, useSpoken, useTelling } from '../words.tsx';
import { filterFrom } from './filter.ts';
import type { Filter } from './filter.ts';
import classes from './Stories.module.css';
import { useTerms } from './terms.ts';

/** What the list shows, as fields; every change goes into the page's address. */
export function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const { lang: spoken, words } = useSpoken();
  const { site } = useMe();
  const { Language } = useTelling();
  const { sections } = useTerms();
  const set = (name: keyof Filter, value: string | true | undefined) =>
    onChange(filterFrom({ ...filter, [name]: value }));
  const pick = (name: 'state' | 'lang' | 'section') => ({
    value: filter[name] ?? '',
    onChange: (event: { currentTarget: { value: string } }) => set(name, event.currentTarget.value),
  });
  return (
    <search className={classes.filters} aria-label={words.stories.filters}>
      <Search value={filter.text ?? ''} onChange={(text) => set('text', text)} />
      <NativeSelect
        aria-label={words.stories.state}
        {...pick('state')}
        data={[
          { value: '', label: words.stories.anyState },
          { value: 'working', label: words.stories.working },
          { value: 'public', label: words.stories.public },
          ...STATES.map((state) => ({ value: state, label: words.states[state] })),
        ]}
      />
      {(site?.languages.length ?? 0) > 1 && (
        <NativeSelect
          aria-label={words.stories.language}
          {...pick('lang')}
          data={[
            { value: '', label: words.stories.anyLanguage },
            ...(site?.languages ?? []).map((tag) => ({ value: tag, label: Language(tag) })),
          ]}
        />
      )}
      {sections.length > 0 && (
        <NativeSelect
          aria-label={words.stories.section}
          {...pick('section')}
          data={[
            { value: '', label: words.stories.anySection },
            ...sections.map(({ id, names }) => ({ value: id, label: nameOf(names, spoken, id) })),
          ]}
        />
      )}
      <Checkbox
        className={classes.mine ?? ''}
        label={words.stories.mine}
        checked={filter.mine === true}
        onChange={(event) => set('mine', event.currentTarget.checked ? true : undefined)}
      />
    </search>
  );
}

/** Shows what is typed at once; the address follows. */
function Search({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { words } = useSpoken();
  const [text, setText] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  const type = (next: string) => {
    setText(next);
    told.current = next.trim() === '' ? '' : next;
    onChange(next);
  };
  return (
    <TextInput
      className={classes.search ?? ''}
      type="search"
      aria-label={words.stories.search}
      placeholder={words.stories.search}
      data-story-search
      leftSection={<Icon name="search" size={18} />}
      rightSection={
        text === '' ? null : <CloseButton size="sm" aria-label={words.remove} onClick={() => type('')} />
      }
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}
