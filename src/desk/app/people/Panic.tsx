import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useWords } from '../words.tsx';

/** Ends every session at once, for when somebody else may be at the desk. */
export function Panic() {
  const words = useWords();
  const [asked, setAsked] = useState(false);
  const queries = useQueryClient();
  const ending = useMutation({
    mutationFn: () => told(desk.panic.$post()),
    onSuccess: () => queries.setQueryData(['me'], null),
  });
  return (
    <section className={page.section}>
      <h2>{words.people.panic}</h2>
      <p className={page.intro}>{words.people.panicIntro}</p>
      <Button color="grave" onClick={() => setAsked(true)}>
        {words.people.panic}
      </Button>
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        title={words.people.panic}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <div className={page.form}>
          <p>{words.people.panicIntro}</p>
          <TroubleNote error={ending.error} />
          <div className={page.acts}>
            <Button color="grave" loading={ending.isPending} onClick={() => ending.mutate()} data-autofocus>
              {words.people.panicSure}
            </Button>
            <Button variant="default" onClick={() => setAsked(false)}>
              {words.cancel}
            </Button>
          </div>
        </div>
      </Modal>
    </section>
  );
}
