import type { Store } from '#store';
import type { Finding } from '../doctor-finding.ts';
import { isFailed, openPatient } from '../doctor-patient.ts';
import { examine } from '../doctor.ts';
import { EXIT } from '../out.ts';
import type { Call, Define } from '../call.ts';

type Options = { deep?: boolean; retry?: boolean };

export const define: Define = (command, act) => {
  command
    .option('--deep', 'also re-hash every object of the editions')
    .option('--retry', 'let failed jobs run again')
    .addHelpText(
      'after',
      '\nExamples:\n  longwave doctor\n  longwave doctor --deep --json\n\nExit status 1 when something is bad.\n',
    )
    .action(act((call: Call, options: Options) => doctor(call, options)));
};

async function doctor(call: Call, options: Options): Promise<number> {
  const { out, settings, now } = call;
  const patient = await openPatient(settings, now);
  try {
    if (options.retry === true && !isFailed(patient.store)) await retry(patient.store, now());
    const bar = out.bar('Examining');
    const findings = await examine(patient, {
      settings,
      at: now(),
      deep: options.deep === true,
      progress: (done, total) => bar.to(done, total),
    });
    bar.end();
    const well = findings.every((finding) => finding.verdict !== 'bad');
    out.result({ ok: well, findings }, () => tell(call, findings));
    return well ? EXIT.done : EXIT.refused;
  } finally {
    await patient.close();
  }
}

async function retry(store: Store, at: number): Promise<void> {
  for (const job of await store.jobs.list({ state: 'failed' })) await store.jobs.retry(job.id, at);
}

function tell(call: Call, findings: readonly Finding[]): void {
  const { out } = call;
  const marks = { ok: out.good('✓'), warn: out.bold('!'), bad: out.bad('✗'), unknown: out.dim('?') };
  for (const { check, verdict, found, todo } of findings) {
    out.line(`${marks[verdict]} ${check.padEnd(10)} ${found}`);
    if (todo) out.line(out.dim(`             ${todo}`));
  }
}
