// What CLDR says of the tags given: {tag: {canonical, required, allowed}}. `required` are the plural categories that
// counts up to 1000 fall into; a million may have one of its own, which a translation may leave out.
// Node.js has the tables built in, so that none are kept here.

const about = (tag) => {
  let canonical = null;
  try {
    canonical = Intl.getCanonicalLocales(tag)[0];
  } catch {
    return { canonical, required: [], allowed: [] };
  }
  const rules = new Intl.PluralRules(tag);
  const required = new Set(Array.from({ length: 1001 }, (_, count) => rules.select(count)));
  required.add("other");
  return { canonical, required: [...required], allowed: rules.resolvedOptions().pluralCategories };
};

console.log(JSON.stringify(Object.fromEntries(process.argv.slice(2).map((tag) => [tag, about(tag)]))));
