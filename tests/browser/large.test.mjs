// Ten thousand accounts: no page over a megabyte, lists on several pages, and search still finds all.

import assert from 'node:assert/strict';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { AS_OF, browser as launch, filesBelow, folder, runPlanc, serve, watchedPage } from './support.mjs';

const ACCOUNTS = 10_000;
const SECTIONS = ['Account Profile', 'Relationship Map', 'Value Delivered', 'Growth Opportunities', 'Risk Assessment', 'Action Plan'];

/** A plan with one of each, small, so that there are many. */
function plan(n) {
  const day = String(1 + (n % 28)).padStart(2, '0');
  return `---
account: Client ${String(n).padStart(5, '0')}
owner: owner${n % 60}
tier: standard
industry: Industry ${n % 12}
region: Region ${n % 5}
reviewed: 2026-0${1 + (n % 9)}-${day}
stakeholders: [{id: ana, name: Ana ${n}, role: [decision-maker, champion], influence: high, sentiment: supporter, contact: owner${n % 60}, last_contact: 2026-09-${day}}]
contracts: [{id: C-${n}, product: P${n % 7}, arr: ${1000 + n}, start: 2025-11-${day}, end: 2026-1${n % 3}-${day}}]
opportunities: [{id: o, name: More of it, kind: upsell, product: P${(n + 1) % 7}, arr: 5k, stage: proposal, close: 2026-12-${day}}]
risks: [{id: r, risk: They leave, category: commercial, likelihood: high, impact: medium, mitigation: [a]}]
actions: [{id: a, action: Renew it, owner: owner${n % 60}, due: 2026-10-${day}, metric: Signed, supports: [C-${n}, r]}]
---
${SECTIONS.map((section) => `\n## ${section}\n\nWord.\n`).join('')}`;
}

test('ten thousand accounts', async (t) => {
  const root = await folder(t);
  await writeFile(join(root, 'planc.yaml'), 'portfolio: Many\n');
  for (let team = 0; team < 100; team += 1) {
    const at = join(root, 'accounts', `t${team}`);
    await mkdir(at, { recursive: true });
    await Promise.all(Array.from({ length: ACCOUNTS / 100 }, (_, i) => writeFile(join(at, `c${team * 100 + i}.md`), plan(team * 100 + i))));
  }
  const site = join(root, 'site');
  const { code, stderr } = await runPlanc(['build', root, '-o', site, '--as-of', AS_OF], { maxBuffer: 1 << 30 });
  assert.equal(code, 0, stderr.slice(-1000));
  const files = await filesBelow(site);

  await t.test('no page weighs more than a megabyte, nor does a script', async () => {
    const heavy = [];
    for (const file of files.filter((file) => /\.(html|js|css)$/.test(file))) {
      const { size } = await stat(join(site, file));
      if (size > 1_000_000) heavy.push(`${file}: ${size}`);
    }
    assert.deepEqual(heavy, []);
  });

  await t.test('lists are paged, and each account is on one of their pages', async () => {
    for (const list of ['accounts', 'renewals', 'opportunities', 'risks', 'actions', 'checks', 'checks/completeness', 'opportunities/whitespace']) {
      const pages = files.filter((file) => file.startsWith(`${list}/`) && /^(index|page-\d+)\.html$/.test(file.slice(list.length + 1)));
      assert.ok(pages.length > 5, `${list}: ${pages.length} pages`);
    }
    const pages = files.filter((file) => /^accounts\/(index|page-\d+)\.html$/.test(file));
    const listed = (await Promise.all(pages.map((file) => readFile(join(site, file), 'utf8'))))
      .flatMap((text) => [...text.matchAll(/<th scope="row"><a class="strong" href="[./]*accounts\/(c\d+)\/index\.html"/g)].map(([, id]) => id));
    assert.equal(new Set(listed).size, ACCOUNTS);
    assert.equal(listed.length, ACCOUNTS);
  });

  await t.test('the home page is usable at once, and search finds the last account', async () => {
    const home = await serve(t, site);
    const browser = await launch(t);
    const context = await browser.newContext();
    const { page, complaints } = await watchedPage(context, home);
    const bodies = [];
    const weigh = (response) => bodies.push(response.body());
    page.on('response', weigh);
    await page.goto(home, { waitUntil: 'networkidle' });
    page.off('response', weigh);
    const weight = (await Promise.all(bodies)).reduce((sum, body) => sum + body.length, 0);
    assert.ok(weight < 500_000, `${weight} bytes before anything is seen`);
    await page.keyboard.press('/');
    await page.keyboard.type('client 09999');
    await page.locator('.results a[href*="accounts/c9999/"]').first().waitFor({ timeout: 10_000 });
    // Page after page by its links.
    await page.goto(`${home}accounts/`);
    await page.locator('.paging a[rel=next]').click();
    await page.waitForURL(/accounts\/page-2\.html/);
    await context.close();
    assert.deepEqual(complaints, []);
  });
});
