import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compilerHost, problemsIn } from '../support/built/types.ts';

/** Inside the project, so that packages are found by their names. */
const HOST = fileURLToPath(new URL('../../packages/elements/node_modules/.tags', import.meta.url));
beforeAll(() => mkdir(HOST, { recursive: true }));
afterAll(() => rm(HOST, { recursive: true, force: true }));

/** What TypeScript says of files, with strict types: the texts that it marks in each. */
async function wrongIn(files: Readonly<Record<string, string>>, options: ts.CompilerOptions = {}) {
  const names = Object.keys(files);
  for (const [name, code] of Object.entries(files)) await writeFile(join(HOST, name), code);
  const all: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
    ...options,
  };
  const paths = names.map((name) => join(HOST, name));
  const program = ts.createProgram(paths, all, compilerHost(all));
  return paths.map((path, index) =>
    problemsIn(program, [program.getSourceFile(path)]).map(({ start = 0, length = 0 }) =>
      files[names[index] ?? '']?.slice(start, start + length),
    ),
  );
}

const jsx = (of: string) => `
  import '@sidecard/elements/tags/${of}';
  import type { Client } from '@sidecard/client';
  declare const client: Client;
  declare const message: unknown;`;

describe('the tags in JSX', () => {
  it.each([
    ['react', { jsx: ts.JsxEmit.ReactJSX }],
    ['preact', { jsx: ts.JsxEmit.ReactJSX, jsxImportSource: 'preact' }],
  ])('of %s have typed attributes, properties and events', async (of, options) => {
    const right = `${jsx(of)}
      export const view = (
        <sidecard-provider client={client} locale="en" onsidecard-task-closed={({ detail }) => detail.ticketId}>
          <sidecard-card message={message} ticket-id="t-1" id="card" />
          <sidecard-task ticketId="t-1" placement="inline" onsidecard-reply={({ detail }) => detail.ticketId} />
          <sidecard-workbench path="/" /><sidecard-conversation buyer-id="b" /><sidecard-staff-message ticket-id="t" />
        </sidecard-provider>
      );`;
    const wrong = `${jsx(of)}
      export const view = (
        <sidecard-provider client={1}>
          <sidecard-task placement="above" onsidecard-reply={({ detail }) => detail.nothing} />
          <sidecard-card colour="red" />
        </sidecard-provider>
      );`;
    expect(await wrongIn({ [`right-${of}.tsx`]: right, [`wrong-${of}.tsx`]: wrong }, options)).toEqual([
      [],
      expect.arrayContaining(['client', 'placement', 'nothing', 'colour']),
    ]);
  });

  it('of solid have typed attributes, properties and events', async () => {
    const options = { jsx: ts.JsxEmit.Preserve, jsxImportSource: 'solid-js' };
    const right = `${jsx('solid')}
      export const view = () => (
        <sidecard-provider prop:client={client} locale="en" on:sidecard-task-closed={({ detail }) => detail.ticketId}>
          <sidecard-card prop:message={message} ticket-id="t-1" />
        </sidecard-provider>
      );`;
    const wrong = `${jsx('solid')}
      export const view = () => <sidecard-provider prop:client={1} on:sidecard-task-closed={({ detail }) => detail.nothing} />;`;
    expect(await wrongIn({ 'right-solid.tsx': right, 'wrong-solid.tsx': wrong }, options)).toEqual([
      [],
      ['prop:client', 'nothing'],
    ]);
  });
});

describe('the tags in templates', () => {
  it('of Vue are global components with their props and events', async () => {
    const code = `
      import type { GlobalComponents } from 'vue';
      import type {} from '@sidecard/elements/tags/vue';
      type Props = InstanceType<GlobalComponents['sidecard-provider']>['$props'];
      export const right: Props = { locale: 'en', conversation: null, class: 'chat', onSidecardTaskClosed: ({ detail }) => detail.ticketId };
      export const wrong: Props = { locale: 1, onSidecardTaskClosed: ({ detail }) => detail.nothing };`;
    expect(await wrongIn({ 'vue.ts': code })).toEqual([['locale', 'nothing']]);
  });

  it('of Svelte are elements with their attributes and events', async () => {
    const code = `
      import type { SvelteHTMLElements } from 'svelte/elements';
      import type {} from '@sidecard/elements/tags/svelte';
      type Props = SvelteHTMLElements['sidecard-task'];
      export const right: Props = { 'ticket-id': 't', placement: 'overlay', class: 'x', 'onsidecard-next': ({ detail }) => detail };
      export const wrong: Props = { placement: 'above', 'onsidecard-reply': ({ detail }) => detail.nothing };`;
    expect(await wrongIn({ 'svelte.ts': code })).toEqual([['placement', 'nothing']]);
  });
});
