// What plans say is data: whatever stands in a text field shows as text, breaks no layout and runs nothing.

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { AS_OF, browser as launch, filesBelow, folder, runPlanc, serve, watchedPage } from './support.mjs';

/** Texts that would do harm if anything but text came of them. */
const TEXTS = {
  markup: '<script>globalThis.ran = 1</script><img src=x onerror="globalThis.ran = 1"><b>fat</b>',
  quotes: `"'\`></title></style></script>--></textarea><svg onload=globalThis.ran=1> &quot; &#39;`,
  address: 'javascript:globalThis.ran=1',
  template: '{{ root }}{% include "base.html" %}{{ 7 * 7 }}',
  word: 'W'.repeat(10_000),
  words: 'Wordy '.repeat(400).trim(),
  turned: '\u202egnidaer\u202c \u2066apart\u2069 מימין לשמאל العربية',
  combined: `Z${'\u0300\u0321'.repeat(80)}algo`,
  emoji: '👩‍👩‍👧‍👦🏳️‍🌈🧑🏽‍🚀'.repeat(12),
  empty: '',
};

function plan(name, text) {
  const t = JSON.stringify(text);
  return `---
account: ${text ? t : JSON.stringify(name)}
owner: ${name}
id: ${name}
tier: strategic
segment: ${t}
industry: ${t}
region: ${t}
tags: [${t}]
external_ids: {crm: ${t}}
x-note: ${t}
reviewed: 2026-09-01
profile: {headquarters: ${t}, website: https://acme.example, structure: [${t}], priorities: [${t}, ${t}], competitors: [${t}]}
stakeholders:
  - {id: ana, name: ${t}, title: ${t}, unit: ${t}, role: decision-maker, influence: high, sentiment: critic, contact: ${name}, last_contact: 2026-01-01, cadence: 30d}
  - {id: ben, name: ${t}, title: ${t}, role: champion, reports_to: ana, departed: 2026-08-01}
  - {id: eve, name: ${t}, role: coach, reports_to: ben, sentiment: advocate}
value:
  - {id: v, outcome: ${t}, metric: ${t}, baseline: 10, result: 5, worth: 10k, date: 2026-06-30, confirmed_by: ana, evidence: ${t}}
contracts:
  - {id: C-1, product: ${t}, arr: 100k, start: 2025-01-01, end: 2026-12-31, changes: [{date: 2026-03-01, product: ${t}, arr: 120k}]}
opportunities:
  - {id: o, name: ${t}, kind: upsell, product: ${t}, unit: ${t}, arr: 10k, stage: proposal, close: 2026-12-01, sponsor: ana}
  - {id: p, name: ${t}, kind: upsell, product: ${t}, arr: 10k, stage: lost, close: 2026-06-01, reason: ${t}}
risks:
  - {id: r, risk: ${t}, category: other, likelihood: high, impact: high, mitigation: [a]}
actions:
  - {id: a, action: ${t}, owner: ${name}, due: 2026-09-01, metric: ${t}, supports: [o, C-1]}
  - {id: b, action: ${t}, owner: ${name}, start: 2026-09-20, due: 2026-11-01, metric: ${t}, supports: [j]}
objectives:
  - {id: j, objective: ${t}, metric: ${t}, baseline: 1, target: 3, current: 2, due: 2026-12-01, sponsor: ana}
surveys:
  - {date: 2026-09-01, nps: 3, by: ${t}}
  - {date: 2026-09-01, csat: 2, by: ${t}}
escalations:
  - {id: e, opened: 2026-09-01, severity: critical, summary: ${t}}
usage:
  - {metric: ${t}, licensed: 10, points: {2026-07: 5, 2026-08: 6}}
meetings:
  - {date: 2026-09-02, kind: qbr, with: [ana], notes: ${t}}
---

${text} [follow](javascript:globalThis.ran=1) <b onclick="globalThis.ran=1">bold</b> ![far](https://elsewhere.example/x.png)

## Account Profile

${text}

## ${text || 'Nothing'}

| A | B |
|---|---|
| ${text.replaceAll('|', ' ')} | ${text.replaceAll('|', ' ')} |
`;
}

