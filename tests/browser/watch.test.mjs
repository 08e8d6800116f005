// The live preview in a real browser: from a save to the new page without a click, at the same scroll
// position; with errors an overlay that lists them, gone when they are mended.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { AS_OF, browser as launch, exampleCopy, planc, watchedPage } from './support.mjs';

/** Starts `planc watch` on a free port: its address, once it serves. */
async function watch(t, portfolio) {
  const child = spawn(await planc(), ['watch', portfolio, '--port', '0', '--as-of', AS_OF], { stdio: ['ignore', 'pipe', 'pipe'] });
  t.after(() => child.kill());
  let said = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`planc watch named no address:\n${said}`)), 30_000);
    const hear = (chunk) => {
      said += chunk;
      const address = said.match(/http:\/\/127\.0\.0\.1:\d+\/?/);
      if (address) {
        clearTimeout(timer);
        resolve(address[0].endsWith('/') ? address[0] : `${address[0]}/`);
      }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', (code) => { clearTimeout(timer); reject(new Error(`planc watch ended with ${code}:\n${said}`)); });
  });
}

/** Waits until something holds. */
async function until(holds, what, ms = 15_000) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await holds().catch(() => false);
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const PLAN = 'vallmont';

async function opened(t) {
  const portfolio = await exampleCopy(t);
  const file = join(portfolio, 'accounts', `${PLAN}.md`);
  const original = await readFile(file, 'utf8');
  const home = await watch(t, portfolio);
  const browser = await launch(t);
  const context = await browser.newContext({ viewport: { width: 1000, height: 600 } });
  const { page, complaints } = await watchedPage(context, home);
  await page.goto(`${home}accounts/${PLAN}/`);
  return { file, original, home, page, complaints };
}

/** The overlay's text, `null` without one. Its parts are in a shadow root, apart from the page's styles. */
const overlay = (page) => page.evaluate(() => {
  const host = document.querySelector('planc-problems');
  return host && [...host.shadowRoot.children].map((e) => e.textContent).join('\n');
});

test('a save shows in the browser without a click, where the reader was', async (t) => {
  const { file, original, page, complaints } = await opened(t);
  await page.evaluate(() => scrollTo(0, 700));
  const before = await page.evaluate(() => scrollY);
  assert.ok(before > 300, 'the page is long enough to scroll');
  // Once it listens: the first change must not come before.
  await page.waitForLoadState('networkidle').catch(() => {});

  await writeFile(file, original.replace(/^account: .*$/m, 'account: Vallmont Renamed'));
  await until(() => page.locator('h1', { hasText: 'Vallmont Renamed' }).count(), 'the new name shows');
  await until(() => page.evaluate((y) => Math.abs(scrollY - y) < 5, before), 'the page is where it was');

  // As editors do that write a new file and rename it over the old one.
  await writeFile(`${file}.new`, original.replace(/^account: .*$/m, 'account: Vallmont Again'));
  await rename(`${file}.new`, file);
  await until(() => page.locator('h1', { hasText: 'Vallmont Again' }).count(), 'the renamed file shows');
  assert.deepEqual(complaints.filter((c) => !c.includes('/_planc/')), []);
});

test('errors show over the last good page, with their places, until they are mended', async (t) => {
  const { file, original, home, page } = await opened(t);
  const heading = await page.locator('h1').innerText();
  assert.equal(await overlay(page), null);

  const broken = original.replace(/^tier: .*$/m, 'tier: stratgic\nownr: nobody');
  const lines = broken.split('\n');
  await writeFile(file, broken);
  const text = await until(() => overlay(page), 'the overlay shows');
  for (const what of ['tier', 'ownr']) {
    const line = lines.findIndex((l) => l.startsWith(`${what}:`)) + 1;
    assert.ok(text.includes(`accounts/${PLAN}.md:${line}:`), `${what} at line ${line}:\n${text}`);
  }
  assert.ok(/strategic/.test(text), 'it says what to write instead');
  assert.equal(await page.locator('h1').innerText(), heading, 'the last good page stays');

  // Another page shows it too, and it is no part of the page itself.
  await page.goto(home);
  await until(() => overlay(page), 'the overlay shows on the home page');
  await page.goto(`${home}accounts/${PLAN}/`);
  await until(() => overlay(page), 'the overlay shows');

  await writeFile(file, original);
  await until(async () => (await overlay(page)) === null, 'the overlay goes');
  assert.equal(await page.locator('h1').innerText(), heading);
});

test('text from a plan is text in the overlay', async (t) => {
  const { file, original, page } = await opened(t);
  await writeFile(file, original.replace(/^tier: .*$/m, 'tier: "<img src=x onerror=alert(1)>"'));
  const text = await until(() => overlay(page), 'the overlay shows');
  assert.ok(text.includes('<img'), text);
  assert.equal(await page.locator('img[src=x]').count(), 0);
});
