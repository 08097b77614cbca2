import { createHmac } from 'node:crypto';
import { verifyWebhook, type WebhookHeaders } from '@sidecard/client/webhooks';
import { expect, it } from 'vitest';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NOW_MS = 1_614_265_330_000;
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const BODY = '{"type":"ticket.created","timestamp":"2021-02-25T15:02:10.000Z","data":{}}';

function signed(body = BODY, timestamp = NOW_MS / 1000, id = ID, secret = SECRET) {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${signature}` };
}
const verify = async (headers: WebhookHeaders, change: object = {}) => {
  const verified = await verifyWebhook({ headers, body: BODY, secret: SECRET, nowMs: NOW_MS, ...change });
  return verified.ok ? verified.id : verified.code;
};

it('takes what was signed with any of its secrets, of any kind of headers and body', async () => {
  // The example of the specification of Standard Webhooks.
  const known = {
    'webhook-id': ID,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  };
  expect(await verify(known, { body: '{"test": 2432232314}' })).toBe('body');
  expect(await verify(signed())).toBe(ID);
  expect(await verify(new Headers(signed()))).toBe(ID);
  expect(await verify(signed(), { body: new TextEncoder().encode(BODY) })).toBe(ID);
  expect(await verify(signed(), { secret: ['whsec_AAAA', SECRET] })).toBe(ID);
  const two = { ...signed(), 'webhook-signature': `v1a,x v1,AAAA ${signed()['webhook-signature']}` };
  expect(await verify(two)).toBe(ID);
  expect(await verify(signed(), { nowMs: NOW_MS + 300_000 })).toBe(ID);
});

it('refuses everything else, and says why', async () => {
  const { 'webhook-id': _, ...noId } = signed();
  expect(await verify(noId)).toBe('headers');
  expect(await verify({ ...signed(), 'webhook-timestamp': 'soon' })).toBe('headers');
  expect(await verify({ ...signed(), 'webhook-signature': 'v1,%%%' })).toBe('headers');
  expect(await verify({ ...signed(), 'webhook-id': ['a', 'b'] })).toBe('headers');
  expect(await verify(signed(), { nowMs: NOW_MS + 301_000 })).toBe('timestamp');
  expect(await verify(signed(), { nowMs: NOW_MS - 301_000 })).toBe('timestamp');
  expect(await verify({ ...signed(), 'webhook-id': 'another' })).toBe('signature');
  expect(await verify({ ...signed(), 'webhook-timestamp': String(NOW_MS / 1000 + 1) })).toBe('signature');
  expect(await verify(signed(), { body: `${BODY} ` })).toBe('signature');
  expect(await verify(signed(), { secret: 'whsec_AAAA' })).toBe('signature');
  expect(await verify(signed('null'), { body: 'null' })).toBe('body');
  expect(await verify(signed('[{'), { body: '[{' })).toBe('body');
  for (const secret of ['', 'whsec_', SECRET.slice(6), 'whsec_%']) {
    await expect(verify(signed(), { secret })).rejects.toThrow(TypeError);
  }
});
