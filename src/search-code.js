// What mdBook's search leaves out: it cuts its text at blanks only, so that
// `prices.is_poisoned()` is one word, and it drops the most common words, those
// of Rust among them, such as `while let`. After what it finds come the sections
// that have what was typed in their text as it stands. Loaded by theme/search.js
// before mdBook's own script.
{
  const { prototype } = elasticlunr.Index;
  const { search } = prototype;
  prototype.search = function (typed, options) {
    const results = search.call(this, typed, options);
    const found = new Set(results.map(({ ref }) => ref));
    // In the text of a listing there may be a blank before each name.
    const parts = typed.match(/\w+|[^\w\s]/g) ?? [];
    const text = new RegExp(`(?<!\\w)${parts.map((it) => it.replace(/\W/, "\\$&")).join("\\s*")}`, "gi");
    const times = (words) => words.match(text)?.length ?? 0;
    const more = Object.entries(this.documentStore.docs)
      .filter(([ref]) => parts.length && !found.has(ref))
      .map(([ref, doc]) => ({ ref, score: times(doc.body) + 10 * times(doc.title), doc }))
      .filter(({ score }) => score)
      .sort((a, b) => b.score - a.score)
      // Apart from what is before it, so that the excerpt shows it.
      .map((it) => ({ ...it, doc: { ...it.doc, body: it.doc.body.replace(text, " $&") } }));
    return [...results, ...more];
  };
}
