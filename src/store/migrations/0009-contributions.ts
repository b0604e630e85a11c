import type { Migration } from '../migrate.ts';

/**
 * Contributions of the room `support`, what is asked of the rails for them, and the till's own book. Nothing in these
 * tables says who gave.
 */
export const contributions: Migration = {
  number: 9,
  name: 'contributions',
  async up(ddl) {
    await ddl.table(
      'contribution',
      {
        id: 'text',
        code_hash: 'text?',
        rail: 'text',
        rhythm: 'text',
        state: 'text',
        currency: 'text',
        amount: 'integer',
        cover: 'integer',
        purpose: 'text',
        visibility: 'text',
        lang: 'text',
        country: 'text?',
        reference: 'text?',
        standing: 'text?',
        begun_on: 'text',
        changed_on: 'text',
        next_at: 'integer?',
        tries: 'integer',
      },
      { key: ['id'] },
    );
    await ddl.index('contribution_code', 'contribution', ['code_hash'], {
      unique: true,
      where: 'code_hash IS NOT NULL',
    });
    await ddl.index('contribution_reference', 'contribution', ['reference'], {
      unique: true,
      where: 'reference IS NOT NULL',
    });
    await ddl.index('contribution_standing', 'contribution', ['rail', 'standing'], {
      unique: true,
      where: 'standing IS NOT NULL',
    });
    await ddl.index('contribution_due', 'contribution', ['state', 'country', 'next_at']);
    await ddl.table(
      'contribution_payment',
      { rail: 'text', source: 'text', contribution: 'text', at: 'integer' },
      { key: ['rail', 'source'], belongs: { contribution: 'contribution' } },
    );
    await ddl.index('contribution_payment_of', 'contribution_payment', ['contribution']);
    await ddl.table('rail_call', {
      id: 'serial',
      idempotency_key: 'text',
      contribution: 'text',
      rail: 'text',
      kind: 'text',
      ask_json: 'text?',
      state: 'text',
      outcome: 'text?',
      attempts: 'integer',
      created_at: 'integer',
      next_at: 'integer',
    });
    await ddl.index('rail_call_open', 'rail_call', ['contribution'], {
      unique: true,
      where: "state = 'open'",
    });
    await ddl.index('rail_call_due', 'rail_call', ['state', 'next_at']);
    await ddl.table(
      'rail_reading',
      { rail: 'text', cursor: 'text?', read_at: 'integer?', fault: 'text?', fault_at: 'integer?' },
      { key: ['rail'] },
    );
    await ddl.table(
      'rail_question',
      { rail: 'text', source: 'text', reason: 'text', at: 'integer' },
      { key: ['rail', 'source', 'reason'] },
    );
    await ddl.table(
      'support_setting',
      { name: 'text', number: 'integer', at: 'integer', value_json: 'text' },
      { key: ['name', 'number'] },
    );
    await ddl.table(
      'till_standing',
      {
        id: 'text',
        contribution: 'text',
        rhythm: 'text',
        currency: 'text',
        amount: 'integer',
        card: 'text',
        country: 'text',
        state: 'text',
        anchor_on: 'text',
        periods: 'integer',
        next_at: 'integer?',
        failures: 'integer',
      },
      { key: ['id'] },
    );
    await ddl.index('till_standing_due', 'till_standing', ['next_at']);
    await ddl.table('till_movement', {
      id: 'serial',
      source: 'text',
      kind: 'text',
      contribution: 'text',
      about: 'text?',
      currency: 'text',
      amount: 'integer',
      at: 'integer',
    });
    await ddl.index('till_movement_source', 'till_movement', ['source'], { unique: true });
    await ddl.table(
      'till_call',
      { idempotency_key: 'text', answer_json: 'text', at: 'integer' },
      { key: ['idempotency_key'] },
    );
  },
  async down(ddl) {
    for (const table of [
      'till_call',
      'till_movement',
      'till_standing',
      'support_setting',
      'rail_question',
      'rail_reading',
      'rail_call',
      'contribution_payment',
      'contribution',
    ])
      await ddl.dropTable(table);
  },
};
