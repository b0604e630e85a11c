import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTelling } from '../words.tsx';
import classes from './MoveDialog.module.css';
import { useStoryWords } from './words.ts';
import { momentOf, wallOf } from './zoned.ts';

/** A moment, told by the clock of the newsroom or of whoever chooses it. */
export function When({ value, onChange }: { value: number | null; onChange: (at: number | null) => void }) {
  const say = useStoryWords().move;
  const { timeZone, moment } = useTelling();
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set([timeZone, own])];
  const [zone, setZone] = useState(timeZone);
  const [wall, setWall] = useState(value === null ? '' : wallOf(value, timeZone));
  const choose = (nextWall: string, nextZone: string) => {
    setWall(nextWall);
    setZone(nextZone);
    onChange(momentOf(nextWall, nextZone));
  };
  const other = zones.find((one) => one !== zone);
  return (
    <div className={classes.when}>
      <TextInput
        type="datetime-local"
        label={say.when}
        required
        min={wallOf(Date.now(), zone)}
        value={wall}
        onChange={(event) => choose(event.currentTarget.value, zone)}
      />
      <NativeSelect
        label={say.zone}
        value={zone}
        data={zones.map((name) => ({
          value: name,
          label: name === timeZone ? say.newsroomZone(name) : say.myZone(name),
        }))}
        onChange={(event) => choose(wall, event.currentTarget.value)}
      />
      {value !== null && other !== undefined && (
        <p
          className={classes.means}
        >{`${moment(value)} (${timeZone}) = ${wallOf(value, own).replace('T', ' ')} (${own})`}</p>
      )}
    </div>
  );
}
