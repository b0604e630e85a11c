import { Button, Modal } from '@mantine/core';
import page from '../page.module.css';
import { useWords } from '../words.tsx';
import { TroubleNote } from './TroubleNote.tsx';

/** Asks once more before something that cannot be taken back, or that many will see. */
export function Confirm(props: {
  asked: boolean;
  title: string;
  why: string;
  act: string;
  grave?: boolean;
  busy: boolean;
  error: unknown;
  onSure: () => void;
  onClose: () => void;
}) {
  const words = useWords();
  const { asked, title, why, act, grave = false, busy, error, onSure, onClose } = props;
  return (
    <Modal opened={asked} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': words.close }}>
      <div className={page.form}>
        <p>{why}</p>
        <TroubleNote error={error} />
        <div className={page.acts}>
          <Button {...(grave ? { color: 'grave' } : {})} loading={busy} onClick={onSure} data-autofocus>
            {act}
          </Button>
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
