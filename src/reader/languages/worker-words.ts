import type { WorkerWords } from '../worker/data.ts';
import { enWorker } from './en-worker.ts';
import { faWorker } from './fa-worker.ts';
import { ruWorker } from './ru-worker.ts';

const tables: Readonly<Record<string, WorkerWords>> = { en: enWorker, ru: ruWorker, fa: faWorker };

/** The words of the worker in a language (`ru`, `fa-AF`), or in English where there is no table yet. */
export const workerWords = (lang: string): WorkerWords =>
  tables[(lang.split('-')[0] ?? '').toLowerCase()] ?? enWorker;
