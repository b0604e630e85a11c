export { run } from './program.ts';
export type { RunOptions } from './program.ts';
export { MIRROR_SECRETS, SETTINGS, SettingsError, projectRoot, readSettings } from './settings.ts';
export type { Environment, Settings } from './settings.ts';
