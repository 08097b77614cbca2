// Every story is a test: it renders without an error, and axe finds nothing, in both languages, light and dark.
// node scripts/stories.mjs                 builds Storybook where it is stale, and tests every story
// node scripts/stories.mjs --build-only    npm run build:storybook
// node scripts/stories.mjs --dev           npm run storybook
import { createReadStream, existsSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { manifest, newerThan } from './build.mjs';
import { launchOptions } from './browser.mjs';
import { root, runTool, say, tools } from './run.mjs';
import { checkNode, installPackages } from './setup.mjs';

const dev = process.argv.includes('--dev');
const buildOnly = process.argv.includes('--build-only');
/** Storybook would tell its makers about every build. */
const env = { STORYBOOK_DISABLE_TELEMETRY: '1' };
const output = join(root, 'storybook-static');
/** Each value of each global at least once, without running every pair. */
const SETTINGS = [
  { locale: 'zh-CN', theme: 'light' },
  { locale: 'en', theme: 'dark' },
];
/** Rules about a whole page, which a story is not. */
const PAGE_RULES = ['region', 'landmark-one-main', 'page-has-heading-one', 'document-title', 'bypass'];
const STORY_LIMIT_MS = 20_000;

const results = { passed: 0, failed: 0, skipped: 0, failures: [] };

if (!hasStories()) {
  console.log('There are no stories yet.');
  finish({ ...results, nothingToDo: true });
} else if (dev) {
  await prepare();
  await manifest();
  const { code } = await runTool(tools.storybook, ['dev', '--port', '6006', '--no-open', '--disable-telemetry'], {
    env,
  });
  process.exitCode = code;
} else {
  if (buildOnly) await prepare();
  if (!(await build())) {
    process.exitCode = 1;
  } else if (!buildOnly) {
    await test();
    finish(results);
  }
}

function hasStories() {
  const folder = join(root, 'stories');
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some((file) => file.endsWith('.stories.ts'));
}

/** scripts/test.mjs has done this already when it calls us. */
async function prepare() {
  checkNode();
  await installPackages();
}

async function build() {
  const stamp = join(output, 'index.json');
  const packages = ['core', 'client', 'elements'].map((name) => `packages/${name}/src`);
  const sources = ['stories', '.storybook', 'vite.config.ts', 'package-lock.json', ...packages];
  if (
    !newerThan(
      stamp,
      sources.map((path) => join(root, path)),
    )
  )
    return true;
  if (!(await manifest())) return false;
  say('Building Storybook');
  const { code } = await runTool(tools.storybook, ['build', '-o', output, '--quiet', '--disable-telemetry'], { env });
  if (code === 0) utimesSync(stamp, new Date(), new Date());
  return code === 0;
}

async function test() {
  const { chromium } = await import('playwright');
  const server = createServer(serve).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch(launchOptions());
  try {
    const { entries } = JSON.parse(readFileSync(join(output, 'index.json'), 'utf8'));
    const stories = Object.values(entries).filter(({ type }) => type === 'story');
    for (const story of stories) {
      const name = `${story.title} › ${story.name}`;
      const faults = [];
      for (const setting of SETTINGS) faults.push(...(await look(browser, origin, story.id, setting)));
      if (faults.length === 0) {
        results.passed++;
        console.log(`  ✓ ${name}`);
      } else {
        results.failed++;
        results.failures.push(name);
        console.log(`  ✗ ${name}`);
        for (const fault of faults) console.log(`      ${fault}`);
      }
    }
  } finally {
    await browser.close();
    server.close();
  }
}

/** Opens one story and says what is wrong with it. A page of its own each time: stories must not depend on another. */
async function look(browser, origin, id, { locale, theme }) {
  const where = `[${locale}, ${theme}]`;
  const context = await browser.newContext({ colorScheme: theme, locale, reducedMotion: 'reduce' });
  const faults = [];
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(`${where} threw: ${error.message}`));
    page.on('request', (request) => {
      const { protocol, origin: target } = new URL(request.url());
      if (protocol.startsWith('http') && target !== origin)
        faults.push(`${where} asked another host: ${request.url()}`);
    });
    // the add-on’s own look is for people in Storybook; ours is the same axe with everything at rest
    const globals = `locale:${locale};theme:${theme};a11y.manual:!true`;
    await page.goto(`${origin}/iframe.html?viewMode=story&id=${id}&globals=${globals}`);
    const end = await page.waitForFunction(
      () => {
        const channel = globalThis.__STORYBOOK_ADDONS_CHANNEL__;
        for (const event of ['storyMissing', 'storyErrored', 'storyThrewException', 'playFunctionThrewException']) {
          const [error] = channel?.last(event) ?? [];
          if (error) return `${event}: ${error.message ?? error.description ?? error.title ?? ''}`;
        }
        return channel?.last('storyFinished') ? 'finished' : undefined;
      },
      undefined,
      { timeout: STORY_LIMIT_MS },
    );
    const outcome = await end.jsonValue();
    if (outcome !== 'finished') return [`${where} ${outcome}`];

    await page.evaluate(settle);
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const { violations } = await page.evaluate(
      (rules) =>
        globalThis.axe.run(document.body, {
          rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])),
        }),
      PAGE_RULES,
    );
    for (const { id: rule, help, nodes } of violations) {
      faults.push(`${where} ${rule}: ${help}`, ...nodes.map(({ target }) => `    ${target.flat().join(' » ')}`));
    }
  } catch (error) {
    faults.push(`${where} ${error.message.split('\n')[0]}`);
  } finally {
    await context.close();
  }
  return faults;
}

/** Brings everything to rest, in shadow roots too: half way through a transition, axe measures a colour nobody is meant to read. */
async function settle() {
  const still = new CSSStyleSheet();
  still.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important; }');
  const quiet = (tree) => {
    if (!tree.adoptedStyleSheets.includes(still)) tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, still];
    for (const element of tree.querySelectorAll('*')) if (element.shadowRoot) quiet(element.shadowRoot);
  };
  await document.fonts.ready;
  quiet(document);
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  quiet(document); // what the frames brought in
}

function serve(request, response) {
  const path = decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname);
  const file = join(output, normalize(path));
  if (!file.startsWith(output) || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end();
    return;
  }
  const types = {
    '.html': 'text/html',
    '.js': 'text/javascript',
    '.mjs': 'text/javascript',
    '.css': 'text/css',
    '.json': 'application/json',
    '.svg': 'image/svg+xml',
  };
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}

function finish(numbers) {
  if (process.env.SIDECARD_TEST_RESULTS) writeFileSync(process.env.SIDECARD_TEST_RESULTS, JSON.stringify(numbers));
  if (numbers.failed > 0) process.exitCode = 1;
}
