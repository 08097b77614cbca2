import { within } from '../timers.js';

/**
 * Passes a stream on, which fails if its source is silent for too long. A slow reader does not count.
 *
 * @param maxMs - how long each part may take, in milliseconds
 */
export function withIdleLimit(source: ReadableStream<Uint8Array>, maxMs: number): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await within(maxMs, reader.read(), () => new Error('The source is silent.'));
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          void reader.cancel(error).catch(() => undefined);
          throw error;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
