// The script that a page carries: it defines <desk-pane>, draws what stands there while the rest travels, and gives the
// page its own link back when the rest does not come. No dependencies, no build step but minification; the build
// replaces __VERSION__, __BUILD__ and __LOCALES__. No sentence for visitors stands here: what a person reads is in
// locales/ or the page's.
(() => {
  const TAG = "desk-pane";
  const PATIENCE = 5000; // after which the page's own link stands beside the skeleton, and English is spoken
  const ANSWER = 20000; // how long an API may take
  // A change of these is a different widget; a change of the others is news for the one that is there.
  const IDENTITY = ["api", "connector", "auth", "view", "routing"];

  const script = document.currentScript ?? document.querySelector('script[src*="deskpane.js"]');
  const base = new URL(".", script?.src || document.baseURI).href;
  const folder = `${base}v/__BUILD__/`;
  const words = `${base}locales/`;

  /** An element with `options`: words and numbers become attributes (`signInUrl` → `sign-in-url`), the rest properties. */
  const create = (options) => {
    const pane = document.createElement(TAG);
    for (const [name, value] of Object.entries(options)) {
      const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      if (/string|number/.test(typeof value)) pane.setAttribute(attribute, value);
      else pane[name] = value;
    }
    return pane;
  };

  /** A script with `data-api` stands for an element: every other `data-*` is an attribute of it. */
  const place = () => {
    const { target, ...options } = script.dataset;
    const spot = target && document.querySelector(target);
    if (target && !spot && document.readyState === "loading") document.addEventListener("DOMContentLoaded", place);
    else if (spot) spot.append(create(options));
    else script.after(create(options));
  };
  try {
    if (script?.dataset.api) place();
  } catch {} // a target that is no selector: the elements of the page are there all the same

  // The script may be there twice; the first one serves every element of the page.
  if (customElements.get(TAG)) return;

  const violations = []; // for diagnose(): the browser tells each one once, and forgets it
  document.addEventListener("securitypolicyviolation", (event) => {
    violations[49] ?? violations.push(event);
  });

  /** The one message that a page's console gets, with the rule that was in the way, where there was one. */
  let warn = (message) => {
    warn = () => {};
    // The violation is reported in a task of its own, after the failure that it causes.
    setTimeout(() => {
      const reasons = [message, ...new Set(violations.map((it) => `blocked by ${it.effectiveDirective}`))];
      console.warn(`Deskpane: ${reasons.join(", ")}. See Deskpane.diagnose()`);
    }, 100);
  };

  let engine; // one module and one wasm instance, however many elements and scripts are on the page
  let tries = 0;
  const alive = new Set(); // how each element gives up; a fault of the engine takes all of them down

  const start = () =>
    (engine ??= (async () => {
      const [desk, wasm] = await Promise.all([
        // It goes first: the browser has more to do with it, and nobody reads the wasm before. One that failed, or died,
        // stays so under its address: a new attempt needs a new one.
        import(`${folder}deskpane.js${tries++ ? `?${tries}` : ""}`),
        fetch(`${folder}deskpane_bg.wasm`),
      ]);
      await desk.default(wasm);
      desk.onFault((cause) => {
        engine = undefined;
        for (const fail of [...alive]) fail("fault", cause);
      });
      return desk;
    })().catch((cause) => {
      engine = undefined;
      throw cause;
    }));

  // The skeleton is one box, for a page's one thread lays it out while the rest travels: its bars are drawn, of a grey that
  // suits light and dark pages, since nobody knows yet which this is. The heights are the list's, and stay when it is there:
  // nothing below the element moves. Before the skeleton goes, the widget behind it has no boxes: it would be laid out
  // twice. `b` is the badge. Only `!important` keeps the page's rule for <desk-pane> off it.
  const CSS = `:host{display:block}\
:host([view=badge]){display:inline!important;min-block-size:0!important}\
.box{container-type:inline-size;contain-intrinsic-inline-size:280px}\
.stay{--row:92px;--head:0px;display:grid;grid-template:auto 1fr/100%;min-block-size:calc(100px + min(var(--head) + var(--n)*var(--row),85vh))}\
@container (min-width:720px){.stay{--row:44px;--head:36px}:host([density=compact]) .stay{--row:36px}}\
.stay>*{grid-area:2/1}\
.sk+.deskpane,.sk:has(~slot)::before{display:none}\
.stay>slot{display:block;grid-row:1;z-index:1}\
.sk~slot{grid-row:2}\
.sk{--bar:linear-gradient(#0000 40%,#8883 0 60%,#0000 0);padding:calc(56px + var(--head)) 12px 44px}\
.sk::before{--row:56px;content:"";display:block;block-size:56px;margin-top:calc(-56px - var(--head))}\
.sk,.sk::before{background:var(--bar) 0 0/45% var(--row) repeat-y content-box,var(--bar) 100% 0/72px var(--row) repeat-y content-box}\
.sk:dir(rtl){scale:-1 1}\
b{padding-inline:.5em;margin-inline-start:.4em;border-radius:1em;background:var(--deskpane-color-accent,#1a5fd0);color:var(--deskpane-color-on-accent,#fff)}`;
  let sheet; // one for all elements; the widget adds its own beside it

  const make = (tag, className = "", ...children) => {
    const it = Object.assign(document.createElement(tag), { className });
    it.append(...children);
    return it;
  };

  /** A signal that ends a request with `signal`, or when it takes too long; older browsers know the first way only. */
  const within = (signal, time) => AbortSignal.any?.([signal, AbortSignal.timeout(time)]) ?? signal;

  class DeskPane extends HTMLElement {
    static observedAttributes = [...IDENTITY, "ticket", "locale", "heading-level", "loading", "dates"];

    // A stay in the document: aborting it undoes what it began. Aborted and still here means that it failed.
    #stay;
    #widget;
    #fail; // (reason, cause): gives up
    #ready;
    #settlers; // [resolve, reject], until one of them was called

    connectedCallback() {
      if (!this.#stay) this.#begin(); // otherwise moved, not new
    }

    /** That it exists is the point: `moveBefore` then neither disconnects nor connects. */
    connectedMoveCallback() {}

    disconnectedCallback() {
      // Moving an element disconnects and reconnects it at once: wait and see.
      queueMicrotask(() => this.isConnected || this.destroy());
    }

    attributeChangedCallback(name, old, value) {
      if (old === value) return;
      if (this.#failed || IDENTITY.includes(name)) this.#again();
      else if (name === "loading") this.#widget || this.#again();
      else if (this.#widget) this.#tell((it) => (name === "locale" ? it.set_locale(value ?? "") : it.attribute_changed(name)));
    }

    /** Settles when the first real screen is up; rejects when this attempt failed. */
    get ready() {
      if (!this.#ready) {
        this.#ready = new Promise((...both) => (this.#settlers = both));
        this.#ready.catch(() => {}); // nobody has to listen
      }
      return this.#ready;
    }

    open(id) {
      this.#tell((it) => it.open(`${id}`));
    }

    refresh() {
      this.#tell((it) => it.refresh());
    }

    setLocale(tag) {
      tag ? this.setAttribute("locale", tag) : this.removeAttribute("locale");
    }

    sessionChanged() {
      this.#tell((it) => it.session_changed());
    }

    signOut() {
      this.#tell((it) => it.sign_out());
    }

    /** Leaves an empty element; adding it to the page again begins anew. */
    destroy() {
      const widget = this.#widget;
      this.#stay?.abort();
      this.#stay = this.#widget = undefined;
      if (!this.#settlers) this.#ready = undefined;
      this.shadowRoot?.replaceChildren();
      // Later, as this may have been called by a listener that the widget itself is calling.
      queueMicrotask(() => {
        try {
          widget?.free();
        } catch {} // an instance that died cannot be freed
      });
    }

    get #failed() {
      return this.#stay?.signal.aborted;
    }

    #settle(cause) {
      this.ready;
      this.#settlers?.[cause ? 1 : 0](cause);
      this.#settlers = undefined;
    }

    /** Does it now, or as soon as there is a widget. What failed, and a badge, begins again instead. */
    #tell(act) {
      if (this.#failed || this.#get("view") === "badge") this.#again();
      else if (!this.#widget) this.ready.then(() => this.#widget && this.#tell(act)).catch(() => {});
      else {
        try {
          act(this.#widget);
        } catch (cause) {
          this.#fail("fault", cause);
        }
      }
    }

    /** Once for all that changed in this turn: the first one ends the stay that the others meant. */
    #again() {
      const stay = this.#stay;
      queueMicrotask(() => {
        if (!stay || stay !== this.#stay) return;
        this.destroy();
        if (this.isConnected) this.#begin();
      });
    }

    #begin() {
      const stay = (this.#stay = new AbortController());
      const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(CSS);
      shadow.adoptedStyleSheets = [sheet];
      const view = this.#get("view", "portal");
      view === "badge" ? this.#badge(shadow, stay.signal) : this.#pane(shadow, stay.signal, view);
    }

    #pane(shadow, signal, view) {
      const lazy = this.#get("loading") === "lazy";
      const list = /portal|list/.test(view);
      const lines = list ? 15 : view === "escalation" ? 2 : 8;
      const skeleton = make("div", "sk");
      skeleton.ariaBusy = "true";
      const slot = make("slot"); // what stands inside the element: the page's own link
      const room = make("div", "stay", skeleton);
      room.style.setProperty("--n", lines);
      shadow.replaceChildren(make("div", "box", room));

      let timer;
      let near;
      let early;
      signal.onabort = () => {
        clearTimeout(timer);
        near?.disconnect();
        alive.delete(fail);
      };

      const fail = (this.#fail = (reason, cause) => {
        if (signal.aborted) return;
        this.#stay.abort();
        this.#widget = undefined;
        room.replaceChildren(slot);
        const message = `${cause.message ?? cause}`;
        warn(message);
        this.#settle(new Error(message, { cause }));
        this.dispatchEvent(new CustomEvent("deskpane-error", { bubbles: true, composed: true, detail: { reason, message } }));
      });

      const focused = () => this.querySelector(":focus-within");
      /** Takes the page's own link away, but not from under the focus. */
      const hide = () => {
        if (focused()) this.addEventListener("focusout", () => setTimeout(hide), { once: true, signal });
        else if (!signal.aborted) slot.remove();
      };
      this.addEventListener(
        "deskpane-ready",
        (event) => {
          if (event.target !== this) return; // of a widget inside this one
          clearTimeout(timer);
          early?.clear(); // what was not needed by now would be old when it is
          skeleton.remove();
          hide();
          this.#settle();
        },
        { signal },
      );

      const load = async () => {
        near?.disconnect();
        timer = setTimeout(() => room.append(slot), PATIENCE);
        alive.add(fail);
        try {
          early = this.#early(list && !lazy, signal);
          const desk = await start();
          if (signal.aborted) return;
          const root = make("div", "deskpane");
          skeleton.after(root);
          const widget = desk.mount(root, this, early, base);
          if (!signal.aborted) this.#widget = widget;
          else widget.free(); // it died on the way, or a listener of its events took it down
        } catch (cause) {
          fail("start", cause);
        }
      };
      if (focused()) room.append(slot);
      if (!lazy) return load();
      near = new IntersectionObserver((seen) => seen.at(-1).isIntersecting && load(), { rootMargin: "400px" });
      near.observe(this);
    }

    /** What the widget is certain to ask for, asked for while the wasm travels: address → answer, of a language its text. */
    #early(list, signal) {
      const early = new Map();
      const keep = (url, answer) => {
        answer.catch(() => {}); // the widget meets it
        early.set(url, answer);
        return answer;
      };
      const read = (name) =>
        early.get(words + name) ??
        keep(words + name, fetch(words + name, { signal: within(signal, PATIENCE) }).then((it) => (it.ok ? it.text() : "")));
      const tag = this.#get("locale", this.closest("[lang]")?.lang || navigator.language);
      /** Asks for the language's file, if `index` has it. */
      const speak = (index) => {
        const file = index[tag] ? tag : tag.split("-")[0];
        if (index[file] && file !== "en") read(`${file}.json?${index[file]}`);
      };
      start(); // it has the longest way
      // English is in the wasm. The others as they were built, beside the index, which has the last word: somebody may
      // have added one since, or changed it.
      if (tag !== "en") {
        speak(__LOCALES__);
        read("index.json").then(JSON.parse).then(speak).catch(() => {});
      }
      // The browser's first date takes it 15 ms and more: a page whose rest is still on its way by then has the time.
      setTimeout(Intl.DateTimeFormat, 400);
      if (list && this.#auth !== "bearer" && !this.fetch && this.#api) {
        // In a turn of their own, after the module and the wasm, without which nobody reads them.
        for (const path of ["/me", "/tickets?scope=mine&sort=-updated_at&limit=15"]) keep(this.#api + path, new Promise(setTimeout).then(() => this.#ask(path, within(signal, ANSWER))));
      }
      return early;
    }

    #get(name, otherwise = "") {
      return this.getAttribute(name) || otherwise;
    }

    get #auth() {
      return this.#get("auth", "cookie");
    }

    /** The address of an API that speaks our own contract; nothing when it speaks another, or is no address. */
    get #api() {
      const api = this.#get("api");
      try {
        return api && this.#get("connector", "deskpane") === "deskpane" && new URL(api, document.baseURI).href.replace(/\/$/, "");
      } catch {}
    }

    async #ask(path, signal) {
      const headers = { Accept: "application/json" };
      if (this.#auth === "bearer") headers.Authorization = `Bearer ${await this.getToken()}`;
      const credentials = /^(bearer|none)$/.test(this.#auth) ? "omit" : "include"; // a slip is the default
      return (this.fetch ?? fetch)(new URL(this.#api + path), { headers, signal, credentials, redirect: "manual" });
    }

    /** L14: the page's own words, and behind them a count, which comes by itself. */
    #badge(shadow, signal) {
      shadow.replaceChildren(make("slot"));
      const settle = () => this.#settle();
      import(`${folder}badge.js`)
        .then(({ badge }) => signal.aborted || badge(this, shadow, signal, () => this.#ask("/me", signal), settle))
        .catch(settle); // no badge
    }
  }

  customElements.define(TAG, DeskPane);

  window.Deskpane = {
    version: "__VERSION__",

    /** Puts a widget into `element`. */
    mount(element, options = {}) {
      const pane = create(options);
      element.append(pane);
      return pane;
    },

    /** M8: what is wrong with this page's set-up, and what to add. */
    diagnose: async () => (await import(`${folder}diagnose.js`)).diagnose({ base, folder, violations, version: "__VERSION__" }),
  };
})();
