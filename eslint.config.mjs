// @ts-check
// Rules beyond the compiler's. Import rules between packages are in .dependency-cruiser.mjs.
import { existsSync, readdirSync } from 'node:fs';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Listed one by one: the server and the demo have two projects each, which automatic look-up does not find. */
const projects = [
  // first: a file belongs to the first project that imports it
  'packages/server/tsconfig.json',
  'packages/server/tsconfig.node.json',
  'packages/*/tsconfig.json',
  'examples/demo/tsconfig.json',
  'test/tsconfig.json',
  'stories/tsconfig.json',
  // The parser rejects projects without files.
  ...(hasSources('examples/demo/src/pages') ? ['examples/demo/tsconfig.pages.json'] : []),
  ...(hasSources('test/elements') ? ['test/elements/tsconfig.json'] : []),
];

export default defineConfig(
  {
    ignores: ['**/node_modules', '**/dist', 'storybook-static', 'site/.vitepress/cache', 'examples/mounts/next/.next'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  // A test checks the types of the starters.
  { files: ['**/*.{mjs,js,jsx}', 'examples/starters/**'], extends: [tseslint.configs.recommended] },
  {
    files: ['**/*.{ts,tsx}'],
    ignores: ['examples/starters/**'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: projects,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'no-restricted-syntax': ['error', ...noEnumsNorNamespaces()],
    },
  },
  {
    // Core is deterministic: its decisions must be the same on the server, in a browser and in a test.
    files: ['packages/core/src/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'core has no clock: take the time as an argument (context.now).' },
        {
          object: 'Math',
          property: 'random',
          message: 'core is deterministic: take ids and random values as arguments.',
        },
      ],
      'no-restricted-syntax': [
        'error',
        ...noEnumsNorNamespaces(),
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"]',
          message: 'core has no clock: take the time as an argument (context.now) and pass it to new Date(…).',
        },
      ],
    },
  },
  {
    // A client runs on ports, so that a simulation can drive it: its clocks, timers, randomness, network, locks and pages.
    files: ['packages/client/src/**/*.ts'],
    // what implements them; the storage of pages, which is a port of its own; and a function for receivers, which is no part of a client
    ignores: [
      'packages/client/src/ports/*.ts',
      'packages/client/src/storage/indexed-db.ts',
      'packages/client/src/webhooks.ts',
    ],
    rules: {
      'no-restricted-globals': ['error', ...onlyInPorts()],
      'no-restricted-properties': [
        'error',
        ...[
          ['Date', 'now'],
          ['Math', 'random'],
          ['AbortSignal', 'timeout'],
        ].map(([object, property]) => ({ object, property, message: 'Use a port: see ports/ports.types.ts.' })),
      ],
      'no-restricted-syntax': [
        'error',
        ...noEnumsNorNamespaces(),
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"]',
          message: 'Use a port: see ports/ports.types.ts.',
        },
      ],
    },
  },
  {
    files: ['packages/server/src/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noEnumsNorNamespaces(), ...noListsOfParameters()] },
  },
  {
    files: ['packages/elements/src/**/*.ts'],
    extends: [lit['flat/recommended'], wc['flat/best-practice']],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...noEnumsNorNamespaces(),
        {
          selector: 'BinaryExpression[operator="instanceof"]',
          message:
            "Each window has classes of its own, and a chat may be in a frame or pop out: use isFrom(event, selector), matches?.(…), localName, nodeType, or 'x' in it.",
        },
      ],
      // Files that register elements are listed under sideEffects in package.json. Bundlers would drop a registration elsewhere.
      'no-restricted-properties': [
        'error',
        {
          object: 'customElements',
          property: 'define',
          message: 'Register in a *.define.ts file (see sideEffects in package.json).',
        },
      ],
      // The base class declares it, and the tag is not in the class's file.
      'wc/guard-super-call': 'off',
    },
  },
  { files: ['packages/elements/src/**/{*.define,define}.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    // Frameworks let others add tags only by merging interfaces in their namespaces.
    files: ['packages/elements/src/tags/*.ts'],
    rules: {
      '@typescript-eslint/no-namespace': 'off',
      '@typescript-eslint/no-empty-object-type': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  {
    // What a strange server answers has no type: the checks look into it.
    files: ['packages/conformance/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // The assertions themselves check JSON from the wire and from pages.
    files: ['test/**/*.ts', 'stories/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // For chai's expect(x).to.be.true.
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // An accessibility plugin makes every chai assertion thenable, so this rule would require an await for each.
    files: ['test/elements/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
);

/** @param {string} folder */
function hasSources(folder) {
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) => /\.tsx?$/.test(file))
  );
}

/** Globals whose effect depends on when and where they are called. */
function onlyInPorts() {
  const globals = [
    ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'requestIdleCallback'],
    ...['performance', 'crypto', 'fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'],
    ...['navigator', 'BroadcastChannel', 'MessageChannel', 'Worker', 'SharedWorker', 'caches'],
    ...['indexedDB', 'IDBKeyRange', 'localStorage', 'sessionStorage', 'cookieStore'],
    ...['globalThis', 'self', 'window', 'document', 'addEventListener', 'removeEventListener', 'process'],
  ];
  return globals.map((name) => ({ name, message: 'Use a port: see ports/ports.types.ts.' }));
}

/** A list with one parameter per member is limited to 65,535 members, and a list of tuples overflows the embedded database's stack at 276. */
function noListsOfParameters() {
  const operator = 'Literal[value=/^(not )?in$/]';
  const fixedLength = 'Identifier[name=/^[A-Z][A-Z_]*$/]';
  const message = 'Pass a list as one parameter: listOf(texts), or a join with recordset(…).';
  return [
    `CallExpression > :matches(${operator}, ConditionalExpression:has(> ${operator})) + :not(ArrowFunctionExpression, CallExpression[callee.name="listOf"], ${fixedLength})`,
    'CallExpression[callee.property.name=/^(or|and)$/] > CallExpression[callee.property.name="map"]',
    'TaggedTemplateExpression[tag.name="sql"] TemplateElement[value.raw=/\\bin\\s*\\(\\s*$/]',
  ].map((selector) => ({ selector, message }));
}

function noEnumsNorNamespaces() {
  return [
    {
      selector: 'TSEnumDeclaration',
      message: 'Use a table `as const` and derive its type: enums emit code that types hide.',
    },
    {
      selector: 'TSModuleDeclaration[kind!="global"][declare!=true]',
      message: 'Use a file: namespaces are not ES modules.',
    },
  ];
}
