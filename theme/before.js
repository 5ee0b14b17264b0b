// Runs before anything is drawn: what the reader chose, so that nothing
// flickers or moves, and the names that mdBook's book.js expects as globals.
const { root: path_to_root, light: default_light_theme, dark: default_dark_theme } = document.documentElement.dataset;
const default_theme = matchMedia("(prefers-color-scheme: dark)").matches ? default_dark_theme : default_light_theme;

// book.js sets an empty `onunload`, against a fault of old browsers. It is
// deprecated, and a page that has one cannot be kept for the way back.
Object.defineProperty(window, "onunload", { set() {} });

/** What the reader's browser keeps for this book; none where it may not. */
const kept = {
  get(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Then the choice holds for this page.
    }
  },
};

{
  const html = document.documentElement;
  const theme = kept.get("mdbook-theme");
  html.classList.remove(default_light_theme);
  html.classList.add("js", theme === default_light_theme || theme === default_dark_theme ? theme : default_theme);
  // The contents lie over the text where there is no room beside it: closed at
  // first. frame.css says where that is.
  if (innerWidth < 1280 || kept.get("mdbook-sidebar") === "hidden") html.classList.remove("sidebar-visible");
  html.dataset.panes = kept.get("panes") ?? "both";
}
