import { listen } from '@sidecard/server/node';
import { expect, it } from 'vitest';

it('a server that closes sends the rest of its answers', async () => {
  let body: ReadableStreamDefaultController<Uint8Array> | undefined;
  const bytes = (text: string) => new TextEncoder().encode(text);
  const server = {
    fetch: () => {
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          body = controller;
          controller.enqueue(bytes('begun'));
        },
      });
      return Promise.resolve(new Response(stream));
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const listening = await listen(server);
  const reader = (await fetch(listening.url)).body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toBe('begun');
  const closed = listening.close();
  await new Promise((resolve) => setImmediate(resolve));
  body?.enqueue(bytes('ended'));
  body?.close();
  expect((await reader?.read())?.value).toBe('ended');
  expect((await reader?.read())?.done).toBe(true);
  await closed;
});
