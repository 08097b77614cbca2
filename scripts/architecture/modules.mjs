// @ts-check
// The modules of each package and their layers. `npm run check` enforces them; docs/architecture.md shows them.

/**
 * Lowest layer first. Each layer describes its modules: folders, or files beside them. A module imports only from lower layers. The
 * package's entries are above all layers and not listed.
 *
 * @typedef {readonly Readonly<Record<string, string>>[]} Layers
 */

/** Parts that must have no import cycles between folders. */
export const LAYERED = ['core', 'client', 'elements', 'react', 'exporters', 'conformance', 'server', 'demo', 'scripts'];

/** The folder of each part. @type {Readonly<Record<string, string>>} */
export const PARTS = {
  core: 'packages/core/src',
  client: 'packages/client/src',
  elements: 'packages/elements/src',
  react: 'packages/react/src',
  exporters: 'packages/exporters/src',
  conformance: 'packages/conformance/src',
  server: 'packages/server/src',
  demo: 'examples/demo/src',
  scripts: 'scripts',
};

/**
 * Layers by part. `node scripts/architecture.mjs --draft core` prints a draft from core's current imports; add a description to each
 * module.
 *
 * @type {Readonly<Record<string, Layers>>}
 */
export const LAYERS = {
  core: [
    { values: 'Checks and small values: text, money, days, time zones, labels, patterns.' },
    { model: 'The data of a ticket: the ticket, its events, parties, orders, states, deadlines and field values.' },
    {
      fields: 'Field kinds: how a form is described, checked and read.',
      commitments: 'A shop’s promises to its buyers, and whether each is kept, due or broken.',
    },
    { order: 'What the host reports about an order: what it changes, and what it contradicts.' },
    { policy: 'A shop’s policy: covered types, limits, rollout and routing.' },
    {
      machine: 'The rules: ticket types, transitions, guards and effects; `decide`, `evolve`, actions and projections.',
    },
    {
      types: 'The built-in ticket types.',
      team: 'What the shop’s handlers share among themselves: notes, and who is at a ticket.',
      templates: 'Texts that agents insert into their answers: what they contain, and how they are filled.',
      card: 'The card message that announces a ticket in a chat: writing it, and parsing it from untrusted senders.',
      archive: 'What is filed of a case by product and defect, changes by hand, and counts.',
    },
    { list: 'Lists of tickets: rows, filters, orders and search.' },
    { wire: 'The data between client and server: answers, changes, sessions, capabilities.' },
  ],
  client: [
    { ports: 'What the client needs from where it runs: clocks, timers, randomness, network, locks and pages.' },
    { util: 'Generic helpers: timers, clock, ids, lazy loading.' },
    {
      model: 'The types of the stores: state of a ticket, thread, ticket type, connection and outbox entry; refusals.',
      storage: 'Persistence between visits: IndexedDB or memory.',
    },
    { transport: 'The connection to the server: the port, HTTP, tokens, and checks of responses.' },
    { feed: 'What a backend posts to the chat itself: cards and replies, until they are acknowledged.' },
    { tabs: 'One event stream for all tabs of an account: who reads, who listens, and what wakes them.' },
    {
      stream: 'The event stream: connects, resumes and dispatches what arrives.',
      cards: 'Verifies the signatures of card messages.',
      pictures: 'Uploads pictures and loads them.',
    },
    {
      stores:
        'The live data that hosts and elements read: tickets, threads, session, accounts, templates, ticket types, drafts and inboxes.',
      archive: 'Reads, changes and exports the archive.',
    },
    {
      outbox: 'Commands: persisted, sent, retried and resolved.',
      'client.types.ts': 'The public interface of a client.',
    },
    {
      'on-demand.ts':
        'The parts that load once the account is known: outbox, inboxes, staff threads, accounts and ticket types.',
    },
    {
      'client.ts': 'Assembles the client.',
      'watch-deadlines.ts': 'Warns before deadlines that the account has to meet.',
    },
  ],
  elements: [
    {
      theme: 'Design tokens, shared style sheets and icons.',
      locales: 'All texts in both languages, and the formats of amounts and times.',
      events: 'The DOM events that elements dispatch.',
      controllers:
        'Lit controllers: stores, focus, announcements, time, lazy loading, and state scoped to a ticket and an account.',
    },
    {
      context: 'The context from a provider: client, language and texts.',
      floating: 'The action menu, explanations, details, and popover positioning.',
    },
    { pictures: 'Pictures: what adds them, thumbnails and the viewer.' },
    {
      ticket: 'A ticket as text, for panel, forms and staff thread: names, refusals and saved drafts.',
      archive: 'The page of the picture archive.',
    },
    { fields: 'Field kinds: how each is shown as a fact, drawn in a form and read from it.' },
    { forms: 'A form of any fields: what was typed, and what is wrong with it.' },
    { team: 'What the shop’s handlers share in the panel: who is there, hand-over, notes and templates.' },
    { 'staff-message': 'The thread with platform staff and its composer.' },
    { task: 'The task panel.' },
    { overlay: 'The frame that shows the panel beside the chat.' },
    { conversation: 'The after-sales side of a conversation, with or without a ticket.' },
    { workbench: 'The workbench: lists of tickets, a task’s page, accounts.' },
    { notices: 'What a page tells who looks elsewhere: deadlines that are near, and how many tasks wait.' },
    { provider: 'The provider element, and the overlay of cards without one.' },
    { card: 'The notification card.' },
    { tags: 'The types of the tags in templates of React, Preact, Solid, Svelte and Vue.' },
  ],
  exporters: [
    {
      'text.ts': 'What people wrote as harmless text on one line, and cutting it between characters.',
      'options.ts': 'Options of an export, and what is wrong with them.',
    },
    { 'content.ts': 'A ticket’s card for no surface in particular: its parts and lines.' },
    { 'limits.ts': 'Limits of places in a message, and shortening parts until they fit.' },
    { 'surface.ts': 'What a surface is: its limits, and how it writes a message.' },
    { surfaces: 'The surfaces, one file each, with their published limits.' },
    { 'export-ticket.ts': '`exportTicket`, and the table of surfaces.' },
  ],
  conformance: [
    { 'demand.ts': 'Demands, and how what is wrong is said.', 'tokens.ts': 'Where tokens come from.' },
    { 'http.ts': 'Requests and answers.' },
    { 'stream.ts': 'Event streams, frame by frame.' },
    { 'world.ts': 'The server that is checked: its shops, people and cases.' },
    { 'check.ts': 'What a check is.' },
    { checks: 'The checks, by area of the protocol.' },
    { 'run.ts': 'Runs the checks.' },
    { 'report.ts': 'What is said of a run.' },
    { 'bin.ts': 'The command.' },
  ],
  server: [
    {
      schemas:
        'Schemas of requests, answers, orders, policies and commitments. Validation and the OpenAPI document derive from them.',
      'timers.ts': 'Pauses and time limits.',
    },
    {
      storage: 'The store: its port and adapters. No other module accesses a database.',
      attachments: 'Pictures: the ports for their files and for decoding them, limits, and the queue of uploads.',
      bus: 'The port for notifications between processes.',
      metrics: 'What a server counts, and its text for Prometheus.',
      wire: 'Problem responses.',
    },
    { context: 'The context of a request: clock, ids, ports and the principal.' },
    {
      audit: 'The audit trail: who changed permissions, and who looked at full addresses.',
      accounts: 'Authentication, accounts and their audiences.',
      orders: 'The order look-up at the host.',
      policy: 'The policy that applies to a shop.',
      tickets: 'Projections of a ticket for an account.',
      'clock.ts': 'The time.',
      'options.ts': 'Configuration by the host.',
      'readiness.ts': 'Whether the server should get requests.',
    },
    { archive: 'What changes of tickets file in the archive, and its exports as a table and as a ZIP file.' },
    { streams: 'Event streams: connections, presence and pending frames.' },
    { deliveries: 'Delivery of cards and replies to chats, and their recipients.' },
    {
      commit: 'Writes a command’s changes in one transaction and notifies readers.',
      webhooks: 'Sends webhooks: reads the log of the feed, signs, retries, and gives up.',
    },
    {
      'use-cases': 'The operations of the API, one file each, independent of HTTP.',
      deadlines: 'Fires due deadlines.',
    },
    { openapi: 'The OpenAPI document.' },
    {
      http: 'Routes: requests in, responses out.',
      'housekeeping.ts': 'Deletes what is old, beside the other work.',
      'server-gauges.ts': 'Metrics that are read when they are collected.',
    },
    { 'server.ts': 'Starts and stops the parts.', 'mounted.ts': 'Answers below a path of another router.' },
    { 'create-server.ts': '`createSidecardServer`.' },
    { memory: 'The whole server on an in-memory store, in process, for demos, stories and a host’s tests.' },
    {
      node: 'Everything that needs Node.js: the command, listening, the server for development, files, the embedded database.',
      conformance: 'Conformance tests for stores on other databases.',
    },
  ],
};
