// M8, `Deskpane.diagnose()`: looks at this page's set-up, prints what is wrong and what to add, and returns it. Loaded when
// it is called, so it costs visitors nothing. It speaks English, to developers, on the console alone.

const ONE_OF = {
  auth: ["cookie", "bearer", "none"],
  view: ["portal", "list", "ticket", "escalation", "badge"],
  theme: ["auto", "light", "dark"],
  routing: ["memory", "hash", "query"],
  loading: ["eager", "lazy"],
  dates: ["absolute", "elapsed"],
  density: ["regular", "compact"],
  "heading-level": ["1", "2", "3", "4", "5", "6"],
};
const KNOWN = new Set([...Object.keys(ONE_OF), "api", "connector", "sign-in-url", "ticket", "locale"]);
// What any element may carry.
const GLOBAL = /^(id|class|style|slot|part|exportparts|hidden|title|lang|dir|tabindex|inert|nonce|data-.+|aria-.+|on.+)$/;
const RESERVED = "desk-pane { display: block; min-block-size: 480px }";
// The smallest module there is: magic number and version.
const NO_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

const wrong = (what, add) => ({ level: "error", what, add });
const doubtful = (what, add) => ({ level: "warning", what, add });
const note = (what, add) => ({ level: "note", what, add });

/** What the browser reported as blocked, while it loaded and since. */
let violations = [];

/**
 * @param {{ base: string, folder: string, version: string, violations: SecurityPolicyViolationEvent[] }} page what the loader knows
 * @returns {Promise<{ level: "error" | "warning" | "note", what: string, add: string }[]>}
 */
export async function diagnose(page) {
  ({ violations } = page);
  const panes = everyPane(document);
  const checks = [browser(), transport(), scripts(), wasm(), release(page), languages(page), ...panes.map((it) => pane(it, page))];
  const found = (await Promise.all(checks)).flat();
  if (!panes.length)
    found.push(wrong("No <desk-pane> is on the page.", '<desk-pane api="/support/api"></desk-pane>, or data-api="/support/api" on the script'));
  await settled();
  found.push(...blocked([page.base, ...panes.map(apiOf)]));
  const order = ["error", "warning", "note"];
  found.sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  console.info(`Deskpane ${page.version}: ${found.length ? `findings: ${found.length}` : "nothing wrong was found"}.`);
  if (found.length) console.table(found);
  return found;
}

/** All of them, those in open shadow roots of the page included. */
function everyPane(root) {
  return [...root.querySelectorAll("*")].flatMap((it) => (it.localName === "desk-pane" ? [it] : it.shadowRoot ? everyPane(it.shadowRoot) : []));
}

/** The browser reports a violation in a task of its own, after the failure. */
const settled = () => new Promise((done) => setTimeout(done, 100));

