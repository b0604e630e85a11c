/** Run by the tests as a process of its own: dies in the middle of a migration, with much of it written already. */
import { migrations } from './migrations/all.ts';
import { type Migration, openStore } from './store.ts';

const dies: Migration = {
  number: migrations.length + 1,
  name: 'dies',
  async up(ddl) {
    await ddl.table('extra', { id: 'text', text: 'text' }, { key: ['id'] });
    await ddl.column('tag', 'colour', 'text?');
    await ddl.run(`UPDATE tag SET names_json = 'lost'`);
    const spread = 'WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 60000)';
    const long = ddl.engine === 'sqlite' ? 'hex(randomblob(400))' : `repeat('x', 800)`;
    await ddl.run(`INSERT INTO extra (id, text) ${spread} SELECT CAST(n AS text), ${long} FROM n`);
    await ddl.dropTable('press_state');
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => {});
  },
  async down() {},
};

await openStore({ url: process.argv[2] ?? '', now: () => 0, migrations: [...migrations, dies] });
