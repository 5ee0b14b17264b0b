// The button for the contents: mdBook's own is a label, which screen readers
// cannot be told to be open or closed. book.js listens to the check box.
(() => {
  const button = document.getElementById("mdbook-sidebar-toggle");
  const box = document.getElementById("mdbook-sidebar-toggle-anchor");
  button?.addEventListener("click", () => box.click());
})();

// A table that is wider than the window scrolls in its own box: by keyboard,
// too, if the box can have the focus.
(() => {
  const boxes = document.querySelectorAll(".table-wrapper");
  if (boxes.length === 0) return;
  const look = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      if (target.scrollWidth > target.clientWidth) {
        target.tabIndex = 0;
        target.setAttribute("role", "group"); // a landmark would be too much
        target.setAttribute("aria-label", "Table, wider than the window");
      } else {
        for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
      }
    }
  });
  for (const box of boxes) look.observe(box);
})();
