import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright';
import { describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { runDemo } from '../support/demo.ts';
import { enter, openReturn } from '../support/people.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The README's blocks of code in one language, in their order. */
async function codeOf(language: string): Promise<readonly string[]> {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code = '']) => code);
}

describe('the README', () => {
  it('embeds Sidecard in a page of one’s own with the lines that it shows', async () => {
    const [html = ''] = await codeOf('html');
    const [embed = ''] = await codeOf('js');
    const demo = await runDemo({ minuteMs: 60_000 });
    const browser = await chromium.launch(launchOptions());
    // Inside the project, so that the packages are found by their names.
    const folder = await mkdtemp(join(ROOT, 'node_modules', '.cache', 'readme-'));
    let server: Server | undefined;
    try {
      // A page that knows nothing of Sidecard but these lines: its own chat is a list, its own backend answers /after-sales-token.
      const page = `
        const list = document.querySelector('#list');
        const seen = new Set();
        globalThis.chat = {
          post(conversation, id, message) { if (!seen.has(id)) list.append(chat.draw(message)); seen.add(id); },
          say(conversation, id, text) { if (!seen.has(id)) list.append(text); seen.add(id); },
        };
        ${embed.replace('https://after-sales.example.com', demo.agent)}`;
      await writeFile(join(folder, 'page.js'), page);
      const bundled = await build({
        entryPoints: [join(folder, 'page.js')],
        bundle: true,
        splitting: true,
        format: 'esm',
        outdir: join(folder, 'out'),
        define: { 'process.env.NODE_ENV': '"production"' },
        write: false,
      });
      const files = new Map(bundled.outputFiles.map(({ path, text }) => [`/${path.split('/out/')[1] ?? ''}`, text]));
      server = createServer((request, response) => {
        void (async () => {
          if (request.url === '/after-sales-token') {
            const answer = await fetch(`${demo.agent}/demo/token?as=shanyu-linke&lang=en`);
            response.end(((await answer.json()) as { token: string }).token);
            return;
          }
          const script = files.get(request.url ?? '');
          response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
          const own = html.replace(/<!--.*?-->/s, '<main id="list"></main>');
          response.end(
            script ??
              `<!doctype html><html lang="en"><title>My chat</title>${own}<script type="module" src="/page.js"></script>`,
          );
        })();
      });
      await new Promise<void>((resolve) => server?.listen(0, 'localhost', resolve));
      const own = await enter(browser, `http://localhost:${(server.address() as AddressInfo).port}/`);
      const buyer = await enter(browser, `${demo.buyer}/?lang=en`);
      await openReturn(buyer, 'One has a chip in the rim.');

      const card = own.page.locator('sidecard-card');
      await card.getByText('Needs answer').waitFor();
      await card.getByRole('button', { name: 'View task' }).click();
      await own.page.locator('sidecard-task').getByRole('button', { name: 'Decline', exact: true }).waitFor();
      expect(await card.count()).toBe(1);
    } finally {
      server?.closeAllConnections();
      server?.close();
      await browser.close();
      await demo.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('names commands and files that are there', async () => {
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
    const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const [, name = ''] of readme.matchAll(/npm run (\w+)/g)) expect(Object.keys(scripts)).toContain(name);
    for (const [, path = ''] of readme.matchAll(/\]\((docs\/[^)#]+)[^)]*\)/g)) {
      await expect(readFile(join(ROOT, path)).catch((error: NodeJS.ErrnoException) => error.code)).resolves.not.toBe(
        'ENOENT',
      );
    }
  });
});
