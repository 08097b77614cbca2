import { fileURLToPath } from 'node:url';
import { ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What the rule about syntax says of a line in a file of the server's storage. The rule needs no types, so no program is compiled. */
async function complaints(code: string): Promise<readonly string[]> {
  const file = 'packages/server/src/storage/planted.ts';
  const { rules } = (await new ESLint({ cwd: root }).calculateConfigForFile(root + file)) as Linter.Config;
  const config: Linter.Config = {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    rules: { 'no-restricted-syntax': rules?.['no-restricted-syntax'] ?? 'off' },
  };
  return new Linter().verify(code, [config], file).map(({ message }) => message);
}

const PLANTED = {
  'a list of tuples': `db.selectFrom('account').where((eb) => eb(eb.refTuple('a', 'b'), 'in', list.map(({ a, b }) => eb.tuple(a, b))));`,
  'a list of values': `db.selectFrom('account').where('id', 'in', ids);`,
  'a spread list': `db.selectFrom('account').where('id', 'not in', [...ids]);`,
  'a list either way': `db.selectFrom('account').where('id', others ? 'not in' : 'in', ids);`,
  'a list of conditions': `db.selectFrom('account').where((eb) => eb.or(list.map(({ id }) => eb('id', '=', id))));`,
  'a list in SQL': 'void sql`select id from account where (merchant_id, id) in (${sql.join(pairs)})`;',
};

describe('the linter, in sources of the server', () => {
  it.each(Object.entries(PLANTED))('refuses %s', async (_, code) => {
    expect(await complaints(code)).toEqual([expect.stringContaining('as one parameter')]);
  });

  it('accepts lists as one parameter, subqueries, and lists of a fixed length', async () => {
    expect(
      await complaints(`
        db.selectFrom('account').where('id', 'in', listOf(ids)).where('state', 'in', OPEN_STATES);
        db.selectFrom('account').where('id', 'in', (eb) => eb.selectFrom('ticket').select('id'));
        db.selectFrom('account').where((eb) => eb.or([eb('a', '=', 1), eb('b', '=', 2)]));
        void sql\`select id from account where id in (select id from \${recordset('r', COLUMNS, rows)})\`;`),
    ).toEqual([]);
  });
});
