// Loads mdBook's search when it is first asked for: its scripts are a third of
// a page otherwise. From then on everything is mdBook's own.
(() => {
  const toggle = document.getElementById("mdbook-search-toggle");
  if (!toggle || !window.search_scripts) return;
  let loading = false;

  const script = (source) =>
    new Promise((done, failed) => {
      const made = Object.assign(document.createElement("script"), { src: source, onload: done, onerror: failed });
      document.head.append(made);
    });

  async function load(open) {
    if (loading) return;
    loading = true;
    toggle.setAttribute("aria-busy", "true");
    try {
      // In this order: the last one needs the others.
      for (const source of window.search_scripts) await script(source);
    } catch {
      loading = false; // the next press tries again
      return;
    } finally {
      toggle.removeAttribute("aria-busy");
    }
    toggle.removeEventListener("click", pressed);
    document.removeEventListener("keydown", typed);
    if (open) toggle.click();
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

  // A link to results, or from a result to its words on this page.
  const asked = new URLSearchParams(location.search);
  if (asked.get("search") || asked.has("highlight")) load(false);
})();
