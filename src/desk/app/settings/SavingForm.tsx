import type { ReactNode } from 'react';
import page from '../page.module.css';

/** A form whose changes are saved when it is sent. */
export function SavingForm({
  form,
  narrow = false,
  children,
}: {
  form: { save: () => void };
  /** Fields alone, as in a dialog, in place of a whole page. Default false. */
  narrow?: boolean;
  children: ReactNode;
}) {
  return (
    <form
      className={narrow ? page.form : page.page}
      onSubmit={(event) => {
        event.preventDefault();
        form.save();
      }}
    >
      {children}
    </form>
  );
}
