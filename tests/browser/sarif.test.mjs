// `planc check --format sarif` keeps the official schema of SARIF 2.1.0, on a portfolio without errors and
// on one with all kinds of them.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv';
import { AS_OF, ROOT, exampleCopy, runPlanc } from './support.mjs';

const require = createRequire(import.meta.url);

async function validator() {
  const entry = require.resolve('@microsoft/jest-sarif');
  const schema = JSON.parse(await readFile(join(entry, '..', 'schemas', 'sarif-2.1.0-rtm.5.json'), 'utf8'));
  const ajv = new Ajv({ schemaId: 'id', meta: false, allErrors: true, unknownFormats: 'ignore' });
  ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
  return ajv.compile(schema);
}

test('the example', async () => {
  const validate = await validator();
  const { stdout } = await runPlanc(['check', join(ROOT, 'example-accounts'), '--as-of', AS_OF, '--format', 'sarif']);
  const log = JSON.parse(stdout);
  assert.ok(validate(log), JSON.stringify(validate.errors, null, 2));
  assert.ok(log.runs[0].results.length > 0, 'the example has a few honest warnings');
});

test('a portfolio with errors, fixes, labels and odd file names', async (t) => {
  const validate = await validator();
  const portfolio = await exampleCopy(t);
  await writeFile(
    join(portfolio, 'accounts', 'älpha 100%, beta.md'),
    '---\nid: alpha\naccount: Alpha\nownr: x\nowner: nobody\ntier: stratgic\ncontracts:\n' +
      '  - {id: A, product: Platform, arr: $5k, start: 2026-01-01, end: 2025-01-01}\n---\n\n[x](nowhere.md) {0}\n',
  );
  const { code, stdout } = await runPlanc(['check', portfolio, '--as-of', AS_OF, '--format', 'sarif']);
  assert.equal(code, 1);
  const log = JSON.parse(stdout);
  assert.ok(validate(log), JSON.stringify(validate.errors, null, 2));
  const results = log.runs[0].results;
  assert.ok(results.some((result) => result.level === 'error'));
  assert.ok(results.some((result) => result.fixes));
  const uris = results.map((result) => result.locations[0].physicalLocation.artifactLocation.uri);
  assert.ok(uris.includes('accounts/%C3%A4lpha%20100%25%2C%20beta.md'), uris.join('\n'));
});
