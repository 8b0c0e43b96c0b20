// What the preview adds to a page: it follows the newest version, and shows mistakes.
(() => {
  "use strict";
  const PLACE = "sitegen preview place";
  const host = document.querySelector("sitegen-preview");
  let version = document.currentScript.dataset.version;
  let source = null;
  let panel = null; // as last heard
  let again = 0;

  if (!host.shadowRoot) {
    // Browsers from before 2024 leave the template to us.
    const template = host.querySelector("template");
    host.attachShadow({ mode: "open" }).append(template.content);
    template.remove();
  }

  function reload() {
    sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollX, scrollY]));
    location.reload();
  }

  function backToPlace() {
    const kept = sessionStorage.getItem(PLACE);
    sessionStorage.removeItem(PLACE);
    const [path, x, y] = kept ? JSON.parse(kept) : [];
    if (path === location.pathname) scrollTo({ left: x, top: y, behavior: "instant" });
  }

  function swapStyle(url) {
    const folder = url.replace(/[^/]*$/, "");
    for (const old of document.querySelectorAll('link[rel="stylesheet"]')) {
      if (!old.getAttribute("href").startsWith(folder + "site.")) continue;
      const fresh = old.cloneNode();
      fresh.href = url;
      // The old one goes when the new one is there, so that nothing flashes.
      fresh.addEventListener("load", () => old.remove(), { once: true });
      old.after(fresh);
    }
  }

  function markLinks(marks) {
    for (const mark of document.querySelectorAll("[data-sitegen-mark]")) mark.remove();
    for (const link of document.querySelectorAll("h1 a, h2 a, h3 a, h4 a, h5 a, h6 a")) {
      const words = marks[link.getAttribute("href")];
      if (!words) continue;
      const mark = document.createElement("span");
      mark.dataset.sitegenMark = "";
      mark.textContent = words;
      mark.style.cssText =
        "font: 600 12px/1.5 system-ui, sans-serif; color: #3d2600; background: #ffd479;" +
        "padding: 1px 6px; margin-inline-start: 6px; border-radius: 3px; white-space: nowrap";
      link.after(mark);
    }
  }

  function hear(event) {
    const news = JSON.parse(event.data);
    again = 0;
    if (news.do === "reload") return reload();
    if (news.do === "style") swapStyle(news.style);
    version = news.version;
    if (panel !== news.panel) host.shadowRoot.innerHTML = panel = news.panel;
    markLinks(news.marks);
  }

  function connect() {
    if (source || document.hidden) return;
    const query = new URLSearchParams({ page: location.pathname, version });
    source = new EventSource(`/_sitegen/events?${query}`);
    source.addEventListener("news", hear);
    source.addEventListener("error", () => {
      leave();
      again = Math.min(again + 1, 5);
      setTimeout(connect, 400 * again);
    });
  }

  function leave() {
    if (source) source.close();
    source = null;
  }

  // A browser keeps six connections to one address: hidden tabs give theirs back, and ask
  // what has changed when they are seen again.
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : connect()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", connect);
  backToPlace();
  connect();
})();