function address(text) {
  try {
    const url = new URL(text, document.baseURI);
    return /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {}
}

function apiOf(pane) {
  const api = pane.getAttribute("api");
  return api ? address(api)?.href.replace(/\/$/, "") : undefined;
}

function browser() {
  const missing = [
    ["WebAssembly", "WebAssembly" in window],
    ["constructable style sheets", "adoptedStyleSheets" in document],
    ["container queries", CSS.supports("container-type", "inline-size")],
    ["light-dark()", CSS.supports("color", "light-dark(red, red)")],
  ].filter(([, there]) => !there);
  return missing.map(([name]) => wrong(`This browser has no ${name}.`, "a browser of 2024 or later; others get the content of the element"));
}

function transport() {
  if (window.isSecureContext) return [];
  return [doubtful(`The page came over ${location.protocol}//, where a session can be read on its way and copying does not work.`, "https")];
}

function scripts() {
  const all = [...document.querySelectorAll('script[src*="deskpane.js"]')];
  const found = [];
  for (const it of all) {
    const tag = `<script src="${it.getAttribute("src")}">`;
    const own = Object.keys(it.dataset);
    if (it.type === "module") found.push(wrong(`${tag} is a module, so it cannot know where it stands.`, 'the same tag without type="module"'));
    if (!it.async && !it.defer) found.push(note(`${tag} holds up the page while it loads.`, "async"));
    if (it.integrity)
      found.push(doubtful(`${tag} has an integrity value: the next release will be blocked.`, "no integrity, or an address that names the version"));
    if (own.length && !own.includes("api"))
      found.push(doubtful(`${tag} has data attributes but no data-api, so they do nothing.`, 'data-api="…", or the attributes on <desk-pane>'));
    const { target } = it.dataset;
    if (target && !document.querySelector(target))
      found.push(doubtful(`Nothing matches data-target="${target}".`, "an element that does; the widget stands behind the script meanwhile"));
  }
  if (new Set(all.map((it) => it.src)).size > 1)
    found.push(doubtful("Two different copies of the script are on the page; the first one serves all elements.", "one address"));
  return found;
}

async function wasm() {
  try {
    await WebAssembly.compile(NO_MODULE);
    return [];
  } catch (cause) {
    return [wrong(`The page's policy forbids WebAssembly (${cause.message}).`, "Content-Security-Policy: script-src … 'wasm-unsafe-eval'")];
  }
}

/** Fetches as the loader does; an answer, or the reason why there is none. */
async function ask(url, options) {
  try {
    return { answer: await fetch(url, options) };
  } catch (cause) {
    await settled();
    const rule = violations.find((it) => url.startsWith(it.blockedURI) && it.effectiveDirective === "connect-src");
    return { cause, byPolicy: Boolean(rule) };
  }
}

async function release({ folder }) {
  const found = [];
  for (const [name, type] of [
    ["deskpane.js", /javascript/],
    ["deskpane_bg.wasm", /^application\/wasm/],
  ]) {
    const url = folder + name;
    const { answer, cause, byPolicy } = await ask(url);
    if (byPolicy) continue; // named with the violations
    if (!answer?.ok) {
      found.push(
        wrong(
          `${url} does not come (${cause?.message ?? answer.status}).`,
          "the whole folder of the release beside deskpane.js; from another origin also Access-Control-Allow-Origin: *",
        ),
      );
      continue;
    }
    const given = answer.headers.get("content-type") ?? "nothing";
    if (!type.test(given))
      found.push(wrong(`${url} is served as ${given}.`, `Content-Type: ${name.endsWith("js") ? "text/javascript" : "application/wasm"}`));
    await answer.arrayBuffer(); // its sizes are known when it has come
    const size = performance.getEntriesByName(url).findLast((one) => one.decodedBodySize);
    if (size?.decodedBodySize < 10240) continue;
    const kept = answer.headers.get("cache-control") ?? "";
    if (!/immutable|max-age=\d{6,}/.test(kept))
      found.push(
        note(`${url} is fetched anew on visits (Cache-Control: ${kept || "none"}).`, "Cache-Control: public, max-age=31536000, immutable for v/"),
      );
    if (size && size.encodedBodySize === size.decodedBodySize)
      found.push(
        note(
          `${url} travels uncompressed (${Math.round(size.decodedBodySize / 1024)} kB).`,
          "the .br files of the release with Content-Encoding: br",
        ),
      );
  }
  return found;
}

async function languages({ base }) {
  const url = `${base}locales/index.json`;
  const { answer, cause, byPolicy } = await ask(url);
  if (byPolicy) return [];
  let index;
  try {
    index = answer?.ok && (await answer.json());
  } catch {}
  if (!index) {
    const why = cause?.message ?? answer.status;
    return [doubtful(`${url} does not come, so everyone reads English (${why}).`, "the folder locales/ of the release beside deskpane.js")];
  }
  const wanted = document.documentElement.lang;
  if (!wanted) return [note("The page does not say its language; the browser's is taken.", '<html lang="…">')];
  const short = wanted.split("-")[0].toLowerCase();
  const there = short === "en" || Object.keys(index).some((it) => it.split("-")[0].toLowerCase() === short);
  return there ? [] : [note(`There is no translation for the page's language, ${wanted}.`, `locales/${short}.json, and its line in index.json`)];
}

async function pane(it, page) {
  const badge = it.getAttribute("view") === "badge";
  const { desk, found: wrongs } = await connector(it, page);
  const found = [...attributes(it), ...wrongs, ...place(it), ...(badge ? count(it) : fallback(it)), ...(desk ? await api(it, desk) : [])];
  const name = it.id ? `<desk-pane id="${it.id}">` : "<desk-pane>";
  return found.map((one) => ({ ...one, what: `${name}: ${one.what}` }));
}

function attributes(it) {
  const found = [];
  for (const { name, value } of it.attributes) {
    if (ONE_OF[name] && !ONE_OF[name].includes(value)) {
      found.push(wrong(`${name}="${value}" is unknown; the default holds.`, `${name}="${ONE_OF[name].join(" | ")}"`));
    } else if (!KNOWN.has(name) && !GLOBAL.test(name)) {
      found.push(doubtful(`The attribute ${name} is unknown and does nothing.`, `one of ${[...KNOWN].join(", ")}`));
    }
  }
  const has = (name) => it.getAttribute(name);
  if (!has("api")) found.push(wrong("api is missing.", 'api="/support/api"'));
  else if (!address(has("api"))) found.push(wrong(`api="${has("api")}" is no address.`, 'api="/support/api" or api="https://…"'));
  if (/^(ticket|escalation)$/.test(has("view")) && !has("ticket"))
    found.push(wrong(`view="${has("view")}" shows one ticket, and none is named.`, 'ticket="…"'));
  if (has("locale") !== null) {
    try {
      Intl.getCanonicalLocales(has("locale") || "-");
    } catch {
      found.push(wrong(`locale="${has("locale")}" is no language tag.`, 'locale="fr" or locale="pt-BR", or no such attribute'));
    }
  }
  if (has("sign-in-url") && !address(has("sign-in-url")))
    found.push(wrong(`sign-in-url="${has("sign-in-url")}" is no address.`, 'sign-in-url="/sign-in"'));
  const bearer = has("auth") === "bearer";
  if (!has("sign-in-url") && !bearer && has("auth") !== "none" && has("view") !== "badge") {
    found.push(note("Who is not signed in is offered no way to, unless the page handles deskpane-sign-in.", 'sign-in-url="/sign-in"'));
  }
  if (bearer && typeof it.getToken !== "function") found.push(wrong('auth="bearer" needs a token.', "element.getToken = async () => token"));
  if (!bearer && it.getToken) found.push(doubtful("getToken is set but never asked.", 'auth="bearer"'));
  return found;
}

/** Where it stands: what the page around it does to it. */
function place(it) {
  if (document.head.contains(it)) return [wrong("It stands in <head>, where nothing shows.", 'the script in <body>, or data-target="#…"')];
  const found = [];
  const style = getComputedStyle(it);
  const badge = it.getAttribute("view") === "badge";
  if (!badge && /^(0px|auto)$/.test(style.minBlockSize)) found.push(doubtful("No place is kept free for it, so the page will jump.", RESERVED));
  if (it.parentElement?.closest("a, button")) found.push(wrong("It stands inside a link or button.", "a place outside it"));
  if (it.closest("[aria-hidden=true], [inert]")) found.push(wrong("It is hidden from assistive technology.", "no aria-hidden or inert around it"));
  if (!it.checkVisibility())
    found.push(note("It is not on screen now (display: none around it).", 'loading="lazy", so that nothing loads before it shows'));
  else if (!badge && it.getBoundingClientRect().width < 280)
    found.push(doubtful(`It is only ${Math.round(it.getBoundingClientRect().width)} px wide.`, "at least 280 px"));
  if (style.opacity !== "1" || style.filter !== "none") found.push(note("The page's style sheet dims or filters it.", "opacity: 1; filter: none"));
  return found;
}

function fallback(it) {
  if (it.querySelector("a[href]")) return [];
  return [
    doubtful("It has no link inside, so a visitor for whom it does not load is left with nothing.", '<a href="/contact">…</a> inside <desk-pane>'),
  ];
}

function count(it) {
  const found = [];
  if (!it.textContent.trim() && !it.getAttribute("aria-label"))
    found.push(wrong("A number alone says nothing to those who hear it.", "text inside it, or aria-label"));
  if ((it.getAttribute("connector") || "deskpane") !== "deskpane")
    found.push(wrong("The badge speaks the neutral contract alone, so it stays empty here.", 'connector="deskpane"'));
  return found;
}

// What is asked first, what must be in the answer, and how a token travels.
const DESKS = {
  deskpane: { first: "/me", whole: (body) => body.user?.id !== undefined, lacks: "user", header: "Authorization", prefix: "Bearer " },
  redmine: {
    first: "/issues.json?limit=1",
    whole: (body) => Array.isArray(body.issues),
    lacks: "issues",
    header: "X-Redmine-API-Key",
    prefix: "",
  },
  "request-tracker": {
    first: "/tickets?query=id=0",
    whole: (body) => Array.isArray(body.items),
    lacks: "items",
    header: "Authorization",
    prefix: "token ",
  },
  roundup: {
    first: "/data/status",
    whole: (body) => Array.isArray(body.data?.collection),
    lacks: "data.collection",
    header: "Authorization",
    prefix: "Bearer ",
  },
};

/** How the element's API speaks. What is no name of ours is a mapping file, of the release or of the page's own. */
async function connector(it, { base }) {
  const name = it.getAttribute("connector") || "deskpane";
  if (DESKS[name]) return { desk: DESKS[name], found: [] };
  const own = name.split(/[?#]/)[0].endsWith(".json");
  const url = own ? address(name)?.href : `${base}connectors/${encodeURIComponent(name)}.json`;
  const { answer } = url ? await ask(url) : {};
  const wish = `connector="${Object.keys(DESKS).join(" | ")}", the name of a mapping of the release, or the address of a mapping file (.json)`;
  if (!answer?.ok) return { found: [wrong(own ? `The mapping ${url ?? name} does not come.` : `connector="${name}" is unknown; the default holds.`, wish)] };
  try {
    const { me, token } = await answer.json();
    const { header = "Authorization", prefix = token ? "" : "Bearer " } = token ?? {};
    // Only an address without variables can be tried from here; what is in the answer is the mapping's own affair.
    const first = typeof me?.get === "string" && !me.get.includes("{") ? me.get : undefined;
    return { desk: first && { first, whole: () => true, header, prefix }, found: [] };
  } catch (cause) {
    return { found: [wrong(`The mapping ${url} is not JSON (${cause.message}).`, "JSON in UTF-8")] };
  }
}

/** Asks what the widget would ask first, and says what it would make of the answer. */
async function api(it, desk) {
  const base = apiOf(it);
  if (!base || it.fetch) return []; // nothing to ask, or a network of the page's own
  const auth = it.getAttribute("auth") || "cookie";
  if (auth === "bearer" && typeof it.getToken !== "function") return []; // named with the attributes
  if (location.protocol === "https:" && base.startsWith("http:"))
    return [wrong(`${base} is not encrypted and the page is: browsers block it.`, "https")];
  const headers = { Accept: "application/json" };
  if (auth === "bearer") {
    try {
      const token = await it.getToken();
      if (typeof token !== "string" || !token) return [wrong("getToken gives no text.", "element.getToken = async () => token")];
      headers[desk.header] = desk.prefix + token;
    } catch (cause) {
      return [wrong(`getToken fails (${cause?.message ?? cause}).`, "element.getToken = async () => token")];
    }
  }
  const url = base + desk.first;
  const { answer, cause, byPolicy } = await ask(url, {
    headers,
    redirect: "manual",
    credentials: auth === "cookie" ? "include" : "omit",
  });
  if (byPolicy) return []; // named with the violations
  return answer ? judge(url, answer, desk) : unanswered(url, auth, cause);
}

/** No answer, or one that the browser keeps from us: a request that needs no answer tells which. */
async function unanswered(url, auth, cause) {
  const { origin } = new URL(url);
  const elsewhere = origin !== location.origin;
  const reached = elsewhere && (await ask(url, { mode: "no-cors", credentials: "omit" })).answer;
  if (!reached) return [wrong(`${url} cannot be reached (${cause.message}).`, "a server that answers there")];
  const more =
    auth === "cookie" ? "Access-Control-Allow-Credentials: true, and SameSite=None on its cookie" : "Access-Control-Allow-Headers: Authorization";
  return [wrong(`${url} answers, but not to pages of ${location.origin} (CORS).`, `Access-Control-Allow-Origin: ${location.origin}, ${more}`)];
}

async function judge(url, answer, { whole, lacks }) {
  if (answer.type === "opaqueredirect")
    return [wrong(`${url} redirects, and the widget follows no redirect.`, "401 for who is not signed in, or the address it leads to as api")];
  const type = answer.headers.get("content-type") ?? "nothing";
  if (answer.status === 401) return [note(`${url} says that nobody is signed in (401).`, "a session, and this once more")];
  if (/html/.test(type))
    return [wrong(`${url} answers with a web page (${answer.status}).`, "the base of the API as api; 401 instead of a sign-in page")];
  if (answer.status === 404) return [wrong(`${url} is not there (404).`, "the base of the API as api, without /me or /tickets")];
  if (!answer.ok) return [wrong(`${url} answers ${answer.status}.`, "a look at the server's log")];
  try {
    if (!whole(await answer.json()))
      return [wrong(`${url} lacks ${lacks}.`, "what openapi.yaml of the release describes: cargo xtask conformance URL checks it all")];
  } catch (cause) {
    return [wrong(`${url} is not JSON (${cause.message}).`, "JSON in UTF-8")];
  }
  return /json/.test(type) ? [] : [doubtful(`${url} is JSON but is served as ${type}.`, "Content-Type: application/json")];
}

/** What the policy blocked of ours, one finding for each rule and origin. */
function blocked(ours) {
  const found = new Map();
  for (const it of violations) {
    const mine = [it.blockedURI, it.sourceFile].some((at) => at && ours.some((base) => base && at.startsWith(base)));
    if (!mine && it.blockedURI !== "wasm-eval") continue;
    const rule = it.effectiveDirective;
    const place = address(it.blockedURI)?.origin ?? it.blockedURI;
    const key = `${rule} ${place}`;
    if (!found.has(key)) found.set(key, wrong(`The page's policy blocked ${it.blockedURI} (${rule}).`, remedy(rule, it.blockedURI)));
  }
  return [...found.values()];
}

function remedy(rule, uri) {
  if (uri === "wasm-eval") return "Content-Security-Policy: script-src … 'wasm-unsafe-eval'";
  const from = address(uri)?.origin;
  if (/^(connect|img)-src/.test(rule)) return `Content-Security-Policy: ${rule} … ${from === location.origin ? "'self'" : from}`;
  if (/^script-src/.test(rule))
    return "Content-Security-Policy: script-src … 'nonce-…', and that nonce on the script; a hash alone does not cover the module that it loads";
  return "nothing: Deskpane needs no such permission, so please report this";
}
