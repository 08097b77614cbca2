// The kit speaks to a bot's "direct line". This one is the page's chat.

let connections = 0;

/** @param cardType - content type of the attachment that is a card */
export function createDirectLine(chat, cardType) {
  const toActivity = ({ id, mine, text, card, atMs, clientId }) => ({
    type: 'message',
    id,
    timestamp: new Date(atMs).toISOString(),
    from: mine && !card ? { id: 'agent', role: 'user' } : { id: 'ada', role: 'bot' },
    channelData: { clientActivityID: clientId, 'webchat:sequence-id': atMs },
    ...(card ? { attachments: [{ contentType: cardType, content: card }] } : { text, textFormat: 'plain' }),
  });
  return {
    id: `connection-${++connections}`,
    activity$: observable((next) => {
      const sent = new Set();
      const send = (messages) => {
        for (const message of messages.filter(({ id }) => !sent.has(id))) {
          sent.add(message.id);
          next(toActivity(message));
        }
      };
      send(chat.messages());
      return chat.subscribe(send);
    }),
    connectionStatus$: observable((next) => void [0, 1, 2].forEach(next)),
    postActivity: ({ text, channelData }) =>
      observable((next, complete) => {
        if (text === undefined) return;
        const id = crypto.randomUUID();
        void chat.post(chat.id, id, { text, clientId: channelData?.clientActivityID }).then(() => {
          next(id);
          complete();
        });
      }),
    getSessionId: () => observable(() => {}),
    end() {},
  };
}

/** As much of an observable as the kit needs. */
function observable(start) {
  return {
    subscribe(observer, ...others) {
      const { next, complete } = typeof observer === 'function' ? { next: observer, complete: others[1] } : observer;
      const stop = start(
        (value) => next?.(value),
        () => complete?.(),
      );
      return { unsubscribe: () => stop?.() };
    },
  };
}
