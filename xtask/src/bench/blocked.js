// Opens a ticket, and notes what blocks the page until all of its messages are on screen.

const pane = document.querySelector("desk-pane");
const messages = () =>
  [...pane.shadowRoot.querySelectorAll(".entry *")].map((it) => it.shadowRoot).filter((it) => it);
const nodes = () => messages().reduce((sum, it) => sum + it.querySelectorAll("*").length, 0);

const open = (ticket) => {
  const before = pane.shadowRoot.querySelector(".entry");
  const opened = { longest: 0, total: 0, gap: 0, whole: 0, nodes: 0, isWhole: false };
  __watched.opened = opened;
  const begin = performance.now();
  let last = begin;
  let quiet = 0;
  const beat = () => {
    const now = performance.now();
    opened.gap = Math.max(opened.gap, now - last);
    last = now;
    const entry = pane.shadowRoot.querySelector(".entry");
    const isThere = entry && entry !== before;
    quiet = isThere && !pane.shadowRoot.querySelector("[aria-busy=true]") ? quiet + 1 : 0;
    if (quiet === 1) opened.whole = now - begin;
    // What the last of it costs to paint, and what is told of it, comes a little later.
    if (quiet < 30) return requestAnimationFrame(beat);
    const tasks = __watched.tasks.filter(([start, took]) => start + took > begin).map(([, took]) => took);
    opened.longest = Math.max(0, ...tasks);
    opened.total = tasks.reduce((sum, it) => sum + it - 50, 0);
    opened.nodes = nodes();
    opened.isWhole = true;
  };
  pane.open(ticket);
  requestAnimationFrame(beat);
};
