// Runs in a page before anything of the page: notes when fifteen tickets are on screen, when all that belongs to them is,
// what moved until then, and what blocked the page.

const watched = { rows: null, whole: null, shift: 0, shifts: [], memories: [], tasks: [], found: null, scrolled: null };
window.__watched = watched;

// More requests than the browser keeps by itself.
performance.setResourceTimingBufferSize(5000);

// Only tasks of 50 ms and more are told.
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) watched.tasks.push([startTime, duration]);
}).observe({ type: "longtask", buffered: true });

// The browser's own count of a page's heap leaves the memory of wasm out.
for (const name of ["instantiate", "instantiateStreaming"]) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (...args) => {
    const made = await original.apply(WebAssembly, args);
    const { memory } = (made.instance ?? made).exports;
    if (memory) watched.memories.push(memory);
    return made;
  };
}

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    watched.shift += entry.value;
    watched.shifts.push(entry.sources.map((it) => it.node?.nodeName ?? "?").join(" "));
  }
}).observe({ type: "layout-shift", buffered: true });

const inList = (selector) => {
  const pane = document.querySelector("desk-pane");
  return (pane ? pane.shadowRoot : document)?.querySelectorAll(selector).length ?? 0;
};

// A frame that finds it paints it; the frame after it has.
const note = (name, isThere) => {
  const look = () => {
    if (!isThere()) return requestAnimationFrame(look);
    requestAnimationFrame(() => (watched[name] = performance.now()));
  };
  requestAnimationFrame(look);
};
note("rows", () => inList("[data-ticket]") >= 15);
// Dates, and what stands around the rows.
note("whole", () => inList("[data-ticket]") >= 15 && inList(".foot:empty") === 0);
