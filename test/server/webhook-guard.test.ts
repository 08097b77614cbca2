import type { LookupFunction } from 'node:net';
import { type WebhookTransport, WebhookUnanswered } from '@sidecard/server';
import { nodeWebhooks } from '@sidecard/server/node';
import { expect, it } from 'vitest';
import { startReceiver } from '../support/webhook-receiver.ts';

const request = (url: string, timeoutMs = 5_000) => ({ url: new URL(url), headers: {}, body: '{}', timeoutMs });
const failureOf = (transport: WebhookTransport, url: string, timeoutMs?: number) =>
  transport.send(request(url, timeoutMs)).then(
    ({ status }) => status,
    (error: unknown) => (error instanceof WebhookUnanswered ? error.failure : error),
  );

/** Finds these addresses for every name. */
const finding =
  (...addresses: readonly string[]): LookupFunction =>
  (_name, _options, callback) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    (callback as (error: null, found: unknown) => void)(null, found);
  };

const PRIVATE = [
  ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1'],
  '168.63.129.16',
  ...[
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '2002:7f00:1::',
  ],
  ...['64:ff9b::7f00:1', '2001:db8::1'],
];

it('calls no address of this machine or of private networks, by whatever name or number', async () => {
  const transport = nodeWebhooks();
  for (const address of PRIVATE) {
    const host = address.includes(':') ? `[${address}]` : address;
    expect([address, transport.refusalOf(new URL(`https://${host}/`))]).toEqual([address, 'Must be a public address.']);
    expect([address, await failureOf(transport, `https://${host}/`)]).toEqual([address, 'address']);
    const named = nodeWebhooks({ lookup: finding(address) });
    expect([address, await failureOf(named, 'https://shop.example/')]).toEqual([address, 'address']);
    // One of several is enough.
    const mixed = nodeWebhooks({ lookup: finding('93.184.216.34', address) });
    expect([address, await failureOf(mixed, 'https://shop.example/')]).toEqual([address, 'address']);
  }
  // Other ways to write numbers are the same address.
  for (const url of ['https://2130706433/', 'https://0x7f.1/', 'https://localhost/', 'https://db.internal/']) {
    expect(transport.refusalOf(new URL(url))).toBe('Must be a public address.');
  }
  expect(transport.refusalOf(new URL('https://shop.example/hooks'))).toBeUndefined();
  expect(transport.refusalOf(new URL('https://93.184.216.34/'))).toBeUndefined();
  expect(transport.refusalOf(new URL('http://shop.example/'))).toBe('Must be an https: address.');
  expect(await failureOf(transport, 'http://shop.example/')).toBe('address');
  expect(nodeWebhooks({ allowPrivate: true }).refusalOf(new URL('ftp://127.0.0.1/'))).toBe(
    'Must be an https: address.',
  );
});

it('follows no redirect, waits no longer than it may, and reads no answer to its end', async () => {
  const [receiver, other] = [await startReceiver(), await startReceiver()];
  const transport = nodeWebhooks({ allowPrivate: true });
  receiver.answer = () => ({ status: 302, headers: { location: other.url } });
  expect(await failureOf(transport, receiver.url)).toBe(302);
  expect(other.received).toHaveLength(0);
  receiver.answer = () => 'nothing';
  expect(await failureOf(transport, receiver.url, 50)).toBe('timeout');
  // It announces more than it will ever send.
  receiver.answer = () => ({ status: 200, headers: { 'content-length': '1000000000' } });
  expect(await failureOf(transport, receiver.url)).toBe(200);
  // It wants to talk another protocol: neither an answer nor an error.
  receiver.answer = () => ({ status: 101, headers: { connection: 'upgrade', upgrade: 'websocket' } });
  expect(await failureOf(transport, receiver.url)).toBe('connection');
  await receiver.close();
  expect(await failureOf(transport, receiver.url)).toBe('connection');
  await other.close();
});
