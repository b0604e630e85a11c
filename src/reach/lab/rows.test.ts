import { describe, expect, it } from 'vitest';
import { censorRules } from './censor.ts';
import { ALL_HOSTS, ENTRY_MIRROR, MIRRORS, ORIGIN } from './names.ts';
import { drawMirrors } from './rehearse.ts';
import { LAB_ROWS } from './rows.ts';
import { seeded } from './seeded.ts';
import type { Stage } from './row.ts';

const story = { path: 'a.html', headline: 'A', ending: 'Z' };
const stage: Stage = {
  paper: {
    older: '/o',
    before: '/b',
    today: '/t',
    fingerprint: '',
    stories: { today: story, long: story, kept: story, second: story },
  },
  ...drawMirrors(seeded(1)),
};

describe('the rows of the lab', () => {
  it('have names of their own, and hosts too, each of another domain and address', () => {
    expect(new Set(LAB_ROWS.map(({ id }) => id)).size).toBe(LAB_ROWS.length);
    expect(new Set(ALL_HOSTS.map(({ ip }) => ip)).size).toBe(ALL_HOSTS.length);
    const domains = ALL_HOSTS.map(({ name }) => name.split('.').slice(-2).join('.'));
    expect(new Set(domains).size).toBe(ALL_HOSTS.length);
    expect(MIRRORS).toHaveLength(8);
  });

  it('leave one mirror of eight that is neither dropped, nor tampered with, nor lying', () => {
    for (const row of LAB_ROWS.filter(({ id }) => id !== 'whitelist')) {
      const { packets, wire, hosts, lies } = row.obstacles(stage);
      const { alive, dead } = stage;
      expect(
        packets.filter((act) => 'ip' in act && act.ip === alive.ip),
        row.id,
      ).toEqual([]);
      expect(hosts[alive.name], row.id).toEqual({ how: 'genuine', folder: '/t' });
      expect([wire[alive.name], lies.find(({ name }) => name === alive.name)], row.id).toEqual([
        undefined,
        undefined,
      ]);
      for (const { name, ip } of dead) {
        const dropped = packets.some((act) => 'ip' in act && act.ip === ip);
        const lying = hosts[name]?.how !== 'genuine' || hosts[name].folder !== '/t';
        expect(dropped || lying, `${row.id}: ${name}`).toBe(true);
      }
    }
  });

  it('draw each mirror as the last one sooner or later, and the same for the same seed', () => {
    const last = Array.from({ length: 200 }, (_, seed) => drawMirrors(seeded(seed)).alive.name);
    expect(new Set(last).size).toBe(MIRRORS.length);
    expect(drawMirrors(seeded(5))).toEqual(drawMirrors(seeded(5)));
    const { alive, dead } = drawMirrors(seeded(5));
    expect([...dead, alive].map(({ ip }) => ip).sort()).toEqual(MIRRORS.map(({ ip }) => ip).sort());
  });

  it('open stealth at the neutral mirror and everything else at the banned address', () => {
    for (const { id, from } of LAB_ROWS) expect(from).toBe(id === 'stealth' ? ENTRY_MIRROR : ORIGIN);
  });

  it('become rules that say what is dropped, rejected, counted and sent aside', () => {
    const rules = censorRules([
      { how: 'blackhole', ip: '198.51.100.1' },
      { how: 'proxy', ip: '198.51.100.2', port: 8443 },
      { how: 'curtain', bytes: 16_384 },
      { how: 'whitelist', ips: ['198.51.100.3'] },
    ]);
    expect(rules).toContain('ip daddr 198.51.100.1 counter drop');
    expect(rules).toContain('ip daddr 198.51.100.2 tcp dport 443 counter redirect to :8443');
    expect(rules).toContain('ct reply bytes > 16384 counter drop');
    expect(rules).toContain('ip daddr != { 198.51.100.3 } counter drop');
  });
});
