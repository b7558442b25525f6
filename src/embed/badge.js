// L14: the count alone. A script of its own, which the loader fetches for a page that has a badge: most have none.

const EVERY = 60000;

/**
 * Counts in `shadow`, behind the page's own words, which name it, until `signal` ends. Without a count there is nothing to
 * see. `ask` asks who is there; `settle` hears that the first answer came, or none.
 */
export const badge = (pane, shadow, signal, ask, settle) => {
  const pill = document.createElement("b");
  pill.part = "badge";
  shadow.append(pill);
  const show = (count) => {
    pill.hidden = !(count > 0);
    pill.textContent = count;
    const label = !pane.textContent.trim() && pane.getAttribute("aria-label");
    if (label) {
      pill.role = "img";
      pill.ariaLabel = `${label} ${count}`;
    }
  };
  const count = async () => {
    try {
      show((await (await ask()).json()).attention.awaiting_customer);
    } catch {
      show(0); // nobody signed in, or no such count
    }
    settle();
  };
  document.addEventListener(
    "deskpane-attention",
    ({ target, detail }) => {
      if (target.getAttribute?.("api") === pane.getAttribute("api")) show(detail?.count);
    },
    { signal },
  );
  const timer = setInterval(() => document.hidden || count(), EVERY);
  signal.onabort = () => clearInterval(timer);
  show(0);
  count();
};
