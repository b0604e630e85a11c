import type { MirrorKind } from '../mirrors.ts';

/** The names of the secrets that each kind of mirror may need; known without loading its library. */
export const SECRETS: Readonly<Record<MirrorKind, readonly string[]>> = {
  folder: [],
  s3: ['ACCESS_KEY', 'SECRET_KEY', 'SESSION_TOKEN'],
  sftp: ['KEY_FILE', 'KEY', 'KEY_PASSPHRASE', 'PASSWORD'],
  rclone: ['CONFIG', 'CONFIG_PASSWORD'],
};
