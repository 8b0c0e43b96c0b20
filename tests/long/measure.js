() => {
  // For every card and panel: how much stays blank from its last text or picture to the next thing below.
  const boxes = [];
  const add = (r, el, what) => { if (r.width > 3 && r.height > 1) boxes.push({l: r.left, r: r.right, t: r.top + scrollY, b: r.bottom + scrollY, el, what}); };
  const seen = el => { const s = getComputedStyle(el); return s.visibility !== "hidden" && s.display !== "none" && !el.closest(".hidden"); };
  for (const el of document.querySelectorAll("main *, footer")) {
    if (!seen(el)) continue;
    if (el.matches("img, svg, input, button, footer, .panel")) add(el.getBoundingClientRect(), el, "picture");
    const s = getComputedStyle(el);
    if (parseFloat(s.borderTopWidth) > 0 && s.borderTopStyle !== "none") { const r = el.getBoundingClientRect(); add({left: r.left, right: r.right, top: r.top, bottom: r.top + 2, width: r.width, height: 2}, el, "rule"); }
    if (el.matches(".card")) { const r = el.getBoundingClientRect(); add({left: r.left, right: r.right, top: r.top, bottom: r.top + 2, width: r.width, height: 2}, el, "edge"); }
    if (el.matches(".strip--opinion")) { const r = el.getBoundingClientRect(); add({left: r.left, right: r.right, top: r.top, bottom: r.top + 2, width: r.width, height: 2}, el, "edge"); add({left: r.left, right: r.right, top: r.bottom - 2, bottom: r.bottom, width: r.width, height: 2}, el, "edge"); }
    for (const node of el.childNodes) if (node.nodeType === 3 && node.data.trim()) {
      const range = document.createRange(); range.selectNodeContents(node);
      for (const r of range.getClientRects()) add(r, el, "text");
    }
  }
  const holes = [];
  for (const col of document.querySelectorAll("main .card, main .latest, main .panel, main .sublinks, main .rail > section, main .stack, main .rail")) {
    const c = col.getBoundingClientRect();
    if (!c.width || !seen(col)) continue;
    const own = boxes.filter(x => col.contains(x.el) && x.what !== "rule" && x.what !== "edge");
    if (!own.length) continue;
    const isPanel = col.matches(".panel");
    const end = Math.max(...own.map(x => x.b));
    const l = c.left + 4, r = c.right - 4;
    const below = boxes.filter(x => !(col.contains(x.el) && !isPanel) && x.t >= end - 2 && x.l < r && x.r > l && x.what !== undefined);
    const next = Math.min(...below.map(x => x.t), document.documentElement.scrollHeight);
    if (next - end > 96) holes.push({blank: Math.round(next - end), at: Math.round(end), left: Math.round(c.left), what: col.className + " " + (col.querySelector("h2,h3")?.textContent || "").slice(0, 40), strip: col.closest(".strip-row, .top, .river-cols")?.className || ""});
  }
  // The lead, and the largest of all other headlines.
  const size = el => parseFloat(getComputedStyle(el).fontSize);
  const lead = document.querySelector(".card--lead h3");
  const others = [...document.querySelectorAll("main .card:not(.card--lead) :is(h2, h3)")].filter(seen);
  // Words that stand on two lines, or reach out of the window.
  const cut = [];
  for (const headline of document.querySelectorAll("main .card :is(h2, h3)")) {
    const walker = document.createTreeWalker(headline, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) for (const word of walker.currentNode.data.matchAll(/[^\s-]+/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, word.index);
      range.setEnd(walker.currentNode, word.index + word[0].length);
      const rects = [...range.getClientRects()].filter(box => box.width);
      const isOut = rects.some(box => box.right > document.documentElement.clientWidth + 1);
      if (isOut || new Set(rects.map(box => Math.round(box.top))).size > 1) cut.push(word[0]);
    }
  }
  return {
    holes, cut,
    lead: lead ? size(lead) : 0,
    leadEnd: lead ? Math.round(lead.getBoundingClientRect().bottom + scrollY) : 0,
    next: Math.max(0, ...others.map(size)),
    stories: new Set([...document.querySelectorAll("main :is(h3, .sublinks li) a")].map(a => a.href)).size,
    height: document.documentElement.scrollHeight,
  };
}
