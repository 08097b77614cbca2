import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Inside the project, so that packages are found by their names. */
const HOST = fileURLToPath(new URL('../../packages/elements/node_modules/.tags', import.meta.url));
beforeAll(() => mkdir(HOST, { recursive: true }));
afterAll(() => rm(HOST, { recursive: true, force: true }));

/** What TypeScript says of a file, with strict types: the texts that it marks. */
async function wrongIn(name: string, code: string, options: ts.CompilerOptions = {}): Promise<readonly string[]> {
  const file = join(HOST, name);
  await writeFile(file, code);
  const program = ts.createProgram([file], {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
    ...options,
  });
  const source = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    ({ start = 0, length = 0 }) => code.slice(start, start + length),
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
    expect(await wrongIn(`right-${of}.tsx`, right, options)).toEqual([]);
    const wrong = `${jsx(of)}
      export const view = (
        <sidecard-provider client={1}>
          <sidecard-task placement="above" onsidecard-reply={({ detail }) => detail.nothing} />
          <sidecard-card colour="red" />
        </sidecard-provider>
      );`;
    expect(await wrongIn(`wrong-${of}.tsx`, wrong, options)).toEqual(
      expect.arrayContaining(['client', 'placement', 'nothing', 'colour']),
    );
  });

  it('of solid have typed attributes, properties and events', async () => {
    const options = { jsx: ts.JsxEmit.Preserve, jsxImportSource: 'solid-js' };
    const right = `${jsx('solid')}
      export const view = () => (
        <sidecard-provider prop:client={client} locale="en" on:sidecard-task-closed={({ detail }) => detail.ticketId}>
          <sidecard-card prop:message={message} ticket-id="t-1" />
        </sidecard-provider>
      );`;
    expect(await wrongIn('right-solid.tsx', right, options)).toEqual([]);
    const wrong = `${jsx('solid')}
      export const view = () => <sidecard-provider prop:client={1} on:sidecard-task-closed={({ detail }) => detail.nothing} />;`;
    expect(await wrongIn('wrong-solid.tsx', wrong, options)).toEqual(['prop:client', 'nothing']);
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
    expect(await wrongIn('vue.ts', code)).toEqual(['locale', 'nothing']);
  });

  it('of Svelte are elements with their attributes and events', async () => {
    const code = `
      import type { SvelteHTMLElements } from 'svelte/elements';
      import type {} from '@sidecard/elements/tags/svelte';
      type Props = SvelteHTMLElements['sidecard-task'];
      export const right: Props = { 'ticket-id': 't', placement: 'overlay', class: 'x', 'onsidecard-next': ({ detail }) => detail };
      export const wrong: Props = { placement: 'above', 'onsidecard-reply': ({ detail }) => detail.nothing };`;
    expect(await wrongIn('svelte.ts', code)).toEqual(['placement', 'nothing']);
  });
});
