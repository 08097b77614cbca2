import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exportTicket, SURFACE_NAMES } from '@sidecard/exporters';
import { expect, it } from 'vitest';
import { viewOf, withTexts } from '../support/exports.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

it('docs/exporters.md shows lines that run, and every surface', async () => {
  const page = await readFile(join(ROOT, 'docs/exporters.md'), 'utf8');
  const [, code = ''] = /^```js\n(.*?)^```/ms.exec(page) ?? [];
  const [first = '', ...lines] = code.split('\n');
  expect(first).toBe("import { exportTicket } from '@sidecard/exporters';");
  const posted: unknown[] = [];
  const warned: string[] = [];
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function(
    'exportTicket',
    'ticket',
    'postToSlack',
    'console',
    `return (async () => {${lines.join('\n')}})();`,
  );
  const tooLong = withTexts(viewOf(), 'It is chipped. '.repeat(300));
  const post = (message: unknown) => Promise.resolve(posted.push(message));
  await run(exportTicket, tooLong, post, { warn: (line: string) => warned.push(line) });
  expect(posted).toMatchObject([{ channel: 'after-sales', blocks: { length: 5 } }]);
  expect(warned).toContain('words is shortened: limit');
  for (const name of SURFACE_NAMES) expect(page).toContain(`| \`${name}\` |`);
});
