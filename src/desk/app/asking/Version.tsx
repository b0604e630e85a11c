import page from '../page.module.css';
import { useTelling } from '../words.tsx';
import { useAskingWords } from './words.ts';

/** Since when something stands so, and who made it. */
export function Version({ at, by }: { at: number | null; by: string | null }) {
  const say = useAskingWords();
  const { moment } = useTelling();
  const told =
    at === null ? say.beginning : by === null ? say.changedAt(moment(at)) : say.changedBy(moment(at), by);
  return <p className={page.soft}>{told}</p>;
}

/** Where nothing can be paid yet. */
export function NotPayable({ payable, className }: { payable: boolean; className: string | undefined }) {
  const say = useAskingWords();
  return payable ? null : <p className={className}>{say.notPayable}</p>;
}
