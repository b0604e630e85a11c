import { Button, TextInput } from '@mantine/core';
import page from '../page.module.css';
import { useFieldTrouble } from '../settings/Saving.tsx';
import { useTelling } from '../words.tsx';
import classes from './Asking.module.css';
import type { Rule } from './queries.ts';
import { useAskingWords } from './words.ts';

type Source = Rule['sources'][number];

/** What a rule rests on. */
export function RuleSources(props: {
  sources: readonly Source[];
  error: unknown;
  onChange: (sources: Source[]) => void;
}) {
  const { sources, error, onChange } = props;
  const { safety: say } = useAskingWords();
  const fieldTrouble = useFieldTrouble();
  const { figure } = useTelling();
  const set = (at: number, part: Partial<Source>) =>
    onChange(sources.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <section className={page.section} aria-labelledby="rule-sources">
      <h2 id="rule-sources">{say.sources}</h2>
      <p className={page.soft}>{say.sourcesHint}</p>
      {sources.map(({ title, address, read }, at) => {
        const number = figure(at + 1);
        return (
          // Sources have no name of their own while they are written.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={at} className={classes.fields}>
            <TextInput
              label={say.sourceTitle(number)}
              required
              maxLength={300}
              value={title}
              error={fieldTrouble(error, `rule.sources.${at}.title`)}
              onChange={(event) => set(at, { title: event.currentTarget.value })}
            />
            <TextInput
              type="url"
              label={say.sourceAddress(number)}
              dir="ltr"
              maxLength={500}
              value={address ?? ''}
              error={fieldTrouble(error, `rule.sources.${at}.address`)}
              onChange={(event) => set(at, { address: event.currentTarget.value || null })}
            />
            <TextInput
              type="date"
              label={say.sourceRead(number)}
              value={read ?? ''}
              error={fieldTrouble(error, `rule.sources.${at}.read`)}
              onChange={(event) => set(at, { read: event.currentTarget.value || null })}
            />
            {sources.length > 1 && (
              <div className={page.acts}>
                <Button
                  variant="default"
                  size="xs"
                  onClick={() => onChange(sources.filter((_, index) => index !== at))}
                >
                  {say.removeSource(number)}
                </Button>
              </div>
            )}
          </div>
        );
      })}
      {sources.length < 20 && (
        <Button
          variant="default"
          size="xs"
          onClick={() => onChange([...sources, { title: '', address: null, read: null }])}
        >
          {say.addSource}
        </Button>
      )}
    </section>
  );
}
