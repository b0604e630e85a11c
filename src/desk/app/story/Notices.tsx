import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import type { StoryFile } from '../shapes.ts';
import { TroubleNote, useTold } from '../shell/TroubleNote.tsx';
import { useTelling, useWords } from '../words.tsx';
import classes from './Notices.module.css';
import type { Locking } from './use-lock.ts';
import type { Work } from './use-writing.ts';
import { useStoryWords } from './words.ts';
import type { DeviceText } from './writer.ts';

type Props = {
  file: StoryFile;
  locking: Locking;
  work: Work;
  restored: DeviceText | null;
  onUndo: () => void;
};

/** What somebody has to know before they write on: who else is here, what was brought back, what was refused. */
export function Notices({ file, locking, work, restored, onUndo }: Props) {
  const words = useWords();
  const say = useStoryWords();
  const tell = useTold();
  const { account } = useMe();
  const { short, moment } = useTelling();
  const [taking, setTaking] = useState(false);
  const { seat, take } = locking;
  const here = useMutation({ mutationFn: () => take(say.lock.here) });
  if (!file.writable) return <p className={classes.notice}>{say.lock.notYours}</p>;
  return (
    <>
      {seat.kind === 'asking' && seat.error !== null && (
        <div className={classes.notice} data-strong role="alert">
          <div>
            {tell(seat.error).map((why) => (
              <p key={why}>{why}</p>
            ))}
            <p>{say.lock.notYet}</p>
          </div>
        </div>
      )}
      {seat.kind === 'theirs' && (
        <div className={classes.notice} role="status">
          <p>
            {seat.lock.name === account.name
              ? say.lock.own
              : seat.lock.name === null
                ? say.lock.somebody(short(seat.lock.since, Date.now()))
                : say.lock.theirs(seat.lock.name, short(seat.lock.since, Date.now()))}
          </p>
          {seat.lock.name === account.name ? (
            <Button size="xs" variant="default" loading={here.isPending} onClick={() => here.mutate()}>
              {say.lock.here}
            </Button>
          ) : (
            <Button size="xs" variant="default" onClick={() => setTaking(true)}>
              {say.lock.take}
            </Button>
          )}
        </div>
      )}
      {(seat.kind === 'taken' || (work.state.kind === 'frozen' && seat.kind !== 'theirs')) && (
        <div className={classes.notice} data-strong role="alert">
          <p>
            {seat.kind === 'taken' && seat.name !== null ? say.lock.taken(seat.name) : say.lock.takenSomebody}
          </p>
          <Button size="xs" variant="default" onClick={() => setTaking(true)}>
            {say.lock.take}
          </Button>
        </div>
      )}
      {restored !== null && work.state.kind !== 'conflict' && (
        <div className={classes.notice} role="status">
          <p>{say.restored.told(moment(restored.at))}</p>
          <Button size="xs" variant="default" onClick={onUndo}>
            {say.restored.undo}
          </Button>
        </div>
      )}
      {work.state.kind === 'refused' && (
        <TroubleNote error={work.state.error} onAgain={() => void work.writer.flush()} />
      )}
      {taking && (
        <TakeOver
          onTake={async (reason) => {
            await take(reason);
            setTaking(false);
            if (work.state.kind === 'frozen') work.writer.thaw();
          }}
          onClose={() => setTaking(false)}
          close={words.close}
        />
      )}
    </>
  );
}

function TakeOver({
  onTake,
  onClose,
  close,
}: {
  onTake: (reason: string) => Promise<void>;
  onClose: () => void;
  close: string;
}) {
  const say = useStoryWords();
  const [reason, setReason] = useState('');
  const taking = useMutation({ mutationFn: () => onTake(reason.trim()) });
  return (
    <Modal opened onClose={onClose} title={say.lock.takeTitle} closeButtonProps={{ 'aria-label': close }}>
      <form
        className={page.form}
        onSubmit={(event) => {
          event.preventDefault();
          taking.mutate();
        }}
      >
        <p>{say.lock.takeIntro}</p>
        <Textarea
          label={say.lock.reason}
          required
          maxLength={500}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <TroubleNote error={taking.error} />
        <Button type="submit" loading={taking.isPending} disabled={reason.trim() === ''}>
          {say.lock.take}
        </Button>
      </form>
    </Modal>
  );
}
