// The search: loaded when somebody opens it. Pagefind finds; the form and the results are ours.

const WORDS = 10; // of a question; what comes after them is not asked
const AT_ONCE = 8; // results that are shown before more are asked for
const FIRST = 500; // stories, or somewhat more, that are searched before older ones are
const PATIENCE = 30000; // milliseconds for the index to come
const SLOW = 200; // milliseconds without a key after which we ask
const LETTERS = { đ: "d", ð: "d", ł: "l", ø: "o", ß: "ss", æ: "ae", œ: "oe", þ: "th", ħ: "h", ı: "i", ŋ: "n", ŧ: "t" };

// Scripts that put no space between words.
const UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff";
const RUN = new RegExp(`^[${UNSPACED}]+$`);
const RUNS = new RegExp(`(?:(?![\\p{P}\\p{S}])[${UNSPACED}])+|[^${UNSPACED}]+`, "gu");

// The same letters as in the index: what Pagefind keeps, in plain ones. See sitegen/search/text.py.
export const fold = (text) => text.toLowerCase().replace(/[đðłøßæœþħıŋŧ]/g, (letter) => LETTERS[letter]);
const bare = (text) => fold(text).normalize("NFD").replace(/\p{M}/gu, "");
const wordsOf = (text) =>
  [...new Set(fold(text.slice(0, 300)).split(/\s+/).flatMap((word) => word.match(RUNS) || []).map((word) => word.replace(/[\p{P}\p{S}]/gu, "").slice(0, 60)))]
    .filter(Boolean)
    .slice(0, WORDS);
// What the index knows of a word: two letters at a time, where no space says where it ends.
const pairs = (word) => (RUN.test(word) && word.length > 2 ? Array.from({ length: word.length - 1 }, (_, place) => word.slice(place, place + 2)) : [word]);
export const termsOf = (question) => [...new Set(wordsOf(question).flatMap(pairs))].slice(0, WORDS);

// The index

const partOf = (result) => result.id.split("_")[0];
const minutesOf = (result) => parseInt(result.id.split("_")[1], 36);

class Index {
  constructor(address, text) {
    this.text = text;
    this.address = address;
    this.listing = JSON.parse(text);
    this.loaded = 0; // parts
  }

