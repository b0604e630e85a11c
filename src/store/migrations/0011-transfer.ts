import type { Migration } from '../migrate.ts';

/** What the bank's statements told, of the room `support`: no name, no account of a payer, no word of a payer. */
export const transfer: Migration = {
  number: 11,
  name: 'transfer',
  async up(ddl) {
    await ddl.table('bank_statement', {
      id: 'serial',
      digest: 'text',
      account: 'text',
      currency: 'text',
      name: 'text?',
      number: 'integer?',
      made: 'text',
      opening_on: 'text',
      opening: 'integer',
      closing_on: 'text',
      closing: 'integer',
      lines: 'integer',
      imported_at: 'integer',
    });
    await ddl.index('bank_statement_digest', 'bank_statement', ['digest'], { unique: true });
    await ddl.index('bank_statement_account', 'bank_statement', ['account', 'currency', 'closing_on']);
    await ddl.table(
      'bank_line',
      {
        id: 'text',
        base: 'text',
        ordinal: 'integer',
        account: 'text',
        currency: 'text',
        day: 'text',
        amount: 'integer',
        fee: 'integer',
        bank_reference: 'text?',
        country: 'text?',
        payer: 'text?',
        denied: 'integer',
        state: 'text',
        why: 'text?',
        contribution: 'text?',
        meant: 'text?',
      },
      { key: ['id'] },
    );
    await ddl.index('bank_line_base', 'bank_line', ['base', 'ordinal'], { unique: true });
    await ddl.index('bank_line_state', 'bank_line', ['state', 'day']);
    await ddl.index('bank_line_account', 'bank_line', ['account', 'currency']);
    await ddl.index('bank_line_contribution', 'bank_line', ['contribution'], {
      where: 'contribution IS NOT NULL',
    });
    await ddl.index('bank_line_reference', 'bank_line', ['bank_reference'], {
      where: 'bank_reference IS NOT NULL',
    });
    await ddl.table('bank_movement', {
      id: 'serial',
      source: 'text',
      line: 'text?',
      kind: 'text',
      account: 'text',
      currency: 'text',
      amount: 'integer',
      fee: 'integer',
      day: 'text',
      about: 'text?',
      contribution: 'text?',
      sender: 'text?',
      at: 'integer',
    });
    await ddl.index('bank_movement_source', 'bank_movement', ['source'], { unique: true });
    await ddl.index('bank_movement_contribution', 'bank_movement', ['contribution'], {
      where: 'contribution IS NOT NULL',
    });
    await ddl.index('bank_movement_about', 'bank_movement', ['about'], { where: 'about IS NOT NULL' });
    await ddl.index('bank_movement_amount', 'bank_movement', ['amount', 'kind']);
    await ddl.table('bank_payer', { payer: 'text', contribution: 'text', at: 'integer' }, { key: ['payer'] });
  },
  async down(ddl) {
    for (const table of ['bank_payer', 'bank_movement', 'bank_line', 'bank_statement'])
      await ddl.dropTable(table);
  },
};
