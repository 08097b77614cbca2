import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Report } from '@sidecard/conformance';
import { type DevServer, openDevServer } from '@sidecard/server/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildScript } from '../support/command.ts';

let bin: string;
let dev: DevServer;
/** Answers nothing as the protocol asks. */
let wrong: Server;
let wrongUrl: string;
/** The tokens that it was asked with. */
const asked = new Set<string | undefined>();
beforeAll(async () => {
  bin = await buildScript('packages/conformance/src/bin.ts', 'conformance');
  dev = await openDevServer({ say: () => undefined });
  wrong = createServer(({ headers }, response) => {
    asked.add(headers.authorization);
    response.writeHead(200).end('{}');
  });
  await new Promise<void>((resolve) => void wrong.listen(0, '127.0.0.1', resolve));
  wrongUrl = `http://127.0.0.1:${(wrong.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await dev.close();
  wrong.closeAllConnections();
  await new Promise((resolve) => void wrong.close(resolve));
});

/** Runs the command. @returns how it ended, and what it printed */
function run(...args: readonly string[]): Promise<{ code: unknown; out: string; errors: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'] };
    execFile(process.execPath, [bin, ...args], { env }, (error, out, errors) => {
      resolve({ code: error === null ? 0 : error.code, out, errors });
    });
  });
}

it('the command ends with 0 if no check fails, with tokens of the server for development', async () => {
  const { code, out } = await run(dev.url, '--only', 'tokens/in the address', '--merchants', 'one,two');
  expect([code, out.trim()]).toEqual([0, `${dev.url}: 2 passed, 0 failed, 0 skipped.`]);
});

it('a command of the host gives tokens, and is told whose', async () => {
  asked.clear();
  const command = 'echo "$PARTY/$ACCOUNT_ID/$MERCHANT_ID/$MAIN"';
  const options = ['--only', 'access/get queues as main', '--token-command', command, '--merchants', 'one,two'];
  const { code, out } = await run(wrongUrl, ...options, '--json');
  const { passed, failed, results } = JSON.parse(out) as Report;
  expect([code, passed, failed, results.length]).toEqual([1, 1, 1, 2]);
  expect(asked).toEqual(
    new Set(
      ['one', 'two'].flatMap((shop) => [
        `Bearer merchant/conformance-main/${shop}/true`,
        `Bearer merchant/conformance-agent/${shop}/`,
        `Bearer merchant/conformance-clerk/${shop}/`,
      ]),
    ),
  );
});

it('the command ends with 1 and says why if a check fails', async () => {
  const { code, out } = await run(wrongUrl, '--only', 'tokens/in the address', '--token-url', `${dev.url}/dev/token`);
  expect(code).toBe(1);
  expect(out).toContain('✗ tokens/in the address');
  expect(out).toContain('answered 200, expected 401');
});

it.each<[readonly string[], RegExp]>([
  [[], /^Name one URL/],
  [['no-url'], /^Name one URL/],
  [['http://127.0.0.1:9', 'http://127.0.0.1:9'], /^Name one URL/],
  [['http://127.0.0.1:9', '--merchants', 'one'], /^--merchants needs two ids/],
  [['http://127.0.0.1:9', '--secret', 'x'], /^--secret needs --issuer and --audience/],
  [['http://127.0.0.1:9', '--unheard-of'], /unheard-of/],
  [['http://127.0.0.1:9', '--only', 'nothing-has-this'], /^No check has nothing-has-this in its id/],
])('the command ends with 2 for %j', async (args, words) => {
  const { code, errors } = await run(...args);
  expect(code).toBe(2);
  expect(errors).toMatch(words);
});

it('the command ends with 2 where nothing answers', async () => {
  const { code, out } = await run('http://127.0.0.1:9', '--secret', 'x', '--issuer', 'i', '--audience', 'a');
  expect([code, out.includes('✗ set-up')]).toEqual([2, true]);
});

it('lists its checks', async () => {
  const { code, out } = await run('--list');
  expect(code).toBe(0);
  expect(out.split('\n').filter((line) => line !== '' && !line.startsWith(' ')).length).toBeGreaterThan(900);
});