  // What the site says of its index now: it is asked for with each search, and small.
  static async read(address) {
    const answer = await fetch(address, { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.text();
  }

  // Pagefind waits without an end for a program that does not come.
  begin() {
    const late = new Promise((_, refuse) => setTimeout(() => refuse(new Error("the index does not come")), PATIENCE));
    return Promise.race([this.start(), late]);
  }

  async start() {
    const { engine, parts } = this.listing;
    if (!engine) return this;
    const { createInstance } = await import(`${engine}pagefind.js`);
    this.pagefind = createInstance({ basePath: engine, metaCacheTag: "1" });
    await this.pagefind.init();
    let [stories, many] = [0, 0];
    // Names, which have no year, and the newest parts.
    for (; many < parts.length && stories < FIRST; many += 1) stories += parts[many].years.length && parts[many].count;
    await this.load(many);
    return this;
  }

  async load(many) {
    const parts = this.listing.parts.slice(this.loaded, many);
    await Promise.all(parts.map((part) => this.pagefind.mergeIndex(part.url, { metaCacheTag: "1" })));
    this.loaded = Math.max(this.loaded, many);
  }

  get older() {
    return this.listing.parts.slice(this.loaded);
  }

  async loadYear(year) {
    const last = this.listing.parts.findLastIndex((part) => part.years.includes(year));
    if (last >= this.loaded) await this.load(last + 1);
  }

  // Pagefind shortens a word that stands nowhere until something matches, and leaves out one of
  // which nothing is left. So of each word it is asked, part by part, whether it truly stands there.
  async search(question, filters) {
    if (!this.pagefind) return [];
    const words = termsOf(question);
    if (!words.length) return [];
    const isPhrase = /^\s*["“].+["”]\s*$/.test(question) && !words.some((word) => RUN.test(word));
    const term = isPhrase ? `"${words.join(" ")}"` : words.join(" ");
    const found = (await this.pagefind.search(term, { filters })).results.filter((result) => partOf(result) != "engine");
    if (isPhrase || !found.length) return found;
    const parts = new Set(found.map(partOf));
    for (const word of words) {
      const exact = new Set((await this.pagefind.search(`"${word}"`)).results.map(partOf));
      for (const part of parts) if (!exact.has(part) && !(await this.begins(word, part))) parts.delete(part);
    }
    return found.filter((result) => parts.has(partOf(result)));
  }

  // Whether a word of this part begins so.
  async begins(word, part) {
    const found = (await this.pagefind.search(word)).results.find((result) => partOf(result) == part);
    if (!found) return false;
    const { raw_content, meta } = await found.data();
    const plain = bare(word);
    return bare(`${raw_content} ${meta.title} ${meta.also}`)
      .split(/\s+/)
      .some((each) => each.replace(/[\p{P}\p{S}]/gu, "").startsWith(plain) || each.split(/[\p{P}\p{S}]+/u).some((piece) => piece.startsWith(plain)));
  }
}

// Results

const element = (name, attributes, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
  made.append(...children.filter(Boolean));
  return made;
};

const matches = (token, words) => {
  const plain = bare(token);
  return words.some((word) => {
    const asked = bare(word);
    let same = 0;
    while (same < asked.length && asked[same] == plain[same]) same += 1;
    return same == asked.length || (same > 3 && same >= asked.length - 3 && plain.length - same <= 3);
  });
};

// The text with the words that were asked for marked.
const marked = (text, words) =>
  text.split(/([\p{L}\p{N}\p{M}]+)/u).flatMap((piece, place) => (place % 2 ? markedWord(piece, words) : piece));

const markedWord = (word, words) => {
  const within = words.filter((each) => RUN.test(each) && word.includes(each));
  if (!within.length) return matches(word, words) ? element("mark", {}, word) : word;
  return word.split(new RegExp(`(${within.join("|")})`)).map((piece, place) => (place % 2 ? element("mark", {}, piece) : piece));
};

const hasMark = (pieces) => pieces.some((piece) => piece instanceof Element);

// Some words around the first that was found below the headline.
const around = (data, words) => {
  const { length } = data.meta.title;
  const at = Math.max(...words.map((word) => (RUN.test(word) ? data.raw_content.indexOf(word, length) : -1)));
  if (at > 0) return marked(`… ${data.raw_content.slice(Math.max(length, at - 20), at + 60)} …`, words);
  const tokens = data.raw_content.split(/\s+/);
  const start = data.meta.title.split(/\s+/).length;
  const place = tokens.findIndex((token, number) => number >= start && hasMark(marked(token, words)));
  if (place < 0) return null;
  const [from, to] = [Math.max(start, place - 12), place + 18];
  const text = tokens.slice(from, to).join(" ").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  return marked(`${from > start ? "… " : ""}${text}${to < tokens.length ? " …" : ""}`, words);
};

const drawn = (data, words, level) => {
  const shown = JSON.parse(data.raw_url);
  const dek = shown.d ? marked(shown.d, words) : [];
  const text = hasMark(dek) ? dek : around(data, words) || dek;
  const meta = [shown.b, shown.t].filter(Boolean).join(" · ");
  return element(
    "li",
    {},
    element(
      "div",
      {},
      shown.l && element("p", { class: "kicker", lang: shown.g }, shown.l),
      element(level, { lang: shown.g, dir: "auto" }, element("a", { href: shown.u }, ...marked(data.meta.title, words))),
      text.length && element("p", { class: "dek", lang: shown.g, dir: "auto" }, ...text),
      meta && element("p", { class: "meta" }, meta),
    ),
    shown.p && element("img", { src: shown.p, alt: "", width: "96", height: "64", loading: "lazy", decoding: "async" }),
  );
};

// The box: form, status and results

class Box {
  constructor(root, level) {
    this.root = root;
    this.level = level;
    this.form = root.querySelector("form");
    this.input = this.form.q;
    this.status = root.querySelector("[role=status]");
    this.list = root.querySelector(".search-results");
    this.more = root.querySelector("[data-search-more]");
    this.deeper = root.querySelector("[data-search-older]");
    this.tips = root.querySelector("[data-search-tips]");
    this.number = 0; // of the search that is shown
    this.listen();
  }

  say(word, values = {}) {
    const text = this.status.dataset[word].replace(/\{(\w+)\}/g, (_, name) => values[name]);
    if (this.status.textContent != text) this.status.textContent = text;
  }

  listen() {
    this.input.addEventListener("focus", () => this.index().catch(() => {}), { once: true });
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), SLOW);
    });
    this.form.addEventListener("change", (event) => event.target != this.input && event.target.name && this.search());
    this.more.addEventListener("click", () => this.show(true));
    this.deeper.addEventListener("click", () => this.search({ deeper: true }));
    this.root.querySelector("details").addEventListener("toggle", () => this.fillFilters().catch(() => {}));
    this.root.addEventListener("keydown", (event) => this.move(event));
    const key = this.root.querySelector("[data-search-key]");
    try {
      key.checked = localStorage.searchKey != "off";
    } catch {}
    key.addEventListener("change", () => {
      try {
        localStorage.searchKey = key.checked ? "on" : "off";
      } catch {}
    });
  }

  // Arrows go from the question through the results and back.
  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.closest("select, summary") || event.altKey || event.ctrlKey || event.metaKey) return;
    const stops = [this.input, ...this.list.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (!next || !stops.includes(document.activeElement)) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  async index() {
    const address = this.root.dataset.searchBox;
    const text = await Index.read(address);
    if (this.current?.text != text) {
      // The site was built anew since, and what we know of the old index may be gone.
      this.current?.begun.then((old) => old.pagefind?.destroy()).catch(() => {});
      this.current = { text, begun: new Index(address, text).begin() };
    }
    try {
      return await this.current.begun;
    } catch (error) {
      this.current = undefined;
      throw error;
    }
  }

  get filters() {
    const named = ["section", "author", "year", "kind", "language"].map((name) => [name, this.form[name].value]);
    return Object.fromEntries(named.filter(([, value]) => value));
  }

  async fillFilters() {
    const known = await (await this.index()).pagefind.filters();
    const years = Object.fromEntries((await this.index()).listing.parts.flatMap((part) => part.years.map((year) => [year, 0])));
    const choices = { ...known, year: { ...years, ...known.year } };
    for (const [name, values] of Object.entries(choices)) {
      const select = this.form[name];
      if (!select) continue;
      const names = Object.keys(values).sort((a, b) => (name == "year" ? b - a : a.localeCompare(b, document.documentElement.lang)));
      const chosen = select.value;
      select.replaceChildren(select.options[0], ...names.map((value) => element("option", { value }, value)));
      if (chosen && !names.includes(chosen)) select.append(element("option", { value: chosen }, chosen));
      select.value = chosen;
      select.closest("label").hidden = names.length < 2 && !chosen;
    }
  }

  async search({ deeper = false, quiet = false, again = true } = {}) {
    clearTimeout(this.timer);
    const number = (this.number += 1);
    const question = this.input.value.trim();
    this.onsearch?.(question, this.filters, this.form.sort.value);
    if (!question) {
      this.clear();
      this.status.textContent = "";
      return;
    }
    if (!quiet) this.say("searching");
    try {
      const index = await this.index();
      if (this.filters.year) await index.loadYear(this.filters.year);
      if (deeper) await index.load(index.loaded + 1);
      let found = await index.search(question, this.filters);
      while (!found.length && index.older.length && number == this.number) {
        await index.load(index.loaded + 1);
        found = await index.search(question, this.filters);
      }
      if (number != this.number) return;
      if (this.form.sort.value) found.sort((a, b) => minutesOf(b) - minutesOf(a));
      await this.take(index, question, found, number);
    } catch (error) {
      if (number != this.number) return;
      this.current = undefined;
      // The index may have gone in the middle of the search, with a new one in its place.
      if (again) return this.search({ quiet: true, again: false });
      this.clear();
      this.say("failed");
    }
  }

  async take(index, question, found, number) {
    this.found = found;
    this.words = wordsOf(question);
    const first = await this.draw(found.slice(0, AT_ONCE));
    if (number != this.number) return;
    this.list.replaceChildren(...first);
    this.after(index);
    const making = index.listing.whole ? "" : ` ${this.status.dataset.making}`;
    this.say(found.length == 0 ? "none" : found.length == 1 ? "one" : "many", { n: found.length, q: question });
    if (making) {
      this.status.textContent += making;
      this.timer = setTimeout(() => this.search({ quiet: true }), 3000);
    }
  }

  after(index) {
    this.more.hidden = this.found.length <= this.list.children.length;
    this.deeper.hidden = !index.older.length;
    this.tips.hidden = this.found.length > 0;
    const years = index.older.flatMap((part) => part.years).sort();
    if (years.length) this.deeper.querySelector("span").textContent = years[0] == years.at(-1) ? years[0] : `${years[0]}–${years.at(-1)}`;
  }

  draw(results) {
    return Promise.all(results.map(async (result) => drawn(await result.data(), this.words, this.level)));
  }

  async show() {
    const start = this.list.children.length;
    try {
      const index = await this.index();
      this.list.append(...(await this.draw(this.found.slice(start, start + AT_ONCE))));
      this.after(index);
      this.list.children[start]?.querySelector("a").focus();
    } catch {
      this.search({ quiet: true });
    }
  }

  clear() {
    this.found = [];
    this.list.replaceChildren();
    for (const part of [this.more, this.deeper, this.tips]) part.hidden = true;
  }
}

