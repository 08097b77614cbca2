// @ts-check
// Makes docs/pictures/demo.png: plays part of the story in the real demo and takes a screenshot of the stage.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { launchOptions } from './browser.mjs';
import { compile, demoPages } from './build.mjs';
import { root } from './run.mjs';

if (!(await compile()) || !(await demoPages())) process.exit(1);

const port = 4510;
const folder = mkdtempSync(join(tmpdir(), 'sidecard-picture-'));
const demo = spawn(process.execPath, [join(root, 'examples/demo/dist/server/main.js')], {
  env: {
    ...process.env,
    SIDECARD_DEMO_PORT: String(port),
    SIDECARD_DEMO_DATA: folder,
    SIDECARD_DEMO_MINUTE_MS: '60000',
  },
});
await /** @type {Promise<void>} */ (
  new Promise((resolve) => {
    demo.stdout.on('data', (chunk) => String(chunk).includes(`:${port + 3}`) && resolve());
  })
);
const browser = await chromium.launch(launchOptions());
try {
  const page = await browser.newPage({
    viewport: { width: 1760, height: 1000 },
    locale: 'en-GB',
    colorScheme: 'light',
  });
  page.setDefaultTimeout(20_000);
  await page.goto(`http://localhost:${port}/?lang=en&theme=light`);
  const agent = page.frameLocator('[data-testid=frame-agent]');
  const buyer = page.frameLocator('[data-testid=frame-buyer]');
  const staff = page.frameLocator('[data-testid=frame-staff]');
  await agent.getByTestId('conversation').filter({ hasText: 'He Yiqing' }).click();
  await buyer.getByTestId('buyer-ask').click();
  const sheet = buyer.getByRole('dialog');
  await sheet.getByLabel('Reason').selectOption('damaged');
  await sheet
    .getByLabel('What happened')
    .fill('The box was crushed when it came. One rim is chipped and the other mug is cracked.');
  await sheet.getByRole('button', { name: 'Submit request' }).click();
  await agent.getByRole('button', { name: 'View task' }).click();
  const task = agent.locator('sidecard-task');
  await task.getByRole('button', { name: 'Decline', exact: true }).click();
  await task.getByRole('radio', { name: 'Insufficient evidence' }).check();
  await task.getByRole('textbox').fill('The pictures do not show where it broke. Could you take one of the rim?');
  await task.getByRole('button', { name: 'Decline and tell He Yiqing' }).click();
  const call = buyer.getByRole('button', { name: 'Escalate to the platform' });
  await call.click();
  await buyer.getByRole('button', { name: 'Yes: Escalate to the platform' }).click();
  const letters = agent.locator('sidecard-staff-message');
  await letters.getByText('Statement', { exact: true }).click();
  await letters.getByRole('textbox').fill('Weighed 1.42 kg at dispatch; the camera shows double air-column wrapping.');
  await letters.getByRole('button', { name: 'Send to staff' }).click();
  await staff.getByTestId('staff-answer').fill('Received. Please show the inside of the box.');
  await staff.getByTestId('staff-answer-send').click();
  await letters.getByRole('listitem').filter({ hasText: 'Received.' }).waitFor();
  // Wait for the pictures in the frames, and for the panel to settle.
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.screenshot({ path: join(root, 'docs/pictures/demo.png'), animations: 'disabled' });
  console.log('docs/pictures/demo.png');
} finally {
  await browser.close();
  const ended = new Promise((resolve) => demo.once('exit', resolve));
  demo.kill();
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
