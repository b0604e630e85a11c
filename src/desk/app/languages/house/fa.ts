import { audit } from '../audit/fa.ts';
import { importing } from '../import/fa.ts';
import { remarks } from '../remarks/fa.ts';
import { settings } from '../settings/fa.ts';
import type { HouseWords } from './en.ts';

export const fa: HouseWords = { remarks, import: importing, settings, audit };
