// What script adds: the theme, the menu's ways out, search in place, copying, ages.
(() => {
  const root = document.documentElement;
  const all = (selector, type, act) =>
    document.querySelectorAll(selector).forEach((element) => element.addEventListener(type, (event) => act(event, element)));

  // Theme: one word in localStorage; "auto" is no word at all.
  const radios = document.querySelectorAll(".theme-switch input");
  const dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) == "dark";
  const toggle = document.querySelector("[data-theme-toggle]");
  const inLight = toggle?.getAttribute("aria-label");
  const show = () => {
    radios.forEach((radio) => { radio.checked = radio.value == (root.dataset.theme || "auto"); });
    toggle?.setAttribute("aria-label", dark() ? toggle.dataset.inDark : inLight);
  };
  const choose = (theme) => {
    if (theme == "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      if (theme == "auto") localStorage.removeItem("theme");
      else localStorage.theme = theme;
    } catch {}
    show();
  };
  show();
  all(".theme-switch input", "change", (event, radio) => choose(radio.value));
  toggle?.addEventListener("click", () => choose(dark() ? "light" : "dark"));

  // Menu: Escape and a click outside close it.
  const menu = document.querySelector(".menu");
  addEventListener("keydown", (event) => {
    if (event.key == "Escape" && menu?.open) {
      menu.open = false;
      menu.firstElementChild.focus();
    }
  });
  addEventListener("click", (event) => {
    if (menu?.open && !menu.contains(event.target)) menu.open = false;
  });

  // What the words above a story lead to, and what is printed, is open.
  const unfold = () => document.getElementById(location.hash.slice(1))?.closest("details")?.setAttribute("open", "");
  unfold();
  addEventListener("hashchange", unfold);
  addEventListener("beforeprint", () => {
    document.querySelectorAll("time[title]").forEach((time) => { time.textContent = time.title; });
    document.querySelectorAll(".about details").forEach((box) => { box.open = true; });
  });

  // Search: a dialog instead of the page. Nothing of it is loaded before it is opened.
  const link = document.querySelector("[data-search]");
  const dialog = document.querySelector(".search-dialog");
  const find = (event) => {
    event?.preventDefault();
    if (dialog) dialog.showModal();
    else import(link.dataset.search).then(({ open }) => open(link)).catch(() => { location = link.href; });
  };
  all("[data-search]", "click", (event) => event.ctrlKey || event.metaKey || event.shiftKey || find(event));
  dialog?.addEventListener("click", (event) => event.target == dialog && dialog.close());
  addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    if (!link?.dataset.search || event.altKey) return;
    if (command ? event.key == "k" : event.key == "/" && !event.target.closest?.("input, textarea, select, [contenteditable]") && !keyOff()) find(event);
  });
  const keyOff = () => {
    try { return localStorage.searchKey == "off"; } catch { return true; }
  };
  if (history.state?.search) find();

  // Sharing.
  all("[data-copy]", "click", async (event, button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.lastElementChild.textContent = button.dataset.done;
  });
  all("[data-print]", "click", () => print());
  all("[data-share]", "click", () => navigator.share({ title: document.title, url: location.href }).catch(() => {}));

  // Ages: cards of the last twelve hours say how long ago, in their language. The words take the
  // date's room, or less: nothing on the page moves.
  [...document.querySelectorAll(".meta time, .breaking time")]
    .map((time) => {
      const words = new Intl.RelativeTimeFormat(time.closest("[lang]").lang, { numeric: "always", style: "narrow" });
      const minutes = Math.floor((Date.now() - new Date(time.dateTime)) / 6e4);
      const age = minutes < 60 ? words.format(-minutes, "minute") : words.format(-Math.floor(minutes / 60), "hour");
      const fits = time.dateTime.length > 10 && minutes >= 0 && minutes < 720 && age.length <= time.textContent.length;
      return [time, fits && age, fits && time.getBoundingClientRect().width];
    })
    .forEach(([time, age, width]) => {
      if (!age) return;
      time.title = time.textContent;
      time.textContent = age;
      time.style.minWidth = `${width}px`;
    });
})();
