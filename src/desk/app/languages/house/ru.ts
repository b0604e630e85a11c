import { audit } from '../audit/ru.ts';
import { importing } from '../import/ru.ts';
import { remarks } from '../remarks/ru.ts';
import { settings } from '../settings/ru.ts';
import type { HouseWords } from './en.ts';

export const ru: HouseWords = { remarks, import: importing, settings, audit };
