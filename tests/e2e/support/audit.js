// Runs in the page, on the conversation as it is: what of a message may be there at all, and what of
// it is. The list is the test's own and knows nothing of the widget's.

const ELEMENTS = new Set(('a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup '
  + 'dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark '
  + 'nav nobr ol p pre q rb rp rt rtc ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead '
  + 'time tr tt u ul var wbr').split(' '));

const ATTRIBUTES = new Set(('abbr align alt axis bgcolor border cellpadding cellspacing char charoff clear color colspan '
  + 'compact datetime decoding dir face frame height href hspace lang loading noshade nowrap open referrerpolicy rel reversed '
  + 'rowspan rules scope size span src start style summary target title type valign value vspace width').split(' '));

const PROPERTIES = new RegExp('^(color|background-color|opacity|direction|unicode-bidi|float|clear|display|visibility'
  + '|font|font-(family|feature-settings|kerning|language-override|optical-sizing|palette|size|size-adjust|stretch|style|weight'
  + '|synthesis.*|variant.*|variation-settings|width)|line-height|letter-spacing|word-(spacing|break|wrap)|overflow-wrap'
  + '|white-space|white-space-collapse|hyphens|line-break|tab-size|text-(?!size-adjust).*|vertical-align|quotes'
  + '|baseline-(shift|source)|alignment-baseline|-webkit-text-.*'
  + '|(margin|padding)(-(top|right|bottom|left|block.*|inline.*))?|border(?!-image).*|-webkit-border-(horizontal|vertical)-spacing'
  + '|(min-|max-)?(width|height|inline-size|block-size)|table-layout|caption-side|empty-cells|list-style(-type|-position)?'
  + '|writing-mode|text-orientation|ruby-.*|box-sizing|overflow(-x|-y)?|object-fit|aspect-ratio'
  + '|background|background-(image|position|position-x|position-y|size|repeat|attachment|origin|clip|repeat-x|repeat-y)|border-image.*|list-style-image)$');

