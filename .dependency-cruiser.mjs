// Which file may import which: core <- client <- elements <- react, core <- server, and elements/card-words <- exporters.
// Only sources are checked. A package imported by name resolves to its built files (packages/NAME/dist).

/**
 * Forbids imports of these files, except of their own files and those listed. `uses` are paths after resolution.
 *
 * @param {string} name
 * @param {string} comment
 * @param {string} from
 * @param {string[]} uses
 * @returns {import('dependency-cruiser').IRegularForbiddenRuleType}
 */
const only = (name, comment, from, uses) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: uses },
});

/** Files of an npm package, wherever it is installed. */
const npm = (/** @type {string} */ name) => `node_modules/${name}/`;
/** Built files of one of our packages. */
const built = (/** @type {string} */ name) => `^packages/${name}/dist/`;
const own = (/** @type {string} */ name) => `^packages/${name}/src/`;

/** Frameworks whose templates can have typed tags. */
const TYPES_OF_TAGS = [
  ...['react', '@types/react', 'preact', 'solid-js', 'svelte', 'vue'].map(npm),
  '^svelte/elements$',
];

/** @type {import('dependency-cruiser').IConfiguration & { forbidden: import('dependency-cruiser').IForbiddenRuleType[] }} */
export default {
  forbidden: [
    // Core is shared by all parts and runs everywhere, so it has no dependencies.
    only('core-uses-nothing', 'core imports nothing outside itself', own('core'), [own('core')]),

    // The client runs in pages, workers and Node, under any user interface.
    only('client-uses', 'client imports core and nanostores only', own('client'), [
      own('client'),
      built('core'),
      npm('nanostores'),
    ]),

    // A host loads the card first: list everything that it may import.
    only(
      'elements-use',
      'elements import core, client, lit, @lit/*, @floating-ui/dom and @tanstack/lit-virtual only',
      own('elements'),
      [
        own('elements'),
        built('core'),
        built('client'),
        npm('lit'),
        npm('@lit/[^/]+'),
        npm('@floating-ui/dom'),
        npm('@tanstack/lit-virtual'),
        ...TYPES_OF_TAGS,
      ],
    ),
    {
      name: 'types-of-tags',
      comment: 'only src/tags knows frameworks, and only their types',
      severity: 'error',
      from: { path: '^packages/elements/src/(?!tags/)' },
      to: { path: TYPES_OF_TAGS },
    },

    // Wrappers without logic.
    only('react-uses', 'react imports elements (types of client too), react and @lit/react only', own('react'), [
      own('react'),
      built('elements'),
      built('client'),
      npm('react'),
      npm('@types/react'),
      npm('@lit/react'),
    ]),

    // Exporters run in backends: of the elements they use the words alone.
    only('exporters-use', 'exporters import core and @sidecard/elements/card-words only', own('exporters'), [
      own('exporters'),
      built('core'),
      '^packages/elements/dist/card-words[.]',
    ]),
    // The kit asks a server over HTTP, and knows of it what is written down.
    only(
      'conformance-uses',
      'conformance imports core (card messages only), jose and node:* only',
      own('conformance'),
      [
        own('conformance'),
        '^packages/core/dist/(index|signed-card)[.]',
        npm('jose'),
        '^(node:)?(child_process|crypto|util)$',
      ],
    ),
    {
      name: 'card-words-without-elements',
      comment: 'elements/card-words is for backends: it must not load lit, directly or indirectly',
      severity: 'error',
      from: { path: '^packages/elements/src/card-words[.]ts$' },
      to: { path: [npm('lit'), npm('@lit/[^/]+')], reachable: true },
    },

    // The handler runs wherever Request and Response exist; only src/node may need Node.
    only(
      'server-uses',
      'server imports core, hono, kysely, jose, valibot, client-zip, aws4fetch only (Node.js code in src/node)',
      '^packages/server/src/(?!node/)',
      [
        '^packages/server/src/(?!node/)',
        built('core'),
        ...['hono', 'kysely', 'jose', 'valibot', '@valibot/to-json-schema', 'client-zip', 'aws4fetch'].map(npm),
      ],
    ),
    only(
      'server-node-uses',
      'server/src/node imports in addition node:*, @hono/node-server, @electric-sql/pglite, pg, @nats-io/transport-node, sharp, @opentelemetry/api',
      '^packages/server/src/node/',
      [
        own('server'),
        built('core'),
        npm('hono'),
        npm('kysely'),
        npm('jose'),
        npm('valibot'),
        npm('@hono/node-server'),
        npm('@electric-sql/pglite'),
        npm('pg'),
        npm('@types/pg'),
        npm('@nats-io/transport-node'),
        npm('sharp'),
        npm('@opentelemetry/api'),
        '^(node:)?(assert|async_hooks|buffer|child_process|crypto|dns|events|fs|http|https|module|net|os|path|perf_hooks|process|readline|stream|timers|tls|url|util|worker_threads|zlib)(/|$)',
      ],
    ),

    // Schemas are large. In pages, small parsers check untrusted data (cards, answers).
    {
      name: 'schemas-on-the-server',
      comment: 'valibot is for the server: code that a page loads for a card or a client must not import it',
      severity: 'error',
      from: { pathNot: '^packages/server/src/' },
      to: { path: [npm('valibot'), npm('@valibot/to-json-schema')] },
    },

    // A package is its exports: what cannot be imported by name is free to change.
    {
      name: 'packages-by-name',
      comment: 'import another package by its name, never by path',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/([^/]+)/', pathNot: ['^packages/$1/', '^packages/[^/]+/dist/'] },
    },
    {
      name: 'users-by-name',
      comment: 'tests, stories and examples use packages by name only: what they cannot import, no user can',
      severity: 'error',
      from: { path: '^(test|stories|examples|[.]storybook)/' },
      to: { path: '^packages/[^/]+/src/' },
    },
    {
      name: 'no-path-into-dist',
      comment: 'do not import built files by path either',
      severity: 'error',
      from: { path: '^(packages|test|stories|examples)/' },
      to: { path: '^packages/[^/]+/dist/', dependencyTypes: ['local'], dependencyTypesNot: ['aliased-workspace'] },
    },

    // Two files that need each other should be one file, or three.
    {
      name: 'no-cycles',
      comment: 'no cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },

    // Includes paths outside a package’s exports map.
    {
      name: 'resolvable',
      comment:
        'every import resolves to a file, but for types that Svelte declares without one, and what examples and benchmarks install for themselves',
      severity: 'error',
      from: { pathNot: '^test/bench/(peers|contenders)/' },
      to: { couldNotResolve: true, pathNot: '^(svelte/elements|@xmpp/client)$' },
    },
  ],

  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    // Include imports that only types need.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
