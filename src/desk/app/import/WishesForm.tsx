import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import type { ImportFile } from '../shapes.ts';
import classes from './Import.module.css';

type Wishes = ImportFile['wishes'];

/** How an archive is read. */
export function WishesForm({ wishes, onChange }: { wishes: Wishes; onChange: (wishes: Wishes) => void }) {
  const { import: say } = useHouseWords();
  return (
    <div className={page.form}>
      <TextInput
        label={say.credit}
        description={say.creditHint}
        maxLength={300}
        value={wishes.pictureCredit ?? ''}
        onChange={(event) => onChange({ ...wishes, pictureCredit: event.currentTarget.value })}
      />
      <Checkbox
        label={say.fetch}
        description={say.fetchHint}
        checked={wishes.fetchPictures ?? false}
        onChange={(event) => onChange({ ...wishes, fetchPictures: event.currentTarget.checked })}
      />
      <details className={classes.more}>
        <summary>{say.more}</summary>
        <div className={page.form}>
          <TextInput
            label={say.zone}
            description={say.zoneHint}
            dir="ltr"
            maxLength={64}
            placeholder="Europe/Vilnius"
            value={wishes.timeZone ?? ''}
            onChange={(event) => onChange({ ...wishes, timeZone: event.currentTarget.value })}
          />
          <Textarea
            label={say.map}
            description={say.mapHint}
            dir="ltr"
            rows={4}
            spellCheck={false}
            placeholder="sections: { world-news: world }"
            value={wishes.map ?? ''}
            onChange={(event) => onChange({ ...wishes, map: event.currentTarget.value })}
          />
        </div>
      </details>
    </div>
  );
}
