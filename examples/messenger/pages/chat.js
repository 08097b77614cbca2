// Signs in, and shows one conversation in Converse.

/** What the page's backend knows of its signed-in user. */
export async function signIn(as) {
  const response = await fetch(`/account?as=${as}`);
  if (!response.ok) throw new Error(`Nobody is signed in as ${as}: HTTP ${response.status}`);
  return response.json();
}

/** Loads Converse as it is published. */
export async function loadConverse() {
  await import(/* @vite-ignore */ `${location.origin}/converse/converse.min.js`);
  return window.converse;
}

/** Shows the conversation with the account's peer, below the page's `<converse-root>`. */
export async function openChat(converse, { jid, password, peer, websocketUrl }, plugins = []) {
  converse.plugins.add('conversation', {
    async initialize() {
      const { api } = this._converse;
      await api.waitUntil('rosterContactsFetched');
      await api.chats.open(peer, {}, true);
    },
  });
  await converse.initialize({
    jid,
    password,
    auto_login: true,
    websocket_url: websocketUrl,
    discover_connection_methods: false,
    assets_path: '/converse/',
    i18n: 'en',
    view_mode: 'fullscreen',
    allow_non_roster_messaging: true,
    // The conversation is loaded from the server each time the page opens.
    persistent_store: 'sessionStorage',
    clear_cache_on_logout: true,
    clear_messages_on_reconnection: true,
    show_send_button: true,
    loglevel: 'error',
    whitelisted_plugins: ['conversation', ...plugins],
  });
}
