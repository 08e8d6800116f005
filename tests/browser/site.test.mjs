// The built example in a real browser: accessible, self-contained, whole without JavaScript, fit for a
// phone, a keyboard, a printer and a folder on disk.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, posix } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { browser as launch, builtExample, filesBelow, serve, watchedPage } from './support.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ALL = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
/** What another colour scheme can change. */
const COLORS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** What axe finds on a page, in words. */
async function axe(page, runOnly = ALL) {
  await page.evaluate(AXE);
  return page.evaluate(async (runOnly) => {
    const { violations } = await globalThis.axe.run(document, { runOnly, preload: false, resultTypes: ['violations'] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id} (${help}): ${node.html.slice(0, 160)} ${node.any.map((c) => c.message).join('; ').slice(0, 200)}`));
  }, runOnly);
}

/** Two workers over many pages; each makes its own page by `open` and looks at one file after another. */
async function each(files, open, look) {
  const waiting = [...files];
  await Promise.all([0, 1].map(async () => {
    const worker = await open();
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) await look(worker, file);
    await worker.context.close();
  }));
}

/** Complaints of many pages as one assertion, so that one run shows them all. */
function none(found, what) {
  assert.equal(found.length, 0, `${what}: ${found.length}\n${[...new Set(found)].slice(0, 40).join('\n')}`);
}

describe('the built example', () => {
  let site, files, pages, home, browser;
  const cleanups = [];

  before(async () => {
    const t = { after: (f) => cleanups.push(f) };
    site = await builtExample(t);
    files = await filesBelow(site);
    pages = files.filter((file) => file.endsWith('.html'));
    home = await serve(t, site);
    browser = await launch(t);
  });

  const address = (page) => home + page.replace(/(^|\/)index\.html$/, '$1');
  const isAccount = (page) => /^accounts\/[^/]+\/index\.html$/.test(page);

  test('it has the pages that a manager looks for', async () => {
    for (const page of ['index.html', 'accounts/index.html', 'figures/index.html', 'checks/index.html']) {
      assert.ok(pages.includes(page), `${page} is missing`);
    }
    assert.ok(pages.filter(isAccount).length >= 15, 'an account page each');
    assert.ok(files.includes('kpi.json'));
  });

  for (const [colorScheme, rules] of [['light', ALL], ['dark', COLORS]]) {
    test(`every page is accessible, quiet and self-contained in ${colorScheme} mode`, async () => {
      const found = [];
      const open = async () => {
        const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } });
        return { context, ...(await watchedPage(context, home)) };
      };
      // The pages of the codes are of one make, without charts: in the other colours a tenth of them will do.
      const files = pages.filter((file, at) => colorScheme === 'light' || !file.startsWith('codes/') || at % 10 === 0);
      await each(files, open, async ({ page, complaints }, file) => {
        await page.goto(address(file), { waitUntil: 'load' });
        for (const violation of await axe(page, rules)) found.push(`${file}: ${violation}`);
        const shape = await page.evaluate(() => ({
          h1: document.querySelectorAll('h1').length,
          main: document.querySelectorAll('main').length,
          lang: document.documentElement.lang,
          title: document.title,
          policy: document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content ?? '',
          robots: document.querySelector('meta[name="robots"]')?.content ?? '',
        }));
        if (shape.h1 !== 1 || shape.main !== 1 || !shape.lang || !shape.title) found.push(`${file}: ${JSON.stringify(shape)}`);
        if (!shape.policy.includes("default-src 'none'") || shape.policy.includes('unsafe')) found.push(`${file}: policy ${shape.policy}`);
        if (!shape.robots.includes('noindex')) found.push(`${file}: may be indexed`);
        for (const complaint of complaints.splice(0)) found.push(`${file}: ${complaint}`);
      });
      none(found, `complaints in ${colorScheme} mode`);
    });
  }

  test('on a phone nothing scrolls sideways, and targets are accessible', async () => {
    const context = await browser.newContext({ viewport: { width: 375, height: 800 }, hasTouch: true, isMobile: true });
    const { page, complaints } = await watchedPage(context, home);
    const found = [];
    for (const file of pages) {
      await page.goto(address(file));
      const width = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth));
      if (width > 375) {
        const widest = await page.evaluate(() => {
          // What scrolls or is cut inside of a box of its own is none of the page's width.
          const boxed = (e) => e && e !== document.body && (getComputedStyle(e).overflowX !== 'visible' || boxed(e.parentElement));
          return [...document.querySelectorAll('body *')]
            .filter((e) => e.getBoundingClientRect().right > 376 && !boxed(e.parentElement))
            .slice(0, 3).map((e) => e.outerHTML.slice(0, 100).replace(/\s+/g, ' '));
        });
        found.push(`${file}: ${width} px wide: ${widest.join(' … ')}`);
      }
    }
    for (const file of ['index.html', 'accounts/index.html', pages.find(isAccount)]) {
      await page.goto(address(file));
      for (const violation of await axe(page)) found.push(`${file}: ${violation}`);
    }
    found.push(...complaints);
    await context.close();
    none(found, 'complaints on a phone');
  });

  test('every link and fragment leads somewhere, and nowhere else than it says', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const { page } = await watchedPage(context, home);
    const ids = new Map();
    const links = [];
    for (const file of pages) {
      await page.goto(address(file));
      const { names, targets } = await page.evaluate(() => ({
        names: [...document.querySelectorAll('[id]')].map((e) => e.id),
        targets: [...document.querySelectorAll('[href], [src]')].map((e) => e.getAttribute('href') ?? e.getAttribute('src')),
      }));
      const twice = names.filter((name, at) => names.indexOf(name) !== at);
      ids.set(file, new Set(names));
      links.push(...twice.map((id) => [file, `(id ${id} stands twice)`]));
      links.push(...targets.map((target) => [file, target]));
    }
    await context.close();
    const found = [];
    for (const [file, target] of links) {
      if (/^(https?:|mailto:)/.test(target)) continue;
      if (/^([a-z][a-z0-9+.-]*:|\/)/i.test(target) || target.startsWith('(')) {
        found.push(`${file}: ${target}`);
        continue;
      }
      const [path, fragment] = target.split('#');
      const clean = decodeURIComponent(path.split('?')[0]);
      let goal = clean === '' ? file : posix.normalize(posix.join(posix.dirname(file), clean));
      if (goal.endsWith('/') || goal === '.') goal = posix.join(goal, 'index.html');
      if (!files.includes(goal)) found.push(`${file}: ${target} leads to no file`);
      else if (fragment && ids.has(goal) && !ids.get(goal).has(decodeURIComponent(fragment))) {
        // In-page scripts and charts may use fragments of SVG parts; those are ids like all others.
        found.push(`${file}: ${target} leads to no place on ${goal}`);
      }
    }
    none(found, 'links that lead nowhere');
  });

  test('it works from a folder on disk', async () => {
    const context = await browser.newContext();
    const origin = pathToFileURL(site).href;
    const { page, complaints } = await watchedPage(context, origin);
    for (const file of ['index.html', 'accounts/index.html', pages.find(isAccount), 'figures/index.html', 'checks/index.html']) {
      await page.goto(pathToFileURL(join(site, file)).href);
      assert.ok((await page.locator('h1').innerText()).length > 0);
      const background = await page.evaluate(() => getComputedStyle(document.body).fontFamily);
      assert.ok(background, 'styles are there');
    }
    // From the home page to an account by following links alone.
    await page.goto(pathToFileURL(join(site, 'index.html')).href);
    await page.locator('a[href*="accounts/"]:visible').first().click();
    await page.waitForURL(/accounts\//);
    await context.close();
    none(complaints, 'complaints from disk');
  });

  test('without JavaScript every page says the same', async () => {
    const said = async (javaScriptEnabled) => {
      const context = await browser.newContext({ javaScriptEnabled });
      const { page } = await watchedPage(context, home);
      const all = new Map();
      for (const file of pages) {
        await page.goto(address(file));
        all.set(file, await page.evaluate(() => ({
          headings: [...document.querySelectorAll('h1, h2, h3')].map((e) => e.textContent.trim()),
          rows: document.querySelectorAll('main tr').length,
          charts: document.querySelectorAll('main svg').length,
          hidden: [...document.querySelectorAll('main section, main table')].filter((e) => e.checkVisibility && !e.checkVisibility() && !e.closest('details')).length,
        })));
      }
      await context.close();
      return all;
    };
    const [without, withIt] = [await said(false), await said(true)];
    for (const file of pages) {
      const { headings, rows, charts, hidden } = withIt.get(file);
      const plain = without.get(file);
      assert.deepEqual(plain.headings.filter((h) => !headings.includes(h)), [], file);
      assert.deepEqual(headings.filter((h) => !plain.headings.includes(h)), [], `${file}: headings that only JavaScript shows`);
      assert.ok(plain.rows >= rows, `${file}: ${plain.rows} rows without JavaScript, ${rows} with it`);
      assert.ok(plain.charts >= charts, `${file}: charts`);
      assert.ok(plain.hidden <= hidden, `${file}: hidden without JavaScript`);
    }
  });

  test('the keyboard reaches everything, visibly', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const { page } = await watchedPage(context, home);
    const found = [];
    for (const file of ['index.html', 'accounts/index.html', pages.find(isAccount)]) {
      await page.goto(address(file));
      const expected = await page.evaluate(() => {
        const able = 'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), summary, [tabindex]:not([tabindex="-1"])';
        const list = [...document.querySelectorAll(able)].filter((e) =>
          e.checkVisibility({ checkVisibilityCSS: true }) && !e.closest('[inert]') && e.tabIndex >= 0 && !(e.type === 'radio' && !e.checked));
        globalThis.planned = new Map(list.map((e, at) => [e, at]));
        globalThis.reached = new Set();
        globalThis.unseen = [];
        return list.length;
      });
      for (let presses = 0; presses < expected + 30; presses += 1) {
        await page.keyboard.press('Tab');
        const left = await page.evaluate(() => {
          const at = document.activeElement;
          if (!at || at === document.body) return true;
          if (!reached.has(at)) {
            reached.add(at);
            // The mark may be on the link, on a layer of it that covers its card, or on the card itself.
            const marked = (style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
            const seen = [[at], [at, '::before'], [at, '::after'], [at.parentElement], [at.parentElement?.parentElement]]
              .some(([element, layer]) => element && marked(getComputedStyle(element, layer)));
            if (!seen) unseen.push(at.outerHTML.slice(0, 120));
          }
          return false;
        });
        if (left && presses > expected) break;
      }
      const { missed, unseen } = await page.evaluate(() => ({
        missed: [...planned.keys()].filter((e) => !reached.has(e)).map((e) => e.outerHTML.slice(0, 120)),
        unseen: globalThis.unseen,
      }));
      found.push(...missed.map((e) => `${file}: never reached: ${e}`), ...unseen.map((e) => `${file}: focus not seen: ${e}`));
    }
    await context.close();
    none(found, 'complaints by keyboard');
  });

  for (const [how, start] of [['served', () => home], ['from a folder', () => pathToFileURL(join(site, 'index.html')).href]]) {
    test(`search finds accounts, people and text, and leads there (${how})`, async () => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      const { page, complaints } = await watchedPage(context, start().replace(/index\.html$/, ''));
      const found = [];
      // A name, a person of ours without their accent, and a word that stands in one plan's prose alone.
      for (const [query, goal] of [['northgate', 'accounts/northgate/'], ['ines ferreira', 'owners/ines.ferreira/'], ['weighbridge', 'accounts/molino-rossi/']]) {
        await page.goto(start());
        await page.keyboard.press('/');
        await page.keyboard.type(query);
        const hit = page.locator(`.results a[href*="${goal}"]`).first();
        await hit.waitFor({ timeout: 5_000 }).catch(() => found.push(`“${query}” does not find ${goal}`));
        if ((await hit.count()) === 0) continue;
        // By the keyboard alone.
        await hit.focus();
        await page.keyboard.press('Enter');
        await page.waitForURL((url) => url.pathname.includes(goal), { timeout: 5_000 });
      }
      await page.goto(start());
      await page.keyboard.press('/');
      await page.keyboard.type('zzzzqqqq');
      await page.getByText('Nothing found').waitFor({ timeout: 5_000 });
      await context.close();
      none([...found, ...complaints], 'complaints about search');
    });
  }

  test('the list of accounts sorts and filters', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const { page, complaints } = await watchedPage(context, home);
    await page.goto(address('accounts/index.html'));
    const rows = page.locator('table[data-sortable] tbody tr:visible');
    const all = await rows.count();
    assert.ok(all >= 15, `${all} rows`);

    const amounts = () => page.evaluate(() => {
      const table = document.querySelector('table[data-sortable]');
      const column = [...table.tHead.rows[0].cells].findIndex((cell) => cell.textContent.includes('ARR'));
      return [...table.tBodies[0].rows].map((row) => Number(row.cells[column].querySelector('data')?.value ?? NaN));
    });
    const sorted = (list, sign) => list.every((value, at) => at === 0 || (list[at - 1] - value) * sign <= 0);
    const heading = page.locator('table[data-sortable] thead th', { hasText: 'ARR' });
    await heading.getByRole('button').click();
    assert.equal(await heading.getAttribute('aria-sort'), 'ascending');
    assert.ok(sorted(await amounts(), 1), 'ascending');
    await heading.getByRole('button').click();
    assert.equal(await heading.getAttribute('aria-sort'), 'descending');
    assert.ok(sorted(await amounts(), -1), 'descending');

    await page.getByLabel('Filter by text: account').fill('vallmont');
    assert.equal(await rows.count(), 1);
    await page.getByLabel('Filter by text: account').fill('');
    const owner = page.getByLabel('Owner', { exact: true });
    const name = await owner.locator('option').nth(1).getAttribute('value');
    await owner.selectOption(name);
    const some = await rows.count();
    assert.ok(some > 0 && some < all, `${some} of ${all} rows`);
    for (const text of await rows.allInnerTexts()) assert.ok(text.includes(name), text);
    await context.close();
    none(complaints, 'complaints about the list');
  });

  test('an account page weighs less than 150 KB in all', async () => {
    const context = await browser.newContext();
    const { page } = await watchedPage(context, home);
    const found = [];
    for (const file of pages.filter(isAccount)) {
      let weight = 0;
      const weigh = async (response) => { weight += (await response.body()).length; };
      const waiting = [];
      const listener = (response) => waiting.push(weigh(response));
      page.on('response', listener);
      await page.goto(address(file), { waitUntil: 'networkidle' });
      page.off('response', listener);
      await Promise.all(waiting);
      if (weight > 150_000) found.push(`${file}: ${weight} bytes`);
    }
    await context.close();
    none(found, 'heavy account pages');
  });

  test('printed, an account page is a review pack of a few pages, and the home page one sheet', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const { page } = await watchedPage(context, home);
    const found = [];
    /** Everything that a reader of the paper sees of a section: what is on the screen, and nothing cut. */
    const printed = async (file, most) => {
      await page.goto(address(file));
      const pdf = await page.pdf({ preferCSSPageSize: true });
      const sheets = (pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
      if (sheets < 1 || sheets > most) found.push(`${file}: ${sheets} sheets`);
      // The paper's width, less its margins, in pixels: nothing may stand out of it (but half of a dot on a line's end).
      await page.setViewportSize({ width: 695, height: 980 });
      await page.emulateMedia({ media: 'print' });
      const seen = await page.evaluate(() => ({
        navigation: [...document.querySelectorAll('nav, dialog, .filters, .tabs')].filter((e) => e.checkVisibility()).length,
        wide: [...document.querySelectorAll('main *')].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 4)
          .slice(0, 3).map((e) => e.outerHTML.slice(0, 100)),
        // A phone's rules must not hold on paper: what stands beside each other on a screen does so here.
        columns: getComputedStyle(document.querySelector('.cockpit, .tiles')).gridTemplateColumns.split(' ').length,
        hidden: [...document.querySelectorAll('main > section')].filter((e) => !e.checkVisibility()).map((e) => e.getAttribute('aria-labelledby')),
        stamp: document.querySelector('.paper-head')?.innerText ?? '',
      }));
      await page.emulateMedia({ media: null });
      await page.setViewportSize({ width: 1280, height: 900 });
      if (seen.navigation > 0) found.push(`${file}: navigation is printed`);
      if (seen.wide.length > 0) found.push(`${file}: wider than the sheet: ${seen.wide.join(' … ')}`);
      if (seen.columns < 2) found.push(`${file}: printed as on a phone`);
      if (!seen.stamp.includes('30 Sep 2026')) found.push(`${file}: doesn't say as of when`);
      return seen.hidden;
    };
    for (const file of pages.filter(isAccount)) {
      const hidden = await printed(file, 6);
      if (hidden.length > 0) found.push(`${file}: ${hidden.join(', ')} not printed`);
    }
    // What is broken down by owner and so on has pages of its own.
    assert.deepEqual(await printed('index.html', 1), ['rollup']);
    await context.close();
    none(found, 'complaints about print');
  });

  after(async () => {
    for (const cleanup of cleanups.reverse()) await cleanup();
  });
});
