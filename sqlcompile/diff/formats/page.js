"use strict";
// The page is whole without this script; it adds the filters, links to a filtered view, keys and copying.
// The state of the filters is the form's; the address holds it after "#ID?".
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  // Browsers may refuse storage, from a file above all: the choice then lasts as long as the page.
  const storage = {
    key: "sqlcompile-theme",
    get() { try { return localStorage.getItem(this.key); } catch { return null; } },
    set(value) { try { localStorage.setItem(this.key, value); } catch { /* as above */ } },
  };
  const remembered = storage.get();
  if (remembered === "dark" || remembered === "light") root.dataset.theme = remembered;

  document.addEventListener("DOMContentLoaded", () => {
    const byId = (id) => document.getElementById(id);
    const all = (selector, from = document) => [...from.querySelectorAll(selector)];
    const form = byId("filters");
    const revisions = byId("revisions");
    const search = byId("search");
    const boxes = (name) => all(`input[name=${name}]`, form);
    const kindNames = boxes("kind").map((box) => box.value);
    const compared = kindNames.length > 0;
    const select = byId("fact");
    const factNames = select ? [...select.options].slice(1).map((option) => option.value) : [];

    // ---- what there is

    const cellOf = (element, partKind) => ({
      element,
      column: Number(element.className.match(/column-(\d+)/)[1]),
      kind: element.dataset.kind === undefined ? partKind : kindNames[element.dataset.kind],
      facts: element.dataset.facts ? element.dataset.facts.split(" ").map((number) => factNames[number]) : [],
    });
    const rowOf = (element, partKind) => {
      const cells = all(".cell", element);
      const own = cells.some((cell) => cell.dataset.kind !== undefined);
      return { element, shown: true, cells: cells.map((cell) => cellOf(cell, own ? undefined : partKind)) };
    };
    const contents = new Map(all("#contents li").map((item) => [item.dataset.part, item]));
    const parts = all(".part").map((element) => {
      const kind = kindNames[element.dataset.kind];
      return {
        element, kind,
        item: contents.get(element.id),
        details: element.querySelector("details"),
        rows: all(".row", element).map((row) => rowOf(row, kind)),
      };
    });
    const rows = parts.flatMap((part) => part.rows);

    // ---- filters

    const checked = (name) => boxes(name).filter((box) => box.checked);
    const flat = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();
    const filters = () => ({
      kinds: checked("kind").map((box) => box.value),
      columns: checked("column").map((box) => Number(box.dataset.number)),
      fact: select ? select.value : "",
      text: flat(search.value),
    });
    const active = ({ kinds, columns, fact, text }) => Boolean(kinds.length || columns.length || fact || text);

    const texts = new WeakMap(); // what was searched once; without the cells' headings, which are the same in all
    const textOf = (element) => {
      let text = texts.get(element);
      if (text === undefined) {
        const children = [...element.children].filter((child) => !child.matches(".who, .cells"));
        text = flat(children.map((child) => child.textContent).join("\n"));
        texts.set(element, text);
      }
      return text;
    };
    const isIn = (columns, cell) => !columns.length || columns.includes(cell.column);
    const isShown = (columns, cell) => isIn(columns, cell) || (compared && cell.column === 0);
    const hasText = (part, row, { text, columns }) =>
      !text ||
      textOf(part.details.querySelector("summary")).includes(text) ||
      textOf(row.element).includes(text) ||
      row.cells.some((cell) => isShown(columns, cell) && textOf(cell.element).includes(text));
    const matches = (part, row, wanted) =>
      (!(wanted.kinds.length || wanted.fact) ||
        row.cells.some((cell) =>
          isIn(wanted.columns, cell) &&
          (!wanted.kinds.length || wanted.kinds.includes(cell.kind)) &&
          (!wanted.fact || cell.facts.includes(wanted.fact)))) &&
      hasText(part, row, wanted);
    const matchesEmpty = (part, { kinds, fact, text }) =>
      !part.rows.length && !fact &&
      (!kinds.length || kinds.includes(part.kind)) &&
      (!text || textOf(part.details.querySelector("summary")).includes(text));

    const apply = () => {
      const wanted = filters();
      let count = 0;
      for (const part of parts) {
        let some = matchesEmpty(part, wanted);
        for (const row of part.rows) {
          row.shown = matches(part, row, wanted);
          row.element.hidden = !row.shown;
          row.element.classList.remove("forced");
          if (row.shown) { some = true; count += 1; }
        }
        part.element.hidden = !some;
        part.item.hidden = !some;
      }
      showColumns(wanted.columns);
      byId("none").hidden = parts.some((part) => !part.element.hidden);
      byId("clear").hidden = !active(wanted);
      const total = rows.length.toLocaleString("en");
      byId("status").textContent = active(wanted) ? `${count.toLocaleString("en")} of ${total} operations` : "";
    };
    const showColumns = (columns) => {
      const number = rows.length ? rows[0].cells.length : 0;
      let left = 0;
      for (let column = 0; column < number; column += 1) {
        const shown = isShown(columns, { column });
        revisions.classList.toggle(`without-${column}`, !shown);
        if (shown) left += 1;
      }
      revisions.style.setProperty("--columns", left || 1);
    };

    // ---- the address

    const query = () => {
      const values = new URLSearchParams();
      for (const name of ["kind", "column"]) for (const box of checked(name)) values.append(name, box.value);
      if (select && select.value) values.append("fact", select.value);
      if (search.value.trim()) values.append("text", search.value);
      return values.toString();
    };
    const address = (id) => `#${id}${query() ? `?${query()}` : ""}`;
    let current = null; // the part or row that was jumped to
    const write = (id, how) => {
      const hash = address(id);
      // a bare "#" would scroll to the top; without it the address must be named
      history[how](null, "", hash === "#" ? location.pathname + location.search : hash);
    };
    const read = (hash) => {
      const [id, values] = [hash.slice(1).split("?", 1)[0], hash.includes("?") ? hash.slice(hash.indexOf("?")) : ""];
      const given = new URLSearchParams(values);
      for (const name of ["kind", "column"]) {
        for (const box of boxes(name)) box.checked = given.getAll(name).includes(box.value);
        for (const value of given.getAll(name)) {
          if (!boxes(name).some((box) => box.value === value)) say(`This page has no ${name} “${value}”.`);
        }
      }
      const fact = given.get("fact") || "";
      if (select) select.value = factNames.includes(fact) ? fact : "";
      if (fact && !factNames.includes(fact)) say(`This page has no reason “${fact}”.`);
      search.value = given.get("text") || "";
      try { return decodeURIComponent(id); } catch { return id; }
    };
    const follow = (hash) => {
      const id = read(hash);
      apply();
      if (id) jump(id);
      return id;
    };

    // ---- jumping

    const jump = (id) => {
      const element = byId(id);
      if (!element) { say(`This page has no “${id}”.`); return; }
      if (current) current.classList.remove("current");
      current = element.closest(".row, .part");
      if (!current) return;
      const part = parts.find((each) => each.element === current.closest(".part"));
      if (current.hidden) force(current);
      // a revision of which rows are left keeps to them
      if (current === part.element && !part.rows.some((row) => row.shown)) for (const row of part.rows) force(row.element);
      part.element.hidden = false;
      byId("none").hidden = true;
      part.details.open = true;
      current.classList.add("current");
      current.focus({ preventScroll: true });
      scrollTo(current);
    };
    const force = (element) => {
      element.hidden = false;
      element.classList.add("forced");
    };
    // What is far away has no height yet: it gets one on the way, and the aim moves.
    const scrollTo = (element, frames = 10) => {
      if (current !== element || !frames) return;
      element.scrollIntoView({ block: "start" });
      requestAnimationFrame(() => scrollTo(element, frames - 1));
    };
    const step = (by, wanted) => {
      const open = rows.filter((row) => !row.element.hidden && !row.element.closest(".part").hidden);
      const at = current ? open.findIndex((row) => row.element === current) : -1;
      let next = at + by;
      if (at < 0 && current) {
        // at a part, or at a row that is no longer shown: from there on
        const after = open.findIndex((row) => current.compareDocumentPosition(row.element) & Node.DOCUMENT_POSITION_FOLLOWING);
        const from = after < 0 ? open.length : after;
        next = by > 0 ? from : from - 1;
      }
      while (open[next] && !wanted(open[next].element)) next += by;
      if (!open[next]) { say(by > 0 ? "There is no next one." : "There is no previous one."); return; }
      const id = open[next].element.id;
      write(id, "replaceState");
      jump(id);
    };

    // ---- copying

    let timer = 0;
    const say = (text) => {
      byId("toast").textContent = text;
      clearTimeout(timer);
      timer = setTimeout(() => { byId("toast").textContent = ""; }, 5000);
    };
    // the characters themselves, where the page shows their numbers
    const original = (element) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let text = "";
      while (walker.nextNode()) {
        const node = walker.currentNode;
        const boxed = node.parentNode.className === "u";
        text += boxed ? String.fromCodePoint(parseInt(node.data.slice(2), 16)) : node.data;
      }
      return text;
    };
    const copyByEvent = (text) => {
      let done = false;
      const put = (event) => {
        event.clipboardData.setData("text/plain", text);
        event.preventDefault();
        done = true;
      };
      document.addEventListener("copy", put);
      try { return document.execCommand("copy") && done; } catch { return false; } finally {
        document.removeEventListener("copy", put);
      }
    };
    const copy = async (button) => {
      const code = button.parentNode.querySelector("code");
      const text = original(code);
      let done = false;
      try { await navigator.clipboard.writeText(text); done = true; } catch { done = copyByEvent(text); }
      if (!done) {
        getSelection().selectAllChildren(code);
        say("The browser does not let the page copy. The statement is selected: press Ctrl+C.");
        return;
      }
      button.dataset.done = "yes";
      setTimeout(() => { delete button.dataset.done; }, 2000);
      say(/\p{Surrogate}|\0/u.test(text)
        ? "Copied, but it has characters that a clipboard may not hold (U+0000 or half a surrogate pair)."
        : "Copied.");
    };

    // ---- buttons, links, keys: one listener each for the whole page

    const fold = (open) => { for (const part of parts) part.details.open = open; };
    const clear = () => { form.reset(); changed(); };
    const changed = () => {
      apply();
      write(current && !current.hidden && !current.closest(".part").hidden ? current.id : "", "replaceState");
    };
    const dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    const turn = () => {
      root.dataset.theme = dark() ? "light" : "dark";
      storage.set(root.dataset.theme);
      label();
    };
    const label = () => { byId("theme").textContent = dark() ? "Light" : "Dark"; };
    const buttons = {
      theme: turn, clear, fold: () => fold(false), unfold: () => fold(true),
      keys: () => byId("help").showModal(), close: () => byId("help").close(),
    };

    document.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) {
        if (button.className === "copy") copy(button);
        else if (buttons[button.id]) buttons[button.id]();
        return;
      }
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const hash = link.getAttribute("href");
      if (hash.startsWith("#rev-")) {
        event.preventDefault();
        write(hash.slice(1), "pushState");
        jump(hash.slice(1));
      } else if (hash.startsWith("#?")) {
        event.preventDefault();
        history.pushState(null, "", hash);
        follow(hash);
        form.scrollIntoView();
      }
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => { if (event.target !== search) changed(); });
    let waiting = 0;
    search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(changed, 120);
    });
    window.addEventListener("hashchange", () => follow(location.hash));

    const differs = (row) => row.classList.contains("differs");
    const keys = {
      j: () => step(1, () => true), k: () => step(-1, () => true),
      n: () => step(1, differs), p: () => step(-1, differs),
      "/": () => { search.focus(); search.select(); },
      f: () => (form.querySelector("input[type=checkbox], select") || search).focus(),
      c: () => {
        const button = current && current.querySelector(".copy");
        if (button) copy(button); else say("Choose a row with a statement first: j and k.");
      },
      t: turn, "?": buttons.keys,
    };
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && event.target === search) { search.blur(); return; }
      if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
      if (event.target.matches("input[type=search], select") || !Object.hasOwn(keys, event.key)) return;
      event.preventDefault();
      keys[event.key]();
    });

    // ---- on paper, nothing is folded

    let folded = [];
    window.addEventListener("beforeprint", () => {
      folded = parts.filter((part) => !part.details.open);
      fold(true);
    });
    window.addEventListener("afterprint", () => { for (const part of folded) part.details.open = false; });

    const measure = () => root.style.setProperty("--bar", getComputedStyle(form).position === "sticky" ? `${form.offsetHeight}px` : "0px");
    new ResizeObserver(measure).observe(form);
    if (matchMedia("(max-width: 60rem)").matches) byId("contents").open = false;
    label();
    measure(); // links lead below the bar
    follow(location.hash);
  });
})();
