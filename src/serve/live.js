// The preview's own script, never part of what `planc build` writes: reloads the page when it was built
// anew, and shows what is wrong. It asks by loading scripts, the one thing that the pages' content policy
// lets them load from their own site, so that pages are served as they are published.
(() => {
  "use strict";

  let build = document.currentScript.dataset.build;
  const scrollKey = `planc-scroll:${location.pathname}`;
  const page = decodeURIComponent(location.pathname).slice(1).replace(/(^|\/)index\.html$/, "$1");
  let panel = null;
  let dismissed = "";

  function restoreScroll() {
    const saved = sessionStorage.getItem(scrollKey);
    if (saved === null) return;
    sessionStorage.removeItem(scrollKey);
    const [left, top] = JSON.parse(saved);
    const restore = () => scrollTo({ left, top, behavior: "instant" });
    history.scrollRestoration = "manual";
    restore();
    addEventListener("load", () => { restore(); history.scrollRestoration = "auto"; }, { once: true });
  }

  function reload() {
    sessionStorage.setItem(scrollKey, JSON.stringify([scrollX, scrollY]));
    location.reload();
  }

  const style = `
    :host { all: initial; }
    section { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 45vh; overflow: auto;
      font: 14px/1.45 system-ui, sans-serif; color: #1c1a17; background: #fffdf9;
      border-top: 3px solid #b3261e; box-shadow: 0 -6px 24px rgb(0 0 0 / .18); }
    header { position: sticky; top: 0; display: flex; gap: 12px; align-items: center; padding: 10px 16px;
      background: inherit; border-bottom: 1px solid #e4ded4; }
    h2 { flex: 1; margin: 0; font-size: 14px; }
    button { font: inherit; color: inherit; background: none; border: 1px solid currentColor;
      border-radius: 6px; padding: 2px 10px; cursor: pointer; }
    button:focus-visible { outline: 2px solid #2257c4; outline-offset: 2px; }
    ol { list-style: none; margin: 0; padding: 0; }
    li { padding: 10px 16px; border-bottom: 1px solid #eee8de; }
    p { margin: 0; overflow-wrap: anywhere; }
    .place { font: 12px/1.5 ui-monospace, monospace; color: #6b645a; overflow-wrap: anywhere; }
    button.place { display: block; padding: 0; border: 0; text-align: start; text-decoration: underline; }
    .more { margin: 10px 16px; }
    .said:empty { display: none; }
    .severity { font-weight: 650; }
    .error .severity { color: #b3261e; }
    .warning .severity { color: #8a5a00; }
    .help { color: #4a453d; }
    @media (prefers-color-scheme: dark) {
      section { color: #efeae2; background: #221f1b; border-color: #f2766c; }
      header, li { border-color: #3a352e; }
      .place, .help { color: #b8afa2; }
      .error .severity { color: #f2968e; }
      .warning .severity { color: #e6b65c; }
    }
    @media print { section { display: none; } }`;

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    // Text from plans is text, whatever it holds.
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function counted(n, word) {
    return `${n} ${word}${n === 1 ? "" : "s"}`;
  }

  // The server opens a place where it may: a problem's number is all that it is told.
  function place(of, number, told) {
    if (!told.opens) return [element("p", "place", of.place)];
    const button = element("button", "place", of.place);
    button.title = "Open in your editor";
    const said = element("p", "said");
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      said.textContent = "";
      try {
        const query = `build=${told.id}&problem=${number}&n=${Date.now().toString(36)}`;
        said.textContent = (await import(`/_planc/open.js?${query}`)).default.said;
      } catch {
        said.textContent = "This preview opens files for its own machine only.";
      }
    });
    return [button, said];
  }

  function problem(of, number, told) {
    const item = element("li", of.severity);
    const line = element("p");
    line.append(element("span", "severity", `${of.severity} ${of.code}`), ` ${of.message}`);
    item.append(line, ...place(of, number, told));
    if (of.help) item.append(element("p", "help", of.help));
    return item;
  }

  function showProblems(told) {
    const sign = `${told.all} ${JSON.stringify(told.problems)}`;
    if (told.errors === 0 || dismissed === sign) {
      panel?.remove();
      panel = null;
      if (told.errors === 0) dismissed = "";
      return;
    }
    const host = element("planc-problems");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    const section = element("section");
    section.setAttribute("aria-label", "Problems in the plans");
    section.setAttribute("role", "alert");
    const header = element("header");
    const title = `${counted(told.errors, "error")}, ${counted(told.warnings, "warning")}: `
      + "what they spoil stays as it was last good";
    const close = element("button", "", "Hide");
    close.addEventListener("click", () => { dismissed = sign; host.remove(); panel = null; });
    header.append(element("h2", "", title), close);
    const list = element("ol");
    let shown = 0;
    const add = (problems) => list.append(...problems.map((of) => problem(of, shown++, told)));
    add(told.problems);
    section.append(header, list);
    // The rest comes when someone scrolls there, or presses the button.
    if (shown < told.all) {
      const more = element("button", "more", `Show more of all ${told.all}`);
      const load = async () => {
        more.disabled = true;
        const query = `build=${told.id}&from=${shown}`;
        const { default: problems } = await import(`/_planc/problems.js?${query}`).catch(() => ({ default: [] }));
        add(problems);
        more.disabled = false;
        if (shown >= told.all || problems.length === 0) more.remove();
      };
      more.addEventListener("click", load);
      section.append(more);
      new IntersectionObserver((seen) => {
        if (seen.some((one) => one.isIntersecting) && !more.disabled) load();
      }, { root: section, rootMargin: "200px" }).observe(more);
    }
    root.append(section);
    panel?.remove();
    panel = host;
    document.documentElement.append(host);
  }

  function isThisPage(changed) {
    // Styles and scripts are part of every page.
    // What stands on several pages goes by its first.
    const list = page.replace(/page-\d+\.html$/, "");
    return changed === null
      || changed.some((name) => name === page || name === list || name.startsWith("assets/"));
  }

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  async function listen() {
    let asked = 0;
    let shown = "";
    for (;;) {
      try {
        // The first question is answered at once. An address is asked once: modules are kept.
        const after = shown === "" ? "" : build;
        const unique = `${Date.now().toString(36)}-${asked += 1}`;
        const { default: told } = await import(`/_planc/next.js?after=${after}&since=${build}&n=${unique}`);
        if (told.id !== build && isThisPage(told.changed)) return reload();
        build = told.id;
        if (shown !== build) showProblems(told);
        shown = build;
      } catch {
        // The server is gone, or starts again.
        await pause(500);
      }
    }
  }

  restoreScroll();
  listen();
})();