// The page: the question stands in its address.

const FIELDS = ["q", "section", "author", "year", "kind", "language", "sort"];
const page = document.querySelector("main [data-search-box]");
let onPage;

if (page) {
  const box = (onPage = new Box(page, "h2"));
  const read = () => {
    const asked = new URLSearchParams(location.search);
    for (const name of FIELDS) {
      const [field, value] = [box.form[name], (asked.get(name) || "").slice(0, 300)];
      if (value && field.options && ![...field.options].some((option) => option.value == value)) field.append(element("option", { value }, value));
      field.value = value;
    }
    if (FIELDS.slice(1).some((name) => box.form[name].value)) page.querySelector("details").open = true;
    box.search();
  };
  const address = () => {
    const asked = new URLSearchParams(FIELDS.map((name) => [name, box.form[name].value.trim()]).filter(([, value]) => value));
    return asked.size ? `?${asked}` : location.pathname;
  };
  box.onsearch = () => history.replaceState(history.state, "", address());
  box.form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.pushState(null, "", address());
    box.search();
  });
  addEventListener("popstate", read);
  read();
}

// The dialog, on every other page: what stands in it comes from the search page.

let dialog;

const make = async (link) => {
  const text = await (await fetch(link.href)).text();
  const there = new DOMParser().parseFromString(text, "text/html");
  const root = there.querySelector("main [data-search-box]");
  const style = there.querySelector("link[data-search-style]");
  await new Promise((ready) => {
    const sheet = element("link", { rel: "stylesheet", href: style.getAttribute("href") });
    sheet.onload = sheet.onerror = ready;
    document.head.append(sheet);
  });
  dialog = element("dialog", { class: "search-dialog", lang: there.documentElement.lang, dir: there.documentElement.dir, "aria-label": there.querySelector("h1").textContent });
  const close = element("button", { class: "button search-close", type: "button" }, root.dataset.close);
  dialog.append(close, document.importNode(root, true));
  document.body.append(dialog);
  const box = new Box(dialog.querySelector("[data-search-box]"), "h2");
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target == dialog && dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key != "Escape") return;
    event.preventDefault(); // a browser would empty the field first
    dialog.close();
  });
  dialog.addEventListener("close", () => history.replaceState(null, ""));
  // Back from a story brings the results back.
  box.list.addEventListener("click", (event) => event.target.closest("a") && history.replaceState({ search: box.input.value }, ""));
  return box;
};

let making;

export const open = async (link) => {
  if (onPage) return onPage.input.focus();
  const box = await (making ??= make(link));
  if (dialog.open) return box.input.focus();
  dialog.showModal();
  box.input.focus();
  box.input.select();
  if (history.state?.search && !box.input.value) {
    box.input.value = history.state.search;
    box.search();
  }
};
