import { createServer } from 'node:http';
import { Duplex } from 'node:stream';
import { nodeListener } from '@sidecard/server/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopleOf, startTestServer, type TestServer } from '../support/server.ts';

const { main, buyer } = peopleOf('slow');
const COMMANDS = 40;
const KIB = 1024;

/** A connection whose other end takes what is written, unless it is held. */
class Line extends Duplex {
  text = '';
  #goOn: (() => void) | undefined;
  #isHeld = false;

  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    this.#goOn?.();
  }

  override _read(): void {
    // Requests are pushed.
  }

  override _write(chunk: Buffer, _encoding: string, taken: () => void): void {
    this.text += chunk.toString();
    if (this.#isHeld) this.#goOn = taken;
    else taken();
  }
}

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

const openStreams = async () =>
  Number(/^sidecard_streams\{party="merchant"\} (\d+)$/m.exec(await world.server.metrics())?.[1] ?? 0);

it('a connection that takes nothing for a while keeps little waiting, then gets everything in order, and ends its stream with itself', async () => {
  const line = new Line();
  createServer(nodeListener(world.server)).emit('connection', line);
  const token = await world.token(main);
  line.push(`GET /v1/events HTTP/1.1\r\nhost: sidecard.test\r\nauthorization: Bearer ${token}\r\n\r\n`);
  await expect.poll(() => line.text).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*text\/event-stream[^]*\nevent: ready\n/);
  expect(await openStreams()).toBe(1);

  const { ticket } = await world.create({}, buyer);
  const seqs = () => [...line.text.matchAll(/^id: \S+\.(\d+)$/gm)].map(([, seq]) => Number(seq));
  await expect.poll(seqs).toEqual([1]);
  line.hold();
  for (let n = 0; n < COMMANDS; n++) await world.command(main, ticket.id, { command: n % 2 ? 'release' : 'claim' });
  expect(line.writableLength).toBeGreaterThan(32 * KIB);
  expect(line.writableLength).toBeLessThan(80 * KIB);
  expect(seqs().length).toBeLessThan(COMMANDS);

  line.release();
  await expect.poll(seqs).toEqual(Array.from({ length: COMMANDS + 1 }, (_, index) => index + 1));
  line.destroy();
  await expect.poll(openStreams).toBe(0);
});
