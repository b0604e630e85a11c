import { existsSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { delimiter, join } from 'node:path';
import type { BrowserName } from './reader-calls.ts';
import { run, systemEnvironment } from './run.ts';

/** A program that the lab needs, and the Debian package that has it. */
const NEEDS: Record<string, string> = {
  ip: 'iproute2',
  ss: 'iproute2',
  nft: 'nftables',
  dnsmasq: 'dnsmasq-base',
  certutil: 'libnss3-tools',
  openssl: 'openssl',
  sysctl: 'procps',
};
const BROWSERS: Record<BrowserName, string> = { chromium: 'chromium', firefox: 'firefox-esr' };

/** Why the lab cannot run on this machine, each with what to do; empty where it can. */
export async function labProblems(browsers: readonly BrowserName[]): Promise<string[]> {
  if (process.platform !== 'linux') return ['The lab needs Linux: it is built of network namespaces'];
  if (process.getuid?.() !== 0)
    return [
      'The lab needs root to make network namespaces; run it with sudo, or as root in a container of its own',
    ];
  const needed = Object.entries({
    ...NEEDS,
    ...Object.fromEntries(browsers.map((one) => [BROWSERS[one], BROWSERS[one]])),
  });
  const missing = [...new Set(needed.filter(([program]) => !isThere(program)).map(([, name]) => name))];
  const problems =
    missing.length === 0 ? [] : [`Install ${missing.join(', ')}: apt-get install ${missing.join(' ')}`];
  const driver = await import('puppeteer-core').then(
    () => true,
    () => false,
  );
  if (!driver)
    problems.push('This is an install for servers, which drives no browsers; run "script/install --dev"');
  return problems;
}

const isThere = (program: string): boolean =>
  (systemEnvironment().PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** What the lab ran on, in words: cores, kernel, and whether others worked there meanwhile. */
export async function machineWords(): Promise<string> {
  const kernel = (await run('uname', ['-r'])).trim().replace(/-.*/, '');
  const [cores, load] = [availableParallelism(), loadavg()[2] ?? 0];
  // The lab itself keeps about one and a half of two busy.
  const busy = load > cores + 1 ? `, busy with other work too (load ${load.toFixed(0)})` : '';
  return `${cores} cores, Linux ${kernel}${busy}`;
}

/** `Chromium 156.0.8078.108` */
export async function browserVersion(browser: BrowserName): Promise<string> {
  const args = browser === 'chromium' ? ['--no-sandbox', '--version'] : ['--version'];
  const said = await run(BROWSERS[browser], args);
  return /(?:Chromium|Firefox) [\d.]+\w*/.exec(said)?.[0] ?? said.trim();
}
