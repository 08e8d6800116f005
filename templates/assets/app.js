// What pages gain where JavaScript runs: sorting, filtering, tabs, search. Without it they are complete.
(() => {
  'use strict';
  const root = document.body.dataset.root || '';
  const make = (tag, props = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(props)) {
      if (key in node) node[key] = value; else node.setAttribute(key, value);
    }
    node.append(...children);
    return node;
  };

  // Tables: a click on a heading sorts by it.
  const worth = (cell) => {
    if (!cell) return '';
    const exact = cell.querySelector('data[value], time[datetime]');
    if (!exact) return cell.textContent.trim().toLowerCase();
    const value = exact.value ?? exact.getAttribute('datetime') ?? exact.dateTime;
    const number = Number(exact.getAttribute('value'));
    return exact.tagName === 'DATA' && Number.isFinite(number) ? number : String(exact.getAttribute('datetime') || value);
  };
  const compare = (a, b) => {
    if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return String(a).localeCompare(String(b), undefined, { numeric: true });
  };
  for (const table of document.querySelectorAll('table[data-sortable]')) {
    const headings = [...table.tHead.rows[0].cells];
    headings.forEach((heading, column) => {
      const button = make('button', { type: 'button', className: 'sort' });
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener('click', () => {
        const down = heading.getAttribute('aria-sort') === 'ascending';
        headings.forEach((other) => other.removeAttribute('aria-sort'));
        heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        for (const body of table.tBodies) {
          const rows = [...body.rows].filter((row) => !row.classList.contains('group-row'));
          const keyed = rows.map((row) => [worth(row.cells[column]), row]);
          keyed.sort(([a], [b]) => (a === '' || b === '' ? compare(a, b) : compare(a, b) * (down ? -1 : 1)));
          body.append(...keyed.map(([, row]) => row));
        }
      });
    });
  }

  // Tables: rows by text, and by the values of a column.
  for (const table of document.querySelectorAll('table[data-filterable]')) {
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.classList.contains('group-row'));
    if (rows.length < 5) continue;
    const what = table.dataset.filterable;
    const text = make('input', { type: 'search', placeholder: 'Filter', 'aria-label': `Filter by text: ${what}` });
    const shown = make('output', { 'aria-live': 'polite' });
    const choices = [...table.tHead.rows[0].cells].flatMap((heading, column) => {
      if (!('filter' in heading.dataset)) return [];
      const word = (row) => (row.cells[column]?.querySelector('.health-word, a') ?? row.cells[column])?.textContent.trim() ?? '';
      const values = [...new Set(rows.map(word))].filter(Boolean).sort((a, b) => a.localeCompare(b));
      if (values.length < 2 || values.length > 60) return [];
      const name = heading.textContent.trim();
      const select = make('select', { 'aria-label': name }, make('option', { value: '' }, `${name}: all`),
        ...values.map((value) => make('option', { value }, value)));
      return [{ select, word }];
    });
    const apply = () => {
      const wanted = text.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      for (const row of rows) {
        const content = row.textContent.toLowerCase();
        const keep = wanted.every((word) => content.includes(word))
          && choices.every(({ select, word }) => !select.value || word(row) === select.value);
        row.hidden = !keep;
        count += keep;
      }
      for (const body of table.tBodies) {
        const heading = body.querySelector('.group-row');
        if (heading) heading.hidden = [...body.rows].every((row) => row === heading || row.hidden);
      }
      shown.textContent = count === rows.length ? `${rows.length}` : `${count} of ${rows.length}`;
    };
    const bar = make('div', { className: 'filters' }, text, ...choices.map(({ select }) => select), shown);
    bar.addEventListener('input', apply);
    (table.closest('.scroll') ?? table).before(bar);
    apply();
  }

  // Sections that stand below each other become tabs.
  for (const section of document.querySelectorAll('[data-tabs]')) {
    const panels = [...section.querySelectorAll('[data-tab]')];
    if (panels.length < 2) continue;
    section.classList.add('tabbed');
    const list = make('div', { className: 'tabs', role: 'tablist', 'aria-label': section.querySelector('h2')?.textContent ?? '' });
    const tabs = panels.map((panel, at) => {
      panel.id ||= `${section.getAttribute('aria-labelledby')}-${at}`;
      panel.setAttribute('role', 'tabpanel');
      const tab = make('button', { type: 'button', role: 'tab', id: `${panel.id}-tab`, 'aria-controls': panel.id }, panel.dataset.tab);
      panel.setAttribute('aria-labelledby', tab.id);
      tab.addEventListener('click', () => choose(at));
      tab.addEventListener('keydown', ({ key }) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
        if (step) { const next = (at + step + tabs.length) % tabs.length; choose(next); tabs[next].focus(); }
      });
      return tab;
    });
    const choose = (chosen) => tabs.forEach((tab, at) => {
      tab.setAttribute('aria-selected', String(at === chosen));
      panels[at].hidden = at !== chosen;
    });
    list.append(...tabs);
    (section.querySelector('.card-head') ?? section).append(list);
    choose(0);
    addEventListener('beforeprint', () => panels.forEach((panel) => { panel.hidden = false; }));
    addEventListener('afterprint', () => choose(Math.max(0, tabs.findIndex((tab) => tab.getAttribute('aria-selected') === 'true'))));
  }

  // A figure that is linked to is opened.
  const open = () => {
    const goal = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (goal instanceof HTMLDetailsElement) goal.open = true;
  };
  addEventListener('hashchange', open);
  open();

  // Search: the index comes in scripts, for a page in a folder may load nothing else.
  const asked = new Map();
  const load = (path) => {
    if (!asked.has(path)) {
      asked.set(path, new Promise((done) => {
        const script = make('script', { src: `${root}search/${path}.js` });
        script.onload = script.onerror = () => done();
        document.head.append(script);
      }));
    }
    return asked.get(path);
  };
  const index = { manifest: null, words: {}, documents: {} };
  window.planc = {
    manifest: (manifest) => { index.manifest = manifest; },
    words: (shard, words) => { index.words[shard] = words; },
    documents: (number, rows) => { index.documents[number] = rows; },
  };
  const fold = (text) => text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f'’]/g, '');
  const split = (text) => fold(text).match(/[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|[\p{L}\p{N}]+/gu) ?? [];
  const shardOf = (word, depth) => depth === 0 ? 'all'
    : [...word].slice(0, depth).map((c) => /[a-z0-9]/.test(c) ? c : `-${(c.codePointAt(0) % 64).toString(16).padStart(2, '0')}`).join('');

  async function find(query) {
    const words = split(query).map((word) => word.slice(0, 24)).filter((word) => word.length > 1 || word > '\u2e7f');
    if (!words.length) return null;
    await load('manifest');
    const { manifest } = index;
    if (!manifest) return [];
    let found = null;
    for (const word of words) {
      const shard = shardOf(word, manifest.depth);
      if (manifest.shards.includes(shard)) await load(`words-${shard}`);
      const hits = new Map();
      for (const [entry, places] of Object.entries(index.words[shard] ?? {})) {
        if (!entry.startsWith(word)) continue;
        let number = 0;
        for (const place of places) {
          number += Math.floor(place / 10);
          const score = (place % 10) + (entry === word ? 2 : 0);
          hits.set(number, Math.max(hits.get(number) ?? 0, score));
        }
      }
      found = found === null ? hits : new Map([...found].flatMap(([number, score]) => hits.has(number) ? [[number, score + hits.get(number)]] : []));
    }
    const best = [...found].sort(([a, x], [b, y]) => y - x || a - b);
    const top = best.slice(0, 30);
    await Promise.all([...new Set(top.map(([number]) => Math.floor(number / manifest.chunk)))].map((chunk) => load(`documents-${chunk}`)));
    return Object.assign(top.flatMap(([number]) => {
      const row = index.documents[Math.floor(number / manifest.chunk)]?.[number % manifest.chunk];
      return row ? [row] : [];
    }), { total: best.length });
  }

  function searchBox() {
    const input = make('input', { type: 'search', placeholder: 'Search accounts, people, products, text', autocomplete: 'off', spellcheck: false, 'aria-label': 'Search', className: 'search-input' });
    const status = make('p', { className: 'meta', role: 'status' });
    const list = make('ol', { className: 'results' });
    let turn = 0;
    input.addEventListener('input', async () => {
      const mine = ++turn;
      const results = await find(input.value);
      if (mine !== turn) return;
      list.replaceChildren(...(results ?? []).map(([title, kind, href, context]) => make('li', {},
        make('a', { href: root + href }, make('span', { className: 'tag' }, kind), ' ', make('span', { className: 'strong' }, title), ' ',
          make('span', { className: 'meta' }, context)))));
      status.textContent = !results ? '' : results.length === 0 ? 'Nothing found'
        : results.total > results.length ? `The first ${results.length} of ${results.total}` : `${results.total} found`;
    });
    // Up and down move through what was found.
    const box = make('div', { className: 'search-box' }, input, status, list);
    box.addEventListener('keydown', (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      const stops = [input, ...list.querySelectorAll('a')];
      const at = stops.indexOf(document.activeElement);
      stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
      event.preventDefault();
    });
    return { box, input };
  }
  const here = document.querySelector('[data-search-here]');
  let focus = null;
  if (here) {
    const { box, input } = searchBox();
    here.append(box);
    input.focus();
    focus = () => input.focus();
  } else {
    let dialog = null;
    focus = () => {
      if (!dialog) {
        const { box, input } = searchBox();
        dialog = make('dialog', { className: 'search-dialog', 'aria-label': 'Search' }, box);
        dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
        document.body.append(dialog);
        dialog.focusInput = () => input.select();
      }
      if (!dialog.open) dialog.showModal();
      dialog.focusInput();
    };
  }
  document.querySelector('[data-search]')?.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    focus();
  });
  addEventListener('keydown', (event) => {
    const typing = event.target instanceof HTMLElement && (event.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName));
    if ((event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) || (event.key === 'k' && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      focus();
    }
  });
})();
