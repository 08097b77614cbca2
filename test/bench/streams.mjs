// @ts-check
// What an event costs that a server delivers to many streams, and what an idle stream weighs: our server, `node:http` and socket.io, each in a
// process of its own. All send the same bytes of the same event, and the next one only when everybody has the last.
import { fork } from 'node:child_process';
import { Agent, get } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { here } from './contenders.mjs';
import { shuffled } from './statistics.mjs';

export const SERVER_PEERS = join(here, 'server-peers');
const TOKEN = 'merchant.main.streams';
const OPENED_AT_ONCE = 100;
const EVENTS = 20;

/** @typedef {{ frames: number, text: string, tell: () => void, close: (() => void)[] }} Readers */

/**
 * @param {{ streams: number }} sizes
 * @returns {Promise<import('./server-parts.mjs').Part>}
 */
export async function streams({ streams: count }) {
  const sample = await measure('ours', 1, '', 1);
  return {
    async round() {
      /** @type {Record<string, number>} */
      const record = { frame: sample.text.length };
      for (const who of shuffled(['ours', 'http', 'socketio'])) {
        const { figures } = await measure(who, count, sample.text, EVENTS);
        for (const [name, value] of Object.entries(figures)) record[`${who}.${name}`] = value;
      }
      return record;
    },
    close: () => Promise.resolve(),
  };
}

/** @param {string} who @param {number} count - of streams @param {string} text - the frame that a peer sends @param {number} events */
async function measure(who, count, text, events) {
  const child = fork(join(here, 'stream-server.mjs'), [who], { execArgv: ['--expose-gc'] });
  try {
    /** @type {(error: Error) => void} */
    let fail = () => undefined;
    child.once('exit', (code) => fail(new Error(`The server of ${who} ended with ${code}.`)));
    const answer = () =>
      new Promise((resolve, reject) => {
        fail = reject;
        child.once('message', resolve);
      });
    const { url } = /** @type {{ url: string }} */ (await answer());
    const ask = (/** @type {string} */ what) => {
      const answered = answer();
      child.send({ ask: what, text });
      return /** @type {Promise<{ cpuMs: number, bytes: number, rss: number }>} */ (answered);
    };
    // of what happens without readers; the first ones compile
    for (let n = 0; n < events; n++) await ask('emit');
    const silent = await ask('cpu');
    for (let n = 0; n < events; n++) await ask('emit');
    const alone = await ask('cpu');
    const empty = await ask('memory');
    const readers = await open(who, url, count);
    const idle = await ask('memory');
    const send = async () => {
      const expected = readers.frames + count;
      const all = new Promise((resolve) => {
        readers.tell = () => readers.frames >= expected && resolve(undefined);
      });
      await ask('emit');
      readers.tell();
      await all;
    };
    for (let n = 0; n < 4; n++) await send();
    const before = await ask('cpu');
    for (let n = 0; n < events; n++) await send();
    const after = await ask('cpu');
    for (const close of readers.close) close();
    const microseconds = (/** @type {number} */ ms) => (1000 * ms) / (events * count);
    const all = after.cpuMs - before.cpuMs;
    return {
      text: readers.text,
      figures: {
        event: microseconds(all),
        delivery: microseconds(all - (alone.cpuMs - silent.cpuMs)),
        bytes: (idle.bytes - empty.bytes) / count,
        rss: (idle.rss - empty.rss) / count,
      },
    };
  } finally {
    child.disconnect();
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

/** @param {string} who @param {string} url @param {number} count @returns {Promise<Readers>} */
async function open(who, url, count) {
  /** @type {Readers} */
  const readers = { frames: 0, text: '', tell: () => undefined, close: [] };
  const agent = new Agent({ maxSockets: Infinity });
  for (let from = 0; from < count; from += OPENED_AT_ONCE) {
    const more = Math.min(OPENED_AT_ONCE, count - from);
    await Promise.all(
      Array.from({ length: more }, () =>
        who === 'socketio' ? openSocket(url, readers) : openStream(url, agent, readers),
      ),
    );
  }
  return readers;
}

/** Opens a stream. @param {string} url @param {Agent} agent @param {Readers} readers @returns {Promise<void>} once its first frame is there */
function openStream(url, agent, readers) {
  return new Promise((resolve, reject) => {
    const request = get(`${url}/v1/events`, { agent, headers: { authorization: `Bearer ${TOKEN}` } }, (response) => {
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (/** @type {string} */ text) => {
        const frames = (rest + text).split('\n\n');
        rest = frames.pop() ?? '';
        for (const frame of frames)
          if (/^event: ticket$/m.test(frame)) {
            readers.text ||= `${frame}\n\n`;
            readers.frames++;
          }
        readers.tell();
        resolve();
      });
      response.on('error', () => undefined);
    });
    request.on('error', reject);
    readers.close.push(() => request.destroy());
  });
}

/** Opens a connection to socket.io. @param {string} url @param {Readers} readers @returns {Promise<void>} */
function openSocket(url, readers) {
  const load = createRequire(join(SERVER_PEERS, 'package.json'));
  const { io } = load('socket.io-client');
  return new Promise((resolve, reject) => {
    const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
    socket.on('connect', resolve);
    socket.on('connect_error', reject);
    socket.on('ticket', () => {
      readers.frames++;
      readers.tell();
    });
    readers.close.push(() => socket.disconnect());
  });
}
