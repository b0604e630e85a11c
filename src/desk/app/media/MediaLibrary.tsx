import { Button, Checkbox, FileButton, NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { DragEvent } from 'react';
import page from '../page.module.css';
import { useMay } from '../queries.ts';
import { mediaQuery } from '../room-queries.ts';
import { useRoomWords } from '../room-words.ts';
import type { MediaRow } from '../shapes.ts';
import { Icon } from '../shell/Icon.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useSpoken, useTelling } from '../words.tsx';
import { knownMedium } from './known.ts';
import classes from './MediaLibrary.module.css';
import { MediaTile } from './MediaTile.tsx';
import { MediumPanel } from './MediumPanel.tsx';
import { useBringing } from './use-bringing.ts';

const KINDS = ['picture', 'audio', 'file'] as const;
const DAYS = 30 * 86_400_000;

/** Everything that stories show and offer besides their text. */
export function MediaLibrary() {
  const { words: common } = useSpoken();
  const { media: words } = useRoomWords();
  const { figure } = useTelling();
  const may = useMay();
  const [text, setText] = useState('');
  const [kind, setKind] = useState('');
  const [use, setUse] = useState('');
  const [expiring, setExpiring] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const [soon] = useState(() => Date.now() + DAYS);
  const asked = useDeferredValue(text.trim());
  const filter = {
    ...(asked === '' ? {} : { text: asked }),
    ...(isKind(kind) ? { kind } : {}),
    ...(use === 'used' || use === 'unused' ? ({ use } as const) : {}),
    ...(expiring ? { expiresBefore: `${soon}` } : {}),
  };
  const pages = useInfiniteQuery(mediaQuery(filter));
  const media = pages.data?.pages.flatMap((one) => one.media) ?? [];
  const total = pages.data?.pages[0]?.total ?? 0;
  const bringing = useBringing(setChosen);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    bringing.bring([...event.dataTransfer.files]);
  };
  return (
    <div
      className={classes.room}
      data-chosen={chosen !== null || undefined}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <div className={classes.list}>
        <header className={page.head}>
          <h1>{words.title}</h1>
          <p role="status" className={page.soft}>
            {bringing.left > 0 ? words.uploading(figure(bringing.left)) : words.count(total, figure(total))}
          </p>
          {may('media.add') && (
            <FileButton multiple onChange={bringing.bring}>
              {(props) => (
                <Button {...props} leftSection={<Icon name="add" size={18} />}>
                  {words.upload}
                </Button>
              )}
            </FileButton>
          )}
        </header>
        <p className={page.soft}>{words.drop}</p>
        <search className={classes.filters}>
          <TextInput
            className={classes.search ?? ''}
            type="search"
            aria-label={common.library.search}
            placeholder={common.library.search}
            leftSection={<Icon name="search" size={18} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <NativeSelect
            aria-label={words.kind}
            value={kind}
            data={[
              { value: '', label: words.anyKind },
              ...KINDS.map((one) => ({ value: one, label: words[one] })),
            ]}
            onChange={(event) => setKind(event.currentTarget.value)}
          />
          <NativeSelect
            aria-label={words.use}
            value={use}
            data={[
              { value: '', label: words.anyUse },
              { value: 'used', label: words.used },
              { value: 'unused', label: words.unused },
            ]}
            onChange={(event) => setUse(event.currentTarget.value)}
          />
          <Checkbox
            label={words.expiring}
            checked={expiring}
            onChange={(event) => setExpiring(event.currentTarget.checked)}
          />
        </search>
        {bringing.troubles.map((error, index) => (
          // They stand in the order in which they came and hold no state.
          <TroubleNote key={`${index}-${String(error)}`} error={error} />
        ))}
        <TroubleNote error={pages.error} />
        {media.length === 0 && pages.data !== undefined && <p className={page.intro}>{words.empty}</p>}
        <ul className={classes.grid}>
          {media.map((medium) => (
            <li key={medium.id}>
              <Labelled medium={medium} chosen={medium.id === chosen} onChoose={() => setChosen(medium.id)} />
            </li>
          ))}
        </ul>
        {pages.hasNextPage && (
          <Button variant="default" onClick={() => void pages.fetchNextPage()}>
            {words.more}
          </Button>
        )}
      </div>
      {chosen !== null && <MediumPanel key={chosen} id={chosen} onClose={() => setChosen(null)} />}
    </div>
  );
}

const isKind = (kind: string): kind is (typeof KINDS)[number] => (KINDS as readonly string[]).includes(kind);

function Labelled({ medium, chosen, onChoose }: { medium: MediaRow; chosen: boolean; onChoose: () => void }) {
  const { lang } = useSpoken();
  const { media: words } = useRoomWords();
  const { fullDay } = useTelling();
  const known = knownMedium(medium, lang);
  const ends = medium.kind === 'picture' ? medium.licenceExpires : null;
  const over = ends !== null && ends <= Date.now();
  const near = ends !== null && ends <= Date.now() + DAYS;
  const described = medium.kind === 'picture' && Object.values(medium.alts).some((alt) => alt.trim() !== '');
  const bare = medium.kind === 'picture' && (medium.credit.trim() === '' || !described);
  return (
    <MediaTile medium={known} pressed={chosen} onChoose={onChoose}>
      {bare && <span className={classes.warn}>{words.needs}</span>}
      {near && ends !== null && (
        <span className={classes.warn}>
          {over ? words.ended(fullDay(ends)) : words.endsOn(fullDay(ends))}
        </span>
      )}
    </MediaTile>
  );
}
