import { Alert, Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import page from '../page.module.css';
import type { State } from '../shapes.ts';
import { Icon } from '../shell/Icon.tsx';
import { useWords } from '../words.tsx';
import type { Texts } from './MoveDialog.tsx';
import type { Step } from './steps.ts';
import { useStoryWords } from './words.ts';

type Name = keyof Texts;

/** The fields in which a step is written to. */
function fieldsOf({ needs, kind }: Step): readonly Name[] {
  if (needs === 'note') return kind === 'correct' ? ['note', 'before', 'after'] : ['note'];
  return needs === 'reason' || needs === 'public reason' ? ['reason'] : [];
}

/** Brings what was written for a step that is no longer there into the one field of another, where that is empty. */
export function carriedOver(texts: Readonly<Texts>, from: Step, to: Step): [Name, string] | null {
  const [[field], [source]] = [fieldsOf(to), fieldsOf(from)];
  if (field === undefined || source === undefined || texts[field].trim() !== '') return null;
  return texts[source].trim() === '' ? null : [field, texts[source]];
}

/** What was written and stands in no field of the step. */
export function leftOver(texts: Readonly<Texts>, step: Step): string {
  const shown = fieldsOf(step);
  const seen = new Set(shown.map((name) => texts[name].trim()));
  const rest = (Object.keys(texts) as Name[]).filter((name) => !shown.includes(name));
  return [...new Set(rest.map((name) => texts[name].trim()))]
    .filter((text) => text !== '' && !seen.has(text))
    .join('\n\n');
}

/** Says that a colleague was faster, and keeps what was written until it is copied or used for another step. */
export function Overtaken({ state, isLost, left }: { state: State; isLost: boolean; left: string }) {
  const { states, people } = useWords();
  const { overtaken: say } = useStoryWords().move;
  const [copied, setCopied] = useState('');
  return (
    <>
      {isLost && (
        <Alert role="alert" color="yellow" variant="outline" icon={<Icon name="warning" />}>
          <p>{say.told(states[state])}</p>
        </Alert>
      )}
      {left !== '' && (
        <div className={page.form}>
          <Textarea label={say.left} dir="auto" readOnly rows={3} value={left} />
          <Button
            size="xs"
            variant="default"
            onClick={() => void navigator.clipboard.writeText(left).then(() => setCopied(left))}
          >
            {copied === left ? people.copied : people.copy}
          </Button>
        </div>
      )}
    </>
  );
}
