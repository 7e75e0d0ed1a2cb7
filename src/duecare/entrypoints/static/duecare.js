/* Comfort only: every page and form works without this file. No inline code, no evaluation, no outside address. */
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const body = document.body;
  const said = (key) => body.dataset[key] || "";
  const typing = (target) => target.closest("input, select, textarea, [contenteditable]");

  /* ---- drafts: what is typed stays in this browser until the server has taken it ---- */
  const WEEK = 7 * 24 * 3600 * 1000;
  const SECRET = new Set(["password", "file", "hidden", "submit", "button"]);
  const who = body.dataset.actor || "";
  const keyOf = (form) => `draft:${who}:${location.pathname}:${form.dataset.draft}`;
  const fields = (form) => [...form.elements].filter((e) => e.name && !SECRET.has(e.type) && e.name !== "csrfmiddlewaretoken");
  const stored = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };

  function values(form) {
    const found = {};
    for (const e of fields(form)) {
      const value = e.type === "checkbox" || e.type === "radio" ? (e.checked ? e.value : null)
        : e.multiple ? [...e.selectedOptions].map((o) => o.value) : e.value;
      if (value !== null) (found[e.name] ||= []).push(value);
    }
    return found;
  }
  function fill(form, kept) {
    const used = {};
    for (const e of fields(form)) {
      const list = kept[e.name] || [];
      if (e.type === "checkbox" || e.type === "radio") e.checked = list.includes(e.value);
      else if (e.multiple) { const chosen = list[0] || []; [...e.options].forEach((o) => { o.selected = chosen.includes(o.value); }); }
      else { const n = (used[e.name] = (used[e.name] ?? -1) + 1); if (list[n] !== undefined) e.value = list[n]; }
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function keepDrafts() {
    const sent = sessionStorage.getItem("draft-sent");
    sessionStorage.removeItem("draft-sent");
    const refused = "bare" in body.dataset || "fault" in body.dataset;
    if (sent && !refused && !all("form[data-draft][data-bound]").some((form) => keyOf(form) === sent)) localStorage.removeItem(sent);
    for (const form of all("form[data-draft]")) draft(form);
  }
  function draft(form) {
    const key = keyOf(form), state = $("[data-draft-state]", form), before = JSON.stringify(values(form)), kept = stored(key);
    if (kept && Date.now() - kept.at > WEEK) localStorage.removeItem(key);
    else if (kept && !("bound" in form.dataset) && JSON.stringify(kept.values) !== before) {
      fill(form, kept.values);
      const note = document.createElement("p"), undo = document.createElement("button");
      note.className = "note";
      note.setAttribute("role", "status");
      note.textContent = said("tRestored") + " ";
      undo.type = "button"; undo.className = "btn ghost"; undo.textContent = said("tDiscard");
      undo.addEventListener("click", () => { localStorage.removeItem(key); fill(form, JSON.parse(before)); note.remove(); });
      note.append(undo);
      form.prepend(note);
    }
    let timer;
    const save = () => {
      clearTimeout(timer);
      try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: values(form) })); } catch { return; }
      if (state) state.textContent = said("tKept");
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 400); });
    form.addEventListener("submit", () => { save(); sessionStorage.setItem("draft-sent", key); });
  }
  function forget() {
    Object.keys(localStorage).filter((key) => key.startsWith(`draft:${who}:`)).forEach((key) => localStorage.removeItem(key));
  }

  /* ---- questions that depend on another answer ---- */
  function conditions(form) {
    const dependent = all("[data-when]", form);
    if (!dependent.length) return;
    const apply = () => {
      for (const part of dependent) {
        const [name, list] = part.dataset.when.split("=");
        const wanted = list.split(",").map((v) => v.trim());
        const given = new FormData(form).getAll(name.trim());
        part.hidden = !given.some((value) => wanted.includes(value));
      }
    };
    form.addEventListener("change", apply);
    apply();
  }

  /* ---- palette ---- */
  function palette() {
    const dialog = $("#palette");
    if (!dialog || !dialog.showModal) return;
    const input = $("input", dialog), hits = $("#palette-hits", dialog);
    let timer, asked = 0;
    const load = async () => {
      const turn = ++asked;
      const response = await fetch(`${hits.dataset.url}?part=1&q=${encodeURIComponent(input.value)}`, { headers: { "X-Requested-With": "fetch" } });
      if (turn !== asked) return;
      if (!response.ok || response.redirected) { location.reload(); return; }
      hits.innerHTML = await response.text();
      point(0);
    };
    const options = () => all("[role=option]", hits);
    const point = (to) => {
      const list = options();
      if (!list.length) { input.removeAttribute("aria-activedescendant"); return; }
      const at = (to + list.length) % list.length;
      list.forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
      input.setAttribute("aria-activedescendant", list[at].id);
      list[at].scrollIntoView({ block: "nearest" });
    };
    const at = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");
    const open = () => { if (!dialog.open) { input.value = ""; dialog.showModal(); load(); } };
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(load, 150); });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") { event.preventDefault(); point(at() + 1); }
      if (event.key === "ArrowUp") { event.preventDefault(); point(at() - 1); }
      if (event.key === "Enter") { const link = options()[at()]; if (link) { event.preventDefault(); location.assign(link.href); } }
    });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    all("[data-palette-open]").forEach((link) => link.addEventListener("click", (event) => { event.preventDefault(); open(); }));
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); open(); }
      if (event.key === "/" && !typing(event.target)) { event.preventDefault(); open(); }
    });
  }

  /* ---- j, k and enter in lists ---- */
  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || $("dialog[open]")) return;
    const rows = all("table[data-keys] tbody tr");
    if (!rows.length) return;
    const now = rows.findIndex((row) => "at" in row.dataset);
    if (event.key === "j" || event.key === "k") {
      const next = Math.min(rows.length - 1, Math.max(0, now + (event.key === "j" ? 1 : -1)));
      rows.forEach((row) => delete row.dataset.at);
      rows[next].dataset.at = "";
      const link = $("a", rows[next]);
      if (link) link.focus();
      rows[next].scrollIntoView({ block: "nearest" });
    } else if (event.key === "x" && now >= 0) {
      const box = $("input[type=checkbox][name=row]", rows[now]);
      if (box) box.click();
    }
  }

  /* ---- small things ---- */
  function closePopovers(event) {
    all("details[data-popover][open]").forEach((part) => { if (!part.contains(event.target)) part.open = false; });
  }
  function bulk(form) {
    const count = $("[data-bulk-count]", form), whole = $("[data-bulk-all]", form), boxes = all("input[name=row]", form);
    const every = whole && $("input", whole);
    const show = () => {
      const chosen = boxes.filter((box) => box.checked).length;
      if (count) count.textContent = String(chosen);
      if (every) { every.checked = chosen > 0 && chosen === boxes.length; every.indeterminate = chosen > 0 && chosen < boxes.length; }
    };
    if (whole) whole.hidden = !boxes.length;
    form.addEventListener("change", (event) => {
      if (event.target === every) boxes.forEach((box) => { box.checked = every.checked; });
      show();
    });
    show();
  }
  function reach(part) { /* a table wider than the screen must be reachable to be scrolled by keyboard */
    if (part.scrollWidth <= part.clientWidth) return;
    const caption = $("caption", part);
    part.tabIndex = 0;
    if (caption && caption.textContent) { part.setAttribute("role", "region"); part.setAttribute("aria-label", caption.textContent); }
  }
  function wire(root) {
    all(".scroll", root).forEach(reach);
    all("form", root).forEach(conditions);
    all("form[data-bulk]", root).forEach(bulk);
    all("[data-no-script]", root).forEach((part) => { part.hidden = true; });
  }

  keepDrafts();
  wire(document);
  palette();
  document.addEventListener("keydown", keys);
  document.addEventListener("click", closePopovers);
  document.addEventListener("focusin", closePopovers); /* a box left by Tab would lie over what has the focus next */
  document.addEventListener("keyup", (event) => { /* a browser leaves where it is what a scrolling part cuts */
    if (event.key === "Tab" && document.activeElement !== body) document.activeElement.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    all("details[data-popover][open]").forEach((part) => { part.open = false; $("summary", part).focus(); });
  });
  all("form[data-forget]").forEach((form) => form.addEventListener("submit", forget));
  all("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
  all(".tabs [aria-current]").forEach((tab) => {  // the tab one stands on is never beyond the edge
    const row = tab.closest(".tabs"), box = tab.getBoundingClientRect(), room = row.getBoundingClientRect();
    if (box.left < room.left || box.right > room.right) row.scrollLeft += box.left - room.left - (room.width - box.width) / 2;
  });
  const first = $("[data-focus]");
  if (first) first.focus();
  document.addEventListener("htmx:afterSwap", (event) => wire(event.detail.elt));
  addEventListener("beforeprint", () => all("details.why").forEach((part) => { part.dataset.was = part.open; part.open = true; }));
  addEventListener("afterprint", () => all("details.why").forEach((part) => { part.open = part.dataset.was === "true"; }));
})();
