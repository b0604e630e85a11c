import { examine, type Finding } from '../doctor.ts';
import { withAll, type Opened } from '../open.ts';
import { EXIT } from '../out.ts';
import { newsroomExists } from '../place.ts';
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
  newsroomExists(settings);
  return withAll(
    settings,
    now,
    async (opened) => {
      if (options.retry === true) await retry(opened, now());
      const bar = out.bar('Examining');
      const findings = await examine(opened, {
        settings,
        at: now(),
        deep: options.deep === true,
        progress: (done, total) => bar.to(done, total),
      });
      bar.end();
      const well = findings.every((finding) => finding.verdict !== 'bad');
      out.result({ ok: well, findings }, () => tell(call, findings));
      return well ? EXIT.done : EXIT.refused;
    },
    { mend: true },
  );
}

async function retry({ store }: Opened, at: number): Promise<void> {
  for (const job of await store.jobs.list({ state: 'failed' })) await store.jobs.retry(job.id, at);
}

function tell(call: Call, findings: readonly Finding[]): void {
  const { out } = call;
  for (const { check, verdict, found, todo } of findings) {
    const mark = verdict === 'ok' ? out.good('✓') : verdict === 'warn' ? out.bold('!') : out.bad('✗');
    out.line(`${mark} ${check.padEnd(10)} ${found}`);
    if (todo) out.line(out.dim(`             ${todo}`));
  }
}
