import { describe, expect, it } from 'vitest';
import { match, readRequirements, readTests } from '../../scripts/requirements.mjs';

const titlesOf = (source: string) => readTests(source, 'a.test.ts').map(({ title }) => title);
const idsOf = (source: string) => readTests(source, 'a.test.ts').map(({ ids }) => ids.join(' '));

describe('the list of requirements', () => {
  it('has an id and a sentence each, and says which are for later', () => {
    const list = [
      '# Heading',
      'About **R9** here.',
      '',
      '- **R1** One card.',
      '- **R2** A long',
      '  sentence. *(later)*',
    ];
    expect(readRequirements(list.join('\n'))).toEqual([
      { id: 'R1', sentence: 'One card.', later: false },
      { id: 'R2', sentence: 'A long sentence.', later: true },
    ]);
  });
});

describe('the tests of a source', () => {
  it.each([
    ['one', "it('[R1] is one', () => {});", 'R1'],
    ['one by its other name', "test('[R1] is one', () => {});", 'R1'],
    ['several ids', "it('[R1] [R24] is both', () => {});", 'R1 R24'],
    ['rows', "it.each(rows)('[R2] is $name', () => {});", 'R2'],
    ['rows in a template', 'it.each`a\n${1}`("[R2] is $a", () => {});', 'R2'],
    ['rows of a chosen run', "it.concurrent.each(rows)('[R2] is $name', () => {});", 'R2'],
    ['a condition', "it.runIf(browser)('[R3] runs', () => {});", 'R3'],
    ['a title that is put together', "it(`[R4] live: ${title}` + ' [R5]', () => {});", 'R4 R5'],
    ['a title without an id', "it('is one', () => {});", ''],
    ['a title made elsewhere', 'it(title, () => {});', ''],
  ])('are found with %s', (_, source, ids) => {
    expect(idsOf(source)).toEqual([ids]);
  });

  it('have the ids and titles of the groups around them', () => {
    const source = `
      describe('[R1] a card', () => {
        for (const row of rows) describe.each(row)('of $type', () => {
          beforeEach(() => open());
          it('[R2] shows', () => {});
          it(\`is \${row} high\`, () => {});
        });
      });
      it('stands alone', () => {});`;
    expect(titlesOf(source)).toEqual(['a card › of $type › shows', 'a card › of $type › is … high', 'stands alone']);
    expect(idsOf(source)).toEqual(['R1 R2', 'R1', '']);
  });

  it.each([
    ['skipped', "it.skip('[R1] is one', () => {});"],
    ['only meant', "it.todo('[R1] is one');"],
    ['in a group that is skipped', "describe.skip('[R1] a card', () => { it('is one', () => {}); });"],
    ['only words', "// it('[R1] is one')\nconst source = `it('[R1] is one', () => {})`;"],
    ['something else of that name', "/[R1]/.test('[R1]'); pattern.test('[R1]'); expect('[R1]').toBe(it);"],
    ['a group without tests', "describe('[R1] a card', () => {});"],
  ])('are not what is %s', (_, source) => {
    expect(readTests(source, 'a.test.ts')).toEqual([]);
  });
});

describe('requirements beside tests', () => {
  const list = readRequirements('- **R1** One.\n- **R2** Two.\n- **R3** Three. *(later)*\n- **R4** Four. *(later)*');
  const tests = readTests("it('[R1] a', f); it('[R1] [R4] b', f); it('[R9] c', f); it('d', f);", 'a.test.ts');
  const { rows, unproven, unknownMembers } = match(list, tests);

  it('count the tests of each', () => {
    expect(rows.map((row) => `${row.id} ${row.tests.length}`)).toEqual(['R1 2', 'R2 0', 'R3 0', 'R4 1']);
  });

  it('tell which are delivered and have none, and which are not on the list', () => {
    expect(unproven.map(({ id }) => id)).toEqual(['R2']);
    expect(unknownMembers.map(({ title }) => title)).toEqual(['c']);
  });
});
