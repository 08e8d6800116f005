// What the browser tests share: planc itself, a built example, a small web server, Chromium.
//
// PLANC names the program to test (default: the newest of target/{release,debug}/planc),
// CHROMIUM the browser (default: /usr/bin/chromium).

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const run = promisify(execFile);

/** The repository. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The day on which the example is looked at: the same site whenever the tests run. */
export const AS_OF = '2026-09-30';

/** The program to test. */
export async function planc() {
  if (process.env.PLANC) return process.env.PLANC;
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
  const found = [];
  for (const profile of ['release', 'debug']) {
    const path = join(target, profile, 'planc');
    if (existsSync(path)) found.push([(await stat(path)).mtimeMs, path]);
  }
  if (found.length === 0) throw new Error('no planc to test: run `cargo build`, or set PLANC');
  return found.sort((a, b) => b[0] - a[0])[0][1];
}

/** Runs planc; whatever its exit status, gives `{code, stdout, stderr}`. */
export async function runPlanc(args, options = {}) {
  try {
    const { stdout, stderr } = await run(await planc(), args, { maxBuffer: 1 << 28, ...options });
    return { code: 0, stdout, stderr };
  } catch (error) {
    if (typeof error.code !== 'number') throw error;
    return { code: error.code, stdout: error.stdout, stderr: error.stderr };
  }
}

/** A new folder that goes away with the test that `t` stands for. */
export async function folder(t) {
  const path = await mkdtemp(join(tmpdir(), 'planc-browser-'));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A copy of the example portfolio. */
export async function exampleCopy(t) {
  const path = join(await folder(t), 'portfolio');
  await cp(join(ROOT, 'example-accounts'), path, { recursive: true });
  await rm(join(path, 'site'), { recursive: true, force: true });
  return path;
}

/** The example, built; the path of the site. */
export async function builtExample(t) {
  const site = join(await folder(t), 'site');
  const { code, stderr } = await runPlanc(['build', join(ROOT, 'example-accounts'), '-o', site, '--as-of', AS_OF]);
  if (code !== 0) throw new Error(`planc build ended with ${code}:\n${stderr}`);
  return site;
}

/** Every file below a folder, as paths with `/`, sorted. */
export async function filesBelow(folder) {
  const found = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const parent = entry.parentPath ?? entry.path;
    found.push(relative(folder, join(parent, entry.name)).split(sep).join('/'));
  }
  return found.sort();
}

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.ics': 'text/calendar; charset=utf-8',
  '.woff2': 'font/woff2',
};

/**
 * Serves a folder below `/team/plans/` on loopback, as a web host under a sub-path would: the address of
 * the home page. Anything else is 404.
 */
export async function serve(t, folder) {
  const prefix = '/team/plans/';
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (!path.startsWith(prefix) || path.includes('..')) {
      response.writeHead(404).end();
      return;
    }
    let file = join(folder, path.slice(prefix.length));
    if (path.endsWith('/')) file = join(file, 'index.html');
    try {
      const body = await readFile(file);
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => { server.closeAllConnections?.(); server.close(resolve); }));
  return `http://127.0.0.1:${server.address().port}${prefix}`;
}

/** A Chromium that goes away with the test. */
export async function browser(t) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  });
  t.after(() => browser.close());
  return browser;
}

/**
 * A page that writes down everything it should not do: errors on the console, exceptions, requests that
 * fail or leave `origin`, breaches of the content security policy.
 */
export async function watchedPage(context, origin) {
  const complaints = [];
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    // Given up because the page went on to another: nothing failed.
    const { errorText } = request.failure() ?? {};
    if (errorText !== 'net::ERR_ABORTED') complaints.push(`request failed (${errorText}): ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('data:')) complaints.push(`request elsewhere: ${url}`);
  });
  return { page, complaints };
}
