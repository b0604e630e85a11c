import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { desk, told } from '../client.ts';
import { useHouseWords } from '../house-words.ts';
import { OrderButtons, OrderTold } from '../order/Order.tsx';
import { useOrder } from '../order/use-order.ts';
import page from '../page.module.css';
import { useMay } from '../queries.ts';
import { ChangedSince } from '../settings/ChangedSince.tsx';
import { SettingTrouble } from '../settings/Saving.tsx';
import { useRemoval } from '../settings/use-removal.ts';
import { Confirm } from '../shell/Confirm.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useWords } from '../words.tsx';
import { AppealForm } from './AppealForm.tsx';
import { AppealRow } from './AppealRow.tsx';
import classes from './Asking.module.css';
import { Contrasts } from './Contrasts.tsx';
import { Figures } from './Figures.tsx';
import { type Appeal, appealsQuery, type Placement, PLACEMENTS } from './queries.ts';
import { NotPayable, Version } from './Version.tsx';
import { Why } from './Why.tsx';
import { useAskingWords } from './words.ts';

type Order = { on: boolean; ids: string[] };

/** What readers are asked, by the place where it stands. */
export function Appeals() {
  const { appeals: say } = useAskingWords();
  const words = useWords();
  const { settings } = useHouseWords();
  const may = useMay();
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(appealsQuery);
  const [open, setOpen] = useState<{ id: string } | { placement: Placement } | null>(null);
  const [stopping, setStopping] = useState(false);
  const [asked, setAsked] = useState<Appeal | null>(null);
  const learn = () => queries.invalidateQueries({ queryKey: ['money', 'appeals'] });
  const settle = () => {
    setAsked(null);
    return learn();
  };
  const removal = useRemoval({
    remove: (seen: Appeal) =>
      told(desk.money.appeals[':id'].$delete({ param: { id: seen.id }, json: { base: seen } })),
    onDone: settle,
    onMet: settle,
  });
  const base: Order = { on: data.on, ids: data.appeals.map(({ id }) => id) };
  const ordering = useMutation({
    mutationFn: (wanted: Partial<Order>) =>
      told(desk.money.appeals.$put({ json: { ...base, ...wanted, base } })),
    onSuccess: () => setStopping(false),
    // Also when it was refused: then somebody else's stands there.
    onSettled: learn,
  });
  const turning = useMutation({
    mutationFn: (appeal: Appeal) =>
      told(
        desk.money.appeals[':id'].$put({
          param: { id: appeal.id },
          json: { ...appeal, on: !appeal.on, base: appeal },
        }),
      ),
    onSettled: learn,
  });
  const editable = may('appeals.write');
  if (open !== null)
    return (
      <AppealForm
        file={data}
        appeal={'id' in open ? (data.appeals.find(({ id }) => id === open.id) ?? null) : null}
        placement={'placement' in open ? open.placement : 'strip'}
        onClose={() => setOpen(null)}
        onDone={learn}
      />
    );
  return (
    <div className={`${page.page} ${page.wide}`}>
      <p className={page.intro}>{say.intro}</p>
      <NotPayable payable={data.payable} className={classes.note} />
      <div className={classes.bar} data-off={!data.on}>
        <strong role="status">{data.on ? say.askingOn : say.askingOff}</strong>
        {editable && (
          <Button
            {...(data.on ? { variant: 'default' } : {})}
            loading={ordering.isPending && !stopping}
            onClick={() => (data.on ? setStopping(true) : ordering.mutate({ on: true }))}
          >
            {data.on ? say.stopAll : say.startAll}
          </Button>
        )}
      </div>
      <SettingTrouble error={stopping ? null : ordering.error} />
      <SettingTrouble error={turning.error} />
      <TroubleNote error={removal.error} />
      {PLACEMENTS.map((placement) => (
        <Place
          key={placement}
          placement={placement}
          all={data.appeals}
          editable={editable}
          onOrder={(ids) => ordering.mutate({ ids })}
          onNew={() => setOpen({ placement })}
          row={(appeal) => (
            <AppealRow
              appeal={appeal}
              file={data}
              editable={editable}
              busy={turning.isPending && turning.variables.id === appeal.id}
              onTurn={() => turning.mutate(appeal)}
              onChange={() => setOpen({ id: appeal.id })}
              onRemove={() => setAsked(appeal)}
            />
          )}
        />
      ))}
      <Why file={data} />
      <Contrasts contrasts={data.contrasts} />
      <Figures file={data} />
      <Version at={data.at} by={data.by} />
      <Confirm
        asked={stopping}
        grave
        title={say.stopAll}
        why={say.stopAllWhy}
        act={say.stopAll}
        busy={ordering.isPending}
        error={ordering.error}
        onSure={() => ordering.mutate({ on: false })}
        onClose={() => setStopping(false)}
      />
      <Confirm
        asked={asked !== null}
        grave
        title={settings.removeOf(asked?.id ?? '')}
        why={say.removeWhy}
        act={words.remove}
        busy={removal.busy}
        error={removal.error}
        onSure={() => asked !== null && removal.start(asked)}
        onClose={() => setAsked(null)}
      />
      <ChangedSince removal={removal} />
    </div>
  );
}

/** Appeals of one place, in the order in which they are taken. */
function Place(props: {
  placement: Placement;
  all: readonly Appeal[];
  editable: boolean;
  onOrder: (ids: string[]) => void;
  onNew: () => void;
  row: (appeal: Appeal) => ReactNode;
}) {
  const { placement, all, editable, onOrder, onNew, row } = props;
  const { appeals: say } = useAskingWords();
  const { settings } = useHouseWords();
  const here = all.filter((one) => one.placement === placement);
  const order = useOrder(
    settings,
    here,
    ({ id }) => id,
    (ordered) => {
      // Those of other places stay where they are.
      const next = [...ordered];
      onOrder(all.map((one) => (one.placement === placement ? (next.shift()?.id ?? one.id) : one.id)));
    },
  );
  return (
    <section className={page.section} aria-labelledby={`asking-${placement}`}>
      <header className={page.head}>
        <h2 id={`asking-${placement}`}>{say.placements[placement]}</h2>
        {editable && (
          <Button
            variant="default"
            size="xs"
            aria-label={`${say.add}: ${say.placements[placement]}`}
            onClick={onNew}
          >
            {say.add}
          </Button>
        )}
      </header>
      {here.length === 0 && <p className={page.intro}>{say.none}</p>}
      <ol className={page.rows}>
        {here.map((appeal, index) => (
          <li key={appeal.id} onKeyDown={(event) => editable && order.onKey(event, index)}>
            {row(appeal)}
            {editable && here.length > 1 && (
              <div className={page.acts}>
                <OrderButtons order={order} name={appeal.id} index={index} last={here.length - 1} />
              </div>
            )}
          </li>
        ))}
      </ol>
      <OrderTold order={order} />
    </section>
  );
}
