// @ts-check
// A chat as small as can be, in memory. Yours is already there.

/** @typedef {{ id: string, from: string, text?: string, card?: unknown, atMs: number }} Line - one message */

export function createChat() {
  /** @type {Map<string, { lines: Map<string, Line>, streams: Set<ReadableStreamDefaultController<string>> }>} */
  const conversations = new Map();
  /** @param {string} id */
  const conversationOf = (id) => {
    const known = conversations.get(id) ?? { lines: new Map(), streams: new Set() };
    conversations.set(id, known);
    return known;
  };
  /** @param {unknown} data */
  const frame = (data) => `data: ${JSON.stringify(data)}\n\n`;

  return {
    /**
     * `GET /chat/ID` is a stream of messages, from the first one on. `POST /chat/ID` adds some; an id that is there already is left as it
     * is. `POST /chat/ID/reload` makes every page load the conversation again.
     *
     * @param {Request} request
     */
    async fetch(request) {
      const [, , id = '', verb] = new URL(request.url).pathname.split('/');
      const { lines, streams } = conversationOf(decodeURIComponent(id));
      if (request.method === 'POST') {
        /** @type {Line[]} */
        const sent = verb === 'reload' ? [] : await request.json();
        const added = sent
          .filter((line) => !lines.has(line.id))
          .map((line) => ({ ...line, atMs: line.atMs ?? Date.now() }));
        for (const line of added) lines.set(line.id, line);
        const data = verb === 'reload' ? { reload: true } : { lines: added };
        for (const stream of streams) stream.enqueue(frame(data));
        return new Response(null, { status: 204 });
      }
      /** @type {ReadableStreamDefaultController<string>} */
      let own;
      const body = new ReadableStream({
        start(controller) {
          own = controller;
          streams.add(own);
          own.enqueue(frame({ lines: [...lines.values()] }));
        },
        cancel: () => void streams.delete(own),
      });
      return new Response(body.pipeThrough(new TextEncoderStream()), {
        headers: { 'content-type': 'text/event-stream' },
      });
    },
    stop() {
      for (const { streams } of conversations.values()) for (const stream of streams) stream.close();
    },
  };
}
