import { Checkbox, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { desk, told } from '../client.ts';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import type { Site } from '../shapes.ts';
import { Icon } from '../shell/Icon.tsx';
import { useTelling } from '../words.tsx';
import { useFieldTrouble, Saving } from './Saving.tsx';
import { SavingForm } from './SavingForm.tsx';
import classes from './Settings.module.css';
import { useSiteForm } from './use-site.ts';

type Colours = NonNullable<Site['colours']>;
const SCHEMES = ['light', 'dark'] as const;
const PARTS = ['paper', 'ink', 'accent'] as const;

/** Those that come with the program. */
const GIVEN: Colours = {
  light: { paper: '#fdfcf8', ink: '#16181d', accent: '#a8230f' },
  dark: { paper: '#15171b', ink: '#e9e6df', accent: '#ff9478' },
};

const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

/** The newsroom's own colours, with a word on each that cannot be read. */
export function ColourSettings() {
  const { settings: say } = useHouseWords();
  const fieldTrouble = useFieldTrouble();
  const { site: me } = useMe();
  const { figure } = useTelling();
  const form = useSiteForm();
  const { draft, set, error } = form;
  const colours = draft.colours ?? null;
  const whole =
    colours !== null && SCHEMES.every((one) => PARTS.every((part) => isColour(colours[one][part])));
  const check = useQuery({
    queryKey: ['colours', colours],
    queryFn: ({ signal }) => told(desk.site.colours.$post({ json: colours ?? GIVEN }, { init: { signal } })),
    enabled: whole,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const weak = colours === null ? [] : (check.data?.weak ?? []);
  const nameOf = (part: 'ink' | 'soft' | 'accent' | 'paper' | 'tint' | 'mark') => say.colours[part];
  return (
    <SavingForm form={form}>
      <p className={page.intro}>{say.colours.intro}</p>
      <Checkbox
        label={say.colours.own}
        description={say.colours.ownHint}
        checked={colours !== null}
        onChange={(event) => set({ colours: event.currentTarget.checked ? GIVEN : null })}
      />
      {colours !== null && (
        <>
          <div className={classes.schemes}>
            {SCHEMES.map((scheme) => (
              <fieldset key={scheme} className={classes.scheme}>
                <legend>{say.colours[scheme]}</legend>
                {PARTS.map((part) => (
                  <ColourField
                    key={part}
                    name={say.colours[part]}
                    scheme={say.colours[scheme]}
                    value={colours[scheme][part]}
                    error={fieldTrouble(error, `colours.${scheme}.${part}`)}
                    onChange={(value) =>
                      set({ colours: { ...colours, [scheme]: { ...colours[scheme], [part]: value } } })
                    }
                  />
                ))}
                {check.data !== undefined && <Look palette={check.data[scheme]} />}
              </fieldset>
            ))}
          </div>
          <div role="status" className={classes.weak}>
            {whole && check.data !== undefined && weak.length === 0 && (
              <p data-good>
                <Icon name="check" size={18} /> {say.colours.good}
              </p>
            )}
            {weak.map(({ scheme, text, ground, found, wanted }) => (
              <p key={`${scheme} ${text} ${ground}`}>
                <Icon name="warning" size={18} /> {say.colours[scheme]}:{' '}
                {say.colours.weak(nameOf(text), nameOf(ground), figure(found), figure(wanted))}
              </p>
            ))}
          </div>
        </>
      )}
      <Saving
        form={form}
        ready={weak.length === 0 && (colours === null || whole)}
        guarded
        undoable
        see={me === null ? null : `${me.address}/`}
      />
    </SavingForm>
  );
}

function ColourField(props: {
  name: string;
  scheme: string;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const { settings: say } = useHouseWords();
  const { name, scheme, value, error, onChange } = props;
  return (
    <div className={classes.colour}>
      <input
        type="color"
        aria-label={`${name}, ${scheme}`}
        value={isColour(value) ? value.toLowerCase() : '#000000'}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <TextInput
        label={name}
        aria-label={`${say.colours.hex(name)}, ${scheme}`}
        dir="ltr"
        maxLength={7}
        spellCheck={false}
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value.trim())}
      />
    </div>
  );
}

/** A few lines in the colours. They are set by script, for the page's policy allows no style that is written into it. */
function Look({ palette }: { palette: Record<string, string> }) {
  const { settings: say } = useHouseWords();
  const look = useRef<HTMLDivElement>(null);
  useEffect(() => {
    for (const [name, value] of Object.entries(palette))
      look.current?.style.setProperty(`--look-${name}`, value);
  }, [palette]);
  return (
    <div ref={look} className={classes.look} aria-hidden>
      <b>{say.colours.sampleHead}</b>
      <small>{say.colours.sampleSoft}</small>
      <p>{say.colours.sampleText}</p>
      <em>{say.colours.sampleLink}</em>
    </div>
  );
}