const FETCHES = /url\s*\(|src\s*\(|image\s*\(|image-set|cross-fade|element\s*\(|paint\s*\(|var\s*\(|attr\s*\(|env\s*\(|if\s*\(|expression|javascript|\\|--/i;
// Longhands that a shorthand resets, and nothing else may set.
const RESETS = /^(background-image|border-image-source|list-style-image)$/;

// What a form can put its own controls in front of is asked of the class instead.
const own = (type, name) => {
  const get = Object.getOwnPropertyDescriptor(type.prototype, name).get;
  return (it) => get.call(it);
};
const childNodes = own(Node, 'childNodes');
const nodeType = own(Node, 'nodeType');
const namespace = own(Element, 'namespaceURI');
const localName = own(Element, 'localName');
const attributes = own(Element, 'attributes');
const shadowRoot = own(Element, 'shadowRoot');
const styleOf = own(HTMLElement, 'style');

const linkProblem = (element, value) => {
  let address;
  try { address = new URL(value); } catch { return 'a link that leads nowhere'; }
  if (!['https:', 'http:', 'mailto:', 'tel:'].includes(address.protocol)) return `a link by ${address.protocol}`;
  if (element.target !== '_blank') return `a link into ${element.target || 'this page'}`;
  const rel = new Set(element.rel.split(' '));
  return ['noopener', 'noreferrer', 'nofollow'].every((it) => rel.has(it)) ? null : `a link with rel=${element.rel}`;
};

const sourceProblem = (value, consent) => {
  if (/^blob:/.test(value) || /^data:image\/(png|jpeg|gif|webp)[;,]/i.test(value)) return null;
  if (consent && /^https:\/\//.test(value)) return null;
  return `a picture from ${value.slice(0, 80)}`;
};

const styleProblems = (element) => {
  const style = styleOf(element);
  const problems = [];
  for (const name of style) {
    const value = style.getPropertyValue(name);
    if (!PROPERTIES.test(name)) problems.push(`the property ${name}`);
    else if (RESETS.test(name) && !/^(initial|none)$/.test(value)) problems.push(`${name}: ${value.slice(0, 80)}`);
    else if (FETCHES.test(value)) problems.push(`${name}: ${value.slice(0, 80)}`);
  }
  if (style.getPropertyPriority('display') || style.getPropertyPriority('margin-top')) problems.push('something !important');
  return problems;
};

const elementProblems = (element, { consent }) => {
  const name = localName(element);
  if (namespace(element) !== 'http://www.w3.org/1999/xhtml') return [`${name} of another namespace`];
  if (!ELEMENTS.has(name)) return [`the element ${name}`];
  const problems = [];
  if (shadowRoot(element)) problems.push(`a root below ${name}`);
  for (const it of attributes(element)) {
    if (!ATTRIBUTES.has(it.name)) problems.push(`${name}[${it.name}]`);
    else if (it.name === 'href') problems.push(name === 'a' ? linkProblem(element, it.value) : `${name}[href]`);
    else if (it.name === 'src') problems.push(name === 'img' ? sourceProblem(it.value, consent) : `${name}[src]`);
  }
  // A picture from elsewhere says nothing of this page.
  if (/^https:/.test(element.getAttribute('src') ?? '') && (element.referrerPolicy !== 'no-referrer' || element.loading !== 'lazy')) problems.push('a picture that tells');
  return [...problems.filter(Boolean), ...styleProblems(element)];
};

// Everything below a node, without recursion: some are deep.
function* below(root) {
  const open = [...childNodes(root)].reverse();
  while (open.length) {
    const node = open.pop();
    yield node;
    if (nodeType(node) === 1) {
      const inner = shadowRoot(node);
      if (inner) open.push(...[...childNodes(inner)].reverse());
    }
    open.push(...[...childNodes(node)].reverse());
  }
}

const rootProblems = (root, how) => {
  const problems = [];
  for (const node of below(root)) {
    const type = nodeType(node);
    if (type === 1) problems.push(...elementProblems(node, how));
    else if (type !== 3) problems.push(`a node of type ${type}: ${String(node.data ?? '').slice(0, 80)}`);
  }
  return problems;
};

const WIDGETS = 'script, style, link, base, meta, iframe, frame, frameset, object, embed, portal, template, marquee, audio, '
  + 'video, track, source, [srcdoc], [autofocus], [style*="url"], foreignObject, animate, set, image, feImage';

// Nothing of a message may stand beside its box either.
const widgetProblems = (shadow) => {
  const problems = [];
  for (const it of shadow.querySelectorAll(WIDGETS)) problems.push(`in the widget: ${it.outerHTML.slice(0, 80)}`);
  for (const it of shadow.querySelectorAll('*')) {
    for (const one of attributes(it)) if (/^on/.test(one.name)) problems.push(`in the widget: ${localName(it)}[${one.name}]`);
  }
  return problems;
};

const nameOf = (entry) => (entry.querySelector('.message__author')?.textContent ?? '').replace(/[\u2066-\u2069]/g, '').trim();

// The message's id and the root of its HTML, where it has one.
const mails = (shadow) => [...shadow.querySelectorAll('.entry')].map((entry) => {
  const host = entry.querySelector('.message__html');
  return { id: nameOf(entry), entry, host, root: host?.shadowRoot ?? null };
}).filter((it) => it.id);

const ofEach = (shadow, look) => Object.fromEntries(mails(shadow).map((it) => [it.id, look(it)]));

// What a customer does without knowing it.
const EVENTS = ['mouseover', 'mouseenter', 'mousemove', 'pointerover', 'pointerenter', 'wheel', 'scroll', 'focus', 'load', 'error', 'animationend'];
const touch = (root) => {
  for (const node of below(root)) {
    if (nodeType(node) === 1) for (const it of EVENTS) node.dispatchEvent(new Event(it));
  }
};

const host = () => ({
  address: location.href,
  title: document.title,
  html: document.documentElement.outerHTML,
  globals: Object.getOwnPropertyNames(window).sort().join(' '),
  cookie: document.cookie,
  stored: Object.keys(sessionStorage).sort().join(' '),
  sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
  frames: window.length,
  history: history.length > 0,
  wide: document.documentElement.scrollWidth <= innerWidth,
});

const audit = (shadow, how = {}) => {
  const forbidden = [];
  let rendered = 0;
  for (const { id, root } of mails(shadow)) {
    if (!root) continue;
    rendered += 1;
    touch(root);
    for (const it of new Set(rootProblems(root, how))) forbidden.push([id, it]);
  }
  for (const it of widgetProblems(shadow)) forbidden.push(['', it]);
  return { ran: [...(window.__scripts ?? [])], forbidden, heard: [...__watch.violations, ...__watch.errors], rendered, host: host() };
};
