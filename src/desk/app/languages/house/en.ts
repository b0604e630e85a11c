import { audit } from '../audit/en.ts';
import { importing } from '../import/en.ts';
import { remarks, type Remarks } from '../remarks/en.ts';
import { settings } from '../settings/en.ts';

/** Words of the rooms in which the newsroom's own affairs are kept: import, settings, audit trail. */
export const en = { remarks: remarks as Remarks, import: importing, settings, audit };

export type HouseWords = typeof en;
