export { MIRROR_SECRETS, SETTINGS, SettingsError, projectRoot, readSettings } from './settings.ts';
export type { Environment, Settings } from './settings.ts';
