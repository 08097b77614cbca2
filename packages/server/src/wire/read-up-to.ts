/** How a body is read. */
export interface Reading {
  /** Ends the reading. */
  readonly signal?: AbortSignal;
  /** Is awaited before more of it is kept. */
  readonly room?: (bytes: number) => Promise<void>;
}

/**
 * Reads a body, to the first byte too many.
 *
 * @returns `undefined` if it is larger
 */
export async function readUpTo(
  maxBytes: number,
  body: ReadableStream<Uint8Array> | null,
  { signal, room }: Reading = {},
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  // A body that has failed cannot be cancelled.
  const stop = () => void reader?.cancel().catch(() => undefined);
  signal?.addEventListener('abort', stop);
  try {
    while (reader) {
      const { done, value } = await reader.read();
      signal?.throwIfAborted();
      if (done) break;
      size += value.byteLength;
      if (size > maxBytes) {
        await reader.cancel();
        return undefined;
      }
      await room?.(value.byteLength);
      chunks.push(value);
    }
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
