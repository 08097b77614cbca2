// The chat that the page shows, as far as it is not a chat kit's: who is signed in, and the messages of a conversation. Yours is already there.

/**
 * Opens the conversations that the page's address names: `?as=lin&chat=ada`, several with commas; `&column` gives the panel a column of the page.
 */
export function openChats() {
  const query = new URLSearchParams(location.search);
  const agents = (query.get('as') ?? 'lin').split(',');
  const ids = (query.get('chat') ?? 'ada').split(',');
  return agents.map((agent, index) => openChat(agent, `chat-${ids[index]}`, query.has('column')));
}

/** Rejects for an answer that is no success, too: the SDK then tries again. */
async function fetched(url, init) {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  return response;
}

function openChat(agent, id, column) {
  const root = document.body.appendChild(document.createElement('section'));
  root.className = 'window';
  const listeners = new Set();
  const known = new Map();
  let messages = [];

  const tell = (next) => {
    messages = next;
    for (const listener of listeners) listener(messages);
  };
  const all = () => [...known.values()].sort((one, other) => one.atMs - other.atMs);
  new EventSource(`/chat/${id}`).onmessage = ({ data }) => {
    const { lines = [], reload } = JSON.parse(data);
    // A reload throws away what is shown, and shows it anew.
    if (reload) {
      tell([]);
      setTimeout(() => tell(all()), 50);
    }
    if (lines.length === 0) return;
    for (const line of lines) known.set(line.id, { ...line, mine: line.from !== 'ada' });
    tell(all());
  };

  const post = async (conversationId, messageId, content) => {
    await fetched(`/chat/${conversationId}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ id: messageId, from: agent, ...content }]),
    });
  };

  return {
    id,
    /** Where the chat goes. */
    root,
    /** Whether the page has a column of its own for the panel. */
    column,
    /** A token of your backend, which says who this is. */
    getToken: async () => (await fetched(`/token?as=${agent}`)).text(),
    /** The conversation's messages, oldest first: `{ id, mine, text }` or `{ id, mine, card }`. */
    messages: () => messages,
    /** Calls you with the messages whenever they change. Returns a function that stops it. */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Says something in the conversation. */
    say: (text) => post(id, crypto.randomUUID(), { text }),
    /** Posts a card as the platform, or a text as the agent, under an id: once, however often it is called. Rejects if the chat does not have it. */
    post,
  };
}
