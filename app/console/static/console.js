// What a console page does in the browser alone: time in the reader's zone, copying, look, focus,
// the drawer of a narrow window, and noticing that the session ended. No data is kept here.
(() => {
  const here = document.currentScript.dataset;
  const language = () => document.documentElement.lang || "en-GB";
  const STEPS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];

  function relative(iso) {
    const seconds = (new Date(iso) - Date.now()) / 1000;
    const format = new Intl.RelativeTimeFormat(language(), { style: "short", numeric: "auto" });
    for (const [unit, length] of STEPS) {
      if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
    }
    return format.format(0, "minute");
  }
  function absolute(iso) {
    return new Intl.DateTimeFormat(language(), { dateStyle: "long", timeStyle: "medium" }).format(new Date(iso));
  }
  function day(iso) {
    return new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
  }
  function zone() {
    return Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      try { await navigator.clipboard.writeText(text); return true; } catch (_) { /* the old way below */ }
    }
    const area = Object.assign(document.createElement("textarea"), { value: text });
    area.style.position = "fixed"; area.style.opacity = "0";
    document.body.append(area); area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  // theme, density, language: kept in this browser, read by the server when it builds a page
  function kept() {
    return new URLSearchParams((document.cookie.match(/(?:^|; )byl-look=([^;]*)/) || [, ""])[1]);
  }
  function prefer(name, value) {
    const liked = kept();
    liked.set(name, value);
    document.cookie = `byl-look=${liked}; path=${here.prefix}; max-age=31536000; samesite=lax`;
    if (name === "theme") Quasar.Dark.set(value === "system" ? "auto" : value === "dark");
    if (name === "density") document.body.classList.toggle("dense", value === "dense");
    if (name === "language") location.reload();
  }

  // a page that took its time to fill: whoever is at work in it already keeps their place
  let settled = null;
  function isTaken() {
    const here = document.activeElement;
    return here !== settled && Boolean(here?.closest(".q-page"));
  }
  function focusTitle() {
    requestAnimationFrame(() => isTaken() || document.querySelector("h1[tabindex]")?.focus({ preventScroll: true }));
  }

  // the part of a page that the address names; the title where there is no such part
  function focusPlace(name) {
    requestAnimationFrame(() => {
      if (isTaken()) return;
      const part = document.querySelector(`[data-testid="${CSS.escape(name)}"]`);
      const first = part?.querySelector("button, a[href], input, select, textarea");
      if (!first) { focusTitle(); return; }
      part.scrollIntoView({ block: "nearest" });
      first.focus();
    });
  }

  // focus is never lost: back to what opened a thing, or to the list it belonged to, or to the title
  function settle(opener) {
    setTimeout(() => {
      if (document.activeElement && document.activeElement !== document.body) return;
      const lists = document.querySelectorAll("[data-keys=table], h1[tabindex]");
      settled = [opener, ...[...lists].reverse()].find((each) => each?.isConnected && each.checkVisibility());
      settled?.focus();
    }, 60);
  }

  // into what a button opened beside itself; once Escape has closed that, back to the button
  let opened = null;
  function enter() {
    opened = document.activeElement;
    requestAnimationFrame(() => document.querySelector("[data-closes]")?.focus({ preventScroll: true }));
  }
  function comeBack() {
    settle(opened);
  }

  function drawer(open) {
    document.body.classList.toggle("bl-nav-open", open);
    document.querySelector(".bl-burger")?.setAttribute("aria-expanded", String(open));
    for (const behind of document.querySelectorAll(".bl-skip, .bl-head, .q-page-container")) behind.inert = open;
    if (open) document.querySelector(".bl-nav button, .bl-nav a")?.focus();
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("bl-nav-open")) {
      drawer(false); document.querySelector(".bl-burger")?.focus();
    }
  });
  matchMedia("(min-width: 1024px)").addEventListener("change", () => drawer(false));
  document.addEventListener("click", (event) => {
    if (event.target.closest(".bl-nav a, .bl-nav-scrim")) drawer(false);
  });

  // single letters are keys only where nothing is typed, nothing floats above the page, and the reader keeps them on
  const FLOATING = "dialog[open], [popover]:popover-open";
  function lettersOn() {
    return kept().get("letters") !== "off";
  }
  function isFree(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return false;
    const typed = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=tree]");
    if (typed?.checkVisibility()) return false; // one that was just closed holds the focus until the next picture
    return !document.querySelector(FLOATING);
  }
  function isLetter(event) {
    return lettersOn() && isFree(event);
  }

  // up to the list a page belongs to, as the reader left it: its filters, sort and page stand in the address
  const left = new Map();
  const push = history.pushState.bind(history);
  let typed = false;
  history.pushState = (...how) => {
    left.set(location.pathname, location.search);
    typed = false;
    return push(...how);
  };
  document.addEventListener("input", (event) => { typed ||= Boolean(event.target.closest?.(".q-page")); });
  const above = () => [...document.querySelectorAll(".bl-crumb a[href]")].pop();
  document.addEventListener("click", (event) => {
    const crumb = event.target.closest?.(".bl-crumb a[href]");
    if (crumb && left.has(crumb.pathname)) crumb.setAttribute("href", crumb.pathname + left.get(crumb.pathname));
  }, true);
  function up() { // what was typed and not sent is not thrown away by one key
    const crumb = typed ? null : above();
    crumb?.click();
    return Boolean(crumb);
  }

  // where a page below a list can be changed: its first field, else the first act of its head
  const FIELD = "input:not([type=hidden], :disabled, [readonly]), select:not(:disabled), textarea:not(:disabled, [readonly])";
  function edit() {
    if (!above()) return false;
    const page = [...document.querySelectorAll(".q-page")].pop();
    const fields = [...(page?.querySelectorAll(FIELD) ?? [])].filter((each) => !each.closest("[data-keys=table], .bl-filters"));
    const acts = page?.querySelectorAll(".bl-title .acts .bl-btn:not(.ghost)") ?? [];
    const first = [...fields, ...acts].find((each) => each.checkVisibility());
    first?.focus();
    return Boolean(first);
  }

  // a panel beside the button that opened it, and arrow keys through what stands in it
  let placed = null;
  function place(panel, button) {
    placed = [panel, button];
    const box = button.getBoundingClientRect();
    panel.style.insetBlockStart = `${Math.max(8, Math.min(box.bottom + 4, innerHeight - panel.offsetHeight - 8))}px`;
    const left = box.left + panel.offsetWidth < innerWidth - 8 ? box.left : box.right - panel.offsetWidth;
    panel.style.insetInlineStart = `${Math.max(8, left)}px`;
  }
  addEventListener("resize", () => { // a phone is turned, a window made smaller
    if (placed?.every((each) => each.isConnected) && placed[0].matches(":popover-open")) place(...placed);
  });
  function stops(panel) {
    return [...panel.querySelectorAll("a[href], button:not(:disabled), input, pre[tabindex]")].filter((each) => each.offsetParent);
  }
  function walk(panel, event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.matches("input[type=radio], input[type=text]")) return;
    const all = stops(panel);
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
    event.preventDefault();
  }

  // another page of this window, as if its link were pressed
  function go(href) {
    const link = Object.assign(document.createElement("a"), { href });
    document.body.append(link);
    link.click();
    link.remove();
  }
  const command = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "";

  // an ended session closes the socket; ask once whether that is so, and let sign-in bring the reader back here
  async function stillStanding() {
    const answer = await fetch(`${here.prefix}/_nicegui/standing`, { cache: "no-store", redirect: "manual" }).catch(() => null);
    if (answer && answer.status === 401) location.reload();
  }
  const waiting = setInterval(() => {
    if (!window.socket) return;
    clearInterval(waiting);
    window.socket.on("disconnect", stillStanding);
    window.socket.on("connect_error", stillStanding);
  }, 50);

  window.Byleave = {
    icons: here.icons, relative, absolute, day, zone, copy, prefer, focusTitle, focusPlace, settle, enter, comeBack, drawer, go, command, isFree, isLetter, lettersOn, up, edit, place, stops, walk,
  };
})();
