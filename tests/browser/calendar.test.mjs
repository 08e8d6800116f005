// The calendar files as another program reads them: ical.js, the parser of Thunderbird.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import ICAL from 'ical.js';
import { AS_OF, builtExample } from './support.mjs';

test('calendar files hold every renewal and open action as a day of its own', async (t) => {
  const site = await builtExample(t);
  for (const [name, least] of [['renewals.ics', 12], ['actions.ics', 40]]) {
    const text = await readFile(join(site, name), 'utf8');
    // RFC 5545: lines end with CR LF and have 75 octets at most.
    assert.ok(text.endsWith('\r\n') && !/[^\r]\n/.test(text), `${name}: line ends`);
    for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, `${name}: ${line}`);

    const calendar = new ICAL.Component(ICAL.parse(text));
    assert.equal(calendar.name, 'vcalendar');
    assert.equal(calendar.getFirstPropertyValue('version'), '2.0');
    assert.ok(calendar.getFirstPropertyValue('prodid'));
    const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component, { strictExceptions: true }));
    assert.ok(events.length >= least, `${name}: ${events.length} events`);
    assert.equal(new Set(events.map((event) => event.uid)).size, events.length, `${name}: ids are distinct`);
    for (const event of events) {
      assert.ok(event.summary.length > 3, name);
      assert.ok(event.startDate.isDate && event.endDate.isDate, `${event.summary}: whole days`);
      assert.equal(event.duration.toSeconds(), 86_400, `${event.summary}: one day`);
      assert.equal(event.component.getFirstPropertyValue('dtstamp').toString(), `${AS_OF}T00:00:00Z`);
      const address = new URL(event.component.getFirstPropertyValue('url'));
      assert.match(address.href, /^https:\/\/plans\.brackwater\.example\/accounts\/[a-z-]+\//);
    }
  }
  const renewals = new ICAL.Component(ICAL.parse(await readFile(join(site, 'renewals.ics'), 'utf8')));
  const kessler = renewals.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))
    .find((event) => event.summary.includes('KB-2026'));
  assert.equal(kessler.startDate.toString(), '2026-12-31');
});
