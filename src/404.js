// Names the page whose address is nearest to the one that was asked for.
{
  // The page's base is the top of the site, so that its files are found from
  // everywhere; what leads to a place on this page must not go there.
  for (const link of document.querySelectorAll('a[href^="#"], a[href^="404.html#"]')) {
    link.href = location.pathname + location.search + link.hash;
  }

  const last = location.pathname.split("/").pop();
  let asked = last;
  try {
    asked = decodeURIComponent(last);
  } catch {
    // Not UTF-8: near to no page.
  }
  asked = asked.replace(/\.[a-z]*$/, "").toLowerCase();

  /** Levenshtein's distance: letters to add, to drop or to change. */
  const distance = (a, b) => {
    let row = Array.from({ length: b.length + 1 }, (_, at) => at);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      }
      row = next;
    }
    return row[b.length];
  };

  const name = (link) => new URL(link.href).pathname.split("/").pop().replace(".html", "");
  const links = [...document.querySelectorAll("#mdbook-sidebar .chapter a")].filter(name);
  const [nearest] = links
    .map((link) => ({ link, far: distance(asked, name(link)) }))
    .sort((a, b) => a.far - b.far);
  // Two slips, or one in three letters of a long name: more is another word.
  if (asked && nearest && nearest.far <= Math.max(2, name(nearest.link).length / 3)) {
    const link = document.createElement("a");
    link.href = nearest.link.href;
    link.textContent = nearest.link.textContent.replace(/^[\d.\s]+/, "");
    document.getElementById("did-you-mean").append("Did you mean ", link, "?");
  }
}