describe('a hostile portfolio', () => {
  let site, pages, home, browser;
  const cleanups = [];

  before(async () => {
    const t = { after: (f) => cleanups.push(f) };
    const root = await folder(t);
    await mkdir(join(root, 'accounts'));
    const people = Object.entries(TEXTS).map(([name, text]) => `  ${name}: {name: ${JSON.stringify(text || name)}, title: ${JSON.stringify(text)}}`);
    await writeFile(join(root, 'planc.yaml'), `portfolio: ${JSON.stringify(TEXTS.markup)}\npeople:\n${people.join('\n')}\n`
      + `site: {title: ${JSON.stringify(TEXTS.quotes)}, source_url: "https://git.example/{path}#L{line}"}\n`);
    for (const [name, text] of Object.entries(TEXTS)) await writeFile(join(root, 'accounts', `${name}.md`), plan(name, text));
    site = join(root, 'site');
    const { code, stderr } = await runPlanc(['build', root, '-o', site, '--as-of', AS_OF]);
    // Some of it is wrong, and said to be; the site is whole all the same.
    assert.ok(code <= 1, stderr.slice(-2000));
    pages = (await filesBelow(site)).filter((file) => file.endsWith('.html') && !file.startsWith('codes/P'));
    home = await serve(t, site);
    browser = await launch(t);
  });

  test('every plan has its page, and what it says is in its text', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const { page } = await watchedPage(context, home);
    for (const [name, text] of Object.entries(TEXTS)) {
      await page.goto(`${home}accounts/${name}/`);
      const heading = await page.locator('h1').innerText();
      // Marks that turn the direction of what follows them are shown as what they are.
      const expected = (text || name).replace(/[\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
      assert.equal(heading.normalize().replace(/\s+/g, ' '), expected.normalize().replace(/\s+/g, ' '), name);
    }
    await context.close();
  });

  for (const [what, viewport] of [['wide', { width: 1280, height: 900 }], ['on a phone', { width: 375, height: 800 }]]) {
    test(`nothing runs, asks elsewhere or breaks the layout (${what})`, async () => {
      const found = [];
      const context = await browser.newContext({ viewport });
      const { page, complaints } = await watchedPage(context, home);
      for (const file of pages) {
        await page.goto(home + file.replace(/(^|\/)index\.html$/, '$1'), { waitUntil: 'load' });
        const seen = await page.evaluate(() => ({
          ran: globalThis.ran,
          width: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth),
          room: document.documentElement.clientWidth,
          h1: document.querySelectorAll('h1').length,
          scripts: document.scripts.length,
          images: document.querySelectorAll('main img').length,
          links: [...document.querySelectorAll('[href], [src]')]
            .map((e) => e.getAttribute('href') ?? e.getAttribute('src'))
            .filter((link) => /^\s*(javascript|data|vbscript):/i.test(link)),
          handlers: [...document.querySelectorAll('main *')].filter((e) => [...e.attributes].some((a) => a.name.startsWith('on'))).length,
          wide: [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .filter((e) => { for (let up = e.parentElement; up !== document.body; up = up.parentElement) if (getComputedStyle(up).overflowX !== 'visible') return false; return true; })
            .slice(0, 2).map((e) => `${e.tagName}.${e.className.baseVal ?? e.className}`),
        }));
        if (seen.ran !== undefined) found.push(`${file}: it ran`);
        if (seen.width > seen.room) found.push(`${file}: ${seen.width} px wide: ${seen.wide.join(', ')}`);
        if (seen.h1 !== 1 || seen.scripts !== 1 || seen.images || seen.links.length || seen.handlers) {
          found.push(`${file}: ${JSON.stringify(seen).slice(0, 300)}`);
        }
        for (const complaint of complaints.splice(0)) found.push(`${file}: ${complaint}`);
      }
      await context.close();
      assert.equal(found.length, 0, `${found.length}\n${[...new Set(found)].slice(0, 30).join('\n')}`);
    });
  }

  test('search finds it, and shows it as text', async () => {
    const context = await browser.newContext();
    const { page, complaints } = await watchedPage(context, home);
    await page.goto(`${home}search/`);
    for (const [query, goal] of [['script globalthis', 'accounts/markup/'], ['textarea', 'accounts/quotes/'], ['العربية', 'accounts/turned/']]) {
      await page.locator('input[type=search]').fill(query);
      await page.locator(`.results a[href*="${goal}"]`).first().waitFor({ timeout: 5_000 });
      assert.equal(await page.evaluate(() => globalThis.ran), undefined);
      assert.equal(await page.locator('.results b, .results img, .results script').count(), 0);
    }
    await context.close();
    assert.deepEqual(complaints, []);
  });

  test('the file of figures is JSON', async () => {
    const { accounts } = JSON.parse(await readFile(join(site, 'kpi.json'), 'utf8'));
    assert.ok(accounts.length > 0);
  });

  after(async () => {
    for (const cleanup of cleanups.reverse()) await cleanup();
  });
});
