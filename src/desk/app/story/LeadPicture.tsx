import { Button, Textarea } from '@mantine/core';
import type { Draft } from '../draft.ts';
import type { EditorMedia } from '../editor/media.ts';
import { pictureAddress } from '../media/upload.ts';
import { directionOf } from '../words.tsx';
import classes from './Details.module.css';
import { useStoryWords } from './words.ts';

type Lead = NonNullable<Draft['lead']>;
type Props = {
  lead: Draft['lead'];
  lang: string;
  readOnly: boolean;
  choose: NonNullable<EditorMedia['choose']>;
  onChange: (lead: Draft['lead']) => void;
};

/** The picture at the top of a story, with what is said of it there. */
export function LeadPicture({ lead, lang, readOnly, choose, onChange }: Props) {
  const { fields: say } = useStoryWords();
  const pick = async () => {
    const medium = await choose('picture');
    if (medium === null) return;
    onChange({ media: medium.id as Lead['media'], alt: medium.alt, caption: medium.caption });
  };
  const written = { lang, dir: directionOf(lang), rows: 2, readOnly };
  return (
    <div className={classes.lead} role="group" aria-label={say.lead}>
      <span className={classes.label}>{say.lead}</span>
      {lead !== null && (
        <>
          <img src={pictureAddress(lead.media, 640)} alt={lead.alt} />
          <Textarea
            label={say.alt}
            {...written}
            value={lead.alt}
            onChange={(event) => onChange({ ...lead, alt: event.currentTarget.value })}
          />
          <Textarea
            label={say.caption}
            {...written}
            value={lead.caption}
            onChange={(event) => onChange({ ...lead, caption: event.currentTarget.value })}
          />
        </>
      )}
      {!readOnly && (
        <div className={classes.row}>
          <Button variant="default" size="xs" onClick={() => void pick()}>
            {say.chooseLead}
          </Button>
          {lead !== null && (
            <Button variant="default" size="xs" onClick={() => onChange(null)}>
              {say.removeLead}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
