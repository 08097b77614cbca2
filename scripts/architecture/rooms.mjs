// @ts-check
// The rooms of each package, its folders, and the order of their layers. `npm run check` enforces it; docs/architecture.md shows it.

/**
 * Lowest layer first. Each names its rooms (folders, or files beside them) with a sentence about each. A room imports from rooms in the
 * layers below its own only. The package's entries are above all layers and are not listed.
 *
 * @typedef {readonly Readonly<Record<string, string>>[]} Layers
 */

/** The parts that must have no circle between their folders. */
export const LAYERED = ['core', 'client', 'elements', 'react', 'server', 'demo', 'scripts'];

/** Where each part's folders are. @type {Readonly<Record<string, string>>} */
export const PARTS = {
  core: 'packages/core/src',
  client: 'packages/client/src',
  elements: 'packages/elements/src',
  react: 'packages/react/src',
  server: 'packages/server/src',
  demo: 'examples/demo/src',
  scripts: 'scripts',
};

/**
 * The layers of those parts that have some. `node scripts/architecture.mjs --draft core` prints a draft for core from what it imports
 * today; each room then needs its sentence.
 *
 * @type {Readonly<Record<string, Layers>>}
 */
export const LAYERS = {
  core: [
    { values: 'Checks and small values: text, money, days, time zones, labels, patterns.' },
    { model: 'The data of a ticket: the ticket, its events, parties, orders, states, deadlines and field values.' },
    {
      fields: 'Field kinds: how a form is described, checked and read.',
      commitments: 'What a shop promises its buyers, and whether a promise is kept, due or broken.',
    },
    { policy: 'What a shop allows: covered types, limits, rollout and routing.' },
    {
      machine: 'The rules: ticket types, transitions, guards and effects; `decide`, `evolve`, actions and projections.',
    },
    {
      types: 'The tables of the built-in ticket types.',
      card: 'The message that announces a ticket in a chat: how it is written, and read from a sender that nobody trusts.',
    },
    { wire: 'What crosses the wire between client and server: answers, changes, sessions, capabilities.' },
  ],
  client: [
    {
      model:
        'What stores hold and take: the state of a ticket, a thread, a ticket type, the connection and an outbox entry; refusals.',
      storage: 'Where the client keeps things between two visits: IndexedDB or memory.',
      util: 'Helpers that know nothing of tickets: timers, clock, ids, parts that load on demand.',
    },
    { transport: 'Reaches the server: the port, HTTP, tokens, and checks of what comes back.' },
    {
      stream: 'The event stream: connects, resumes and reports what arrives.',
      cards: 'Checks the signatures of card messages.',
    },
    {
      stores:
        'What hosts and elements read: tickets, threads, session, accounts, ticket types, drafts and inboxes, kept current.',
    },
    {
      outbox: 'Commands that are written down, sent, repeated and resolved.',
      'client.types.ts': 'The interface of a client.',
    },
    {
      'on-demand.ts':
        'What loads once the account is known: outbox, inboxes, staff threads, accounts and ticket types.',
    },
    { 'client.ts': 'Puts the parts together.' },
  ],
  elements: [
    {
      theme: 'Design tokens, shared style sheets and icons.',
      locales: 'Every text in both languages, and how amounts and times are written.',
      events: 'The DOM events that elements dispatch.',
      controllers:
        'Lit controllers: stores, focus, announcements, time, parts that load on demand, and state that belongs to a ticket and an account.',
    },
    {
      context: 'What elements take from a provider: client, language and texts.',
      ticket: 'A ticket in words, for panel, forms and staff thread: names, refusals and saved drafts.',
      floating: 'The action menu, explanations and details, and what keeps a popover at its anchor.',
    },
    {
      fields: 'Field kinds: how each is shown as a fact, drawn in a form and read from it.',
    },
    { forms: 'A form of any fields: what was typed, and what is wrong with it.' },
    { 'staff-message': 'The thread with platform staff and its composer.' },
    { task: 'The task panel.' },
    { overlay: 'The frame that shows the panel beside the chat.' },
    { provider: 'The provider element, and the overlay of cards without one.' },
    { card: 'The notification card.' },
  ],
  server: [
    {
      schemas:
        'Schemas of everything that crosses a boundary: requests, answers, orders, policies and commitments. The only source of their checks and of their description.',
    },
    {
      storage: 'The store: its port and its adapters. Nothing else knows a database.',
      bus: 'The port through which processes notify each other.',
      wire: 'Problems as they are sent.',
    },
    { context: 'What a request knows: clock, ids, ports and the principal.' },
    {
      accounts: 'Who signs in, and which audience an account belongs to.',
      orders: 'How orders are looked up at the host.',
      policy: 'The policy that applies to a shop.',
      tickets: 'What a ticket looks like to an account.',
      'clock.ts': 'The time.',
      'options.ts': 'What a host configures.',
    },
    { streams: 'Event streams: connections, presence and what each one is due.' },
    { deliveries: 'Cards and replies on their way into chats, and who receives them.' },
    { commit: 'Writes what a command changed, in one transaction, and notifies its readers.' },
    {
      'use-cases': 'Everything that an account can ask for, one file each, without HTTP.',
      deadlines: 'Fires the deadlines that are due.',
    },
    { openapi: 'The description of the HTTP interface.' },
    { http: 'Routes: requests in, responses out.' },
    { 'server.ts': 'Starts and stops the parts.' },
    { 'create-server.ts': 'What a host calls.' },
    {
      node: 'All that needs Node: the command, listening, files, the embedded database.',
      memory: 'The whole server over a store of Maps, in process, for demos, stories and tests of a host.',
      conformance: 'Checks that a store keeps what its port promises, for those who bring another database.',
    },
  ],
};
