// Loads search, mdBook's and src/search-code.js, when it is first asked for: a
// third of a page otherwise.
{
  const toggle = document.getElementById("mdbook-search-toggle");
  const box = document.getElementById("mdbook-search-wrapper");
  const header = document.getElementById("mdbook-searchresults-header");
  const bar = document.getElementById("mdbook-searchbar");
  let loading = false;

  const script = (source) =>
    new Promise((done, failed) => {
      const made = Object.assign(document.createElement("script"), { src: source, onload: done, onerror: failed });
      document.head.append(made);
    });

  async function load(open) {
    if (loading) return;
    loading = true;
    toggle.ariaBusy = "true";
    window.path_to_searchindex_js = box.dataset.index;
    if (bar.hidden) say("");
    try {
      // In this order: the last one needs the others.
      for (const source of box.dataset.scripts.split(" ")) await script(source);
    } catch {
      loading = false; // the next press tries again
      if (open) say("Search could not be loaded: is the network there? Press again.");
      return;
    } finally {
      toggle.ariaBusy = null;
    }
    toggle.removeEventListener("click", pressed);
    document.removeEventListener("keydown", typed);
    if (open && !document.getElementById("mdbook-search-index")) toggle.click();
  }

  /** Shows the box with a message in it; without one, hides it again. */
  function say(message) {
    header.textContent = message;
    for (const it of [box, header.parentElement]) it.classList.toggle("hidden", !message);
    bar.hidden = Boolean(message);
  }

  const pressed = () => load(true);
  const typed = (event) => {
    if (event.key !== "/" && event.key !== "s") return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (mdbook_something_else_has_focus(event)) return;
    event.preventDefault();
    load(true);
  };
  toggle.addEventListener("click", pressed);
  document.addEventListener("keydown", typed);

  // After Esc the focus goes back to where it came from.
  let from;
  toggle.addEventListener("click", () => (from = undefined));
  box.addEventListener("focusin", ({ relatedTarget: before }) => (from ??= before ?? toggle));
  const isOpen = () => !box.classList.contains("hidden");
  let inUse;
  const look = () => (inUse = isOpen() && (box.contains(document.activeElement) || box.querySelector("li.focus")));
  addEventListener("keydown", look, true);
  addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !inUse || isOpen()) return;
    (from?.checkVisibility() ? from : toggle).focus();
    from = undefined;
  });

  // A link to results, or from a result to its words on this page.
  const asked = new URLSearchParams(location.search);
  if (asked.get("search") || asked.has("highlight")) load(false);
}
