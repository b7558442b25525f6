// What measuring in a list needs, the widget's or another that marks its rows in the same way.

const root = document.querySelector("desk-pane")?.shadowRoot ?? document;
const all = (selector) => [...root.querySelectorAll(selector)];
const first = () => root.querySelector("[data-ticket]")?.dataset.ticket;
const isBusy = () => root.querySelector("table")?.ariaBusy === "true";

// When what is looked for was painted: a frame that finds it paints it, the frame after it has.
const painted = (isThere) =>
  new Promise((done) => {
    const look = () => {
      if (!isThere()) return requestAnimationFrame(look);
      requestAnimationFrame(() => done(performance.now()));
    };
    requestAnimationFrame(look);
  });

// The answer to the page's own request for a list, as the browser noted it.
const answered = (name, value) =>
  performance.getEntriesByType("resource").findLast((it) => {
    const ask = new URL(it.name).searchParams;
    return ask.get(name) === value && ask.get("limit") !== "1";
  });

// Which ticket comes first in such a list.
const best = async (name, value) => {
  const ask = new URLSearchParams({ scope: "mine", limit: 1, [name]: value });
  const page = await (await fetch(`/support/api/tickets?${ask}`)).json();
  return page.items[0].id;
};

// How long after a press on a column's head the tickets are in that order.
const sort = async (column, order) => {
  const ticket = await best("sort", order);
  const head = all("thead button").find((it) => it.textContent.trim().startsWith(column));
  const begin = performance.now();
  head.click();
  const isThere = () => answered("sort", order) && first() === ticket && !isBusy();
  return (await painted(isThere)) - begin;
};

// The search field gets the focus, and what is typed in it from now on is timed until its best match is on screen.
const search = async (text) => {
  const ticket = await best("q", text);
  const field = root.querySelector("input[type=search]");
  field.focus();
  field.select();
  let typed = 0;
  field.addEventListener("input", () => (typed = performance.now()));
  __watched.found = null;
  painted(() => answered("q", text) && first() === ticket && !isBusy()).then((at) => {
    const { requestStart, responseEnd } = answered("q", text);
    __watched.found = { shown: at - typed, served: responseEnd - requestStart };
  });
};

// Scrolls from where it is to the row at `place`, by `step` pixels a frame, for `limit` milliseconds at most.
const scroll = (place, step, limit) => {
  const region = root.querySelector(".rows");
  const { left, top, width, height } = region.getBoundingClientRect();
  const at = (y) => root.elementFromPoint(left + width / 2, y)?.closest("[data-ticket]");
  const begin = performance.now();
  const gaps = [];
  let [last, blank] = [begin, 0];
  const move = (now) => {
    gaps.push(now - last);
    last = now;
    if (!at(top + height / 2)) blank += 1;
    // Counted from the head on, which is 1.
    const isThere = Number(at(top + height - 20)?.ariaRowIndex) > place;
    if (isThere || now - begin > limit) {
      __watched.scrolled = { took: now - begin, gaps: gaps.slice(1), blank };
      return;
    }
    region.scrollTop += step;
    requestAnimationFrame(move);
  };
  __watched.scrolled = null;
  requestAnimationFrame(move);
};
