import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Client, createClient, httpTransport, memoryStorage } from '@sidecard/client';
import { type ServerOptions, type SidecardServer, verifyJwt } from '@sidecard/server';
import { transform } from 'esbuild';
import { openPglite } from '@sidecard/server/node';
import { expect, it } from 'vitest';
import { installation } from '../support/installation.ts';
import { INSTALLATION_REQUEST } from '../support/installations.ts';
import { AUDIENCE, BUYER, ISSUER, SECRET, sign, testClock } from '../support/server.ts';
import { ORDER } from '../support/tickets.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

it('docs/own-ticket-type.md shows the type of the tests, and lines that run', async () => {
  const page = await readFile(join(ROOT, 'docs/own-ticket-type.md'), 'utf8');
  const block = (language: string) => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(page)?.[1] ?? '';
  expect(block('ts')).toBe(await readFile(join(ROOT, 'test/support/installation.ts'), 'utf8'));

  const folder = await mkdtemp(join(tmpdir(), 'own-type-'));
  const database = await openPglite();
  let server: SidecardServer | undefined;
  let client: Client | undefined;
  try {
    const { code } = await transform(block('ts'), { loader: 'ts' });
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'installation.js'), code);
    await writeFile(join(folder, 'use.js'), block('js'));
    const { serverWith } = (await import(pathToFileURL(join(folder, 'use.js')).href)) as {
      readonly serverWith: (options: ServerOptions) => SidecardServer;
    };
    const clock = testClock();
    const own = serverWith({
      database,
      verify: verifyJwt({ issuer: ISSUER, audience: AUDIENCE, key: SECRET }),
      orders: () => Promise.resolve(ORDER),
      clock,
    });
    server = own;
    client = createClient({
      transport: httpTransport({
        url: 'http://sidecard.test',
        fetch: (input, init) => own.fetch(new Request(input, init)),
      }),
      getToken: () => sign(BUYER, clock.now()),
      storage: memoryStorage(),
    });
    const body = { type: installation.key, orderId: ORDER.id, request: INSTALLATION_REQUEST };
    expect(await client.create(body)).toMatchObject({
      status: 'confirmed',
      ticket: { covered: true, typeLabels: installation.labels },
    });
  } finally {
    client?.close();
    await server?.stop();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
});
