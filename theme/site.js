// What readers find around the text. mdBook's book.js has run before.

// The contents: the reader's place in them, and the sections of this page.
{
  const html = document.documentElement;
  const contents = document.getElementById("mdbook-sidebar");
  const button = document.getElementById("mdbook-sidebar-toggle");
  // book.js listens to this check box; a button can be told to be open.
  const box = document.getElementById("mdbook-sidebar-toggle-anchor");
  const open = () => html.classList.contains("sidebar-visible");
  box.checked = open();
  button.ariaExpanded = String(open());
  // Where they lie over the text (see frame.css), they go as they came.
  const over = matchMedia("(max-width: 1279.98px)");
  const toggle = () => {
    const before = kept.get("mdbook-sidebar") ?? "visible";
    box.checked = open(); // a swipe opens them behind its back
    box.click();
    // Beside the text they stay as they were.
    if (over.matches) kept.set("mdbook-sidebar", before);
  };
  const close = () => over.matches && open() && toggle();
  button.addEventListener("click", () => {
    toggle();
    // Past the rest of the bar.
    if (over.matches && open()) (here ?? contents.querySelector("a")).focus();
  });
  contents.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (to && !contents.contains(to) && !button.contains(to)) close();
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !over.matches || !open()) return;
    close();
    button.focus();
  });
  document.addEventListener("click", ({ target }) => {
    if (!contents.contains(target) && !button.contains(target) && target !== box) close();
    else if (target.closest?.(".on-this-page a")) close();
  });

  const page = (address) => new URL(address, location).pathname.replace(/\/(index\.html)?$/, "/introduction.html");
  const here = [...contents.querySelectorAll("a")].find((link) => page(link.href) === page(location.href));
  const headings = [...document.querySelectorAll("main h2[id]")];
  if (here && !html.dataset.print) {
    here.ariaCurrent = "page";
    const list = document.createElement("ol");
    const title = Object.assign(document.createElement("li"), { className: "part-title", textContent: "On this page" });
    list.className = "on-this-page";
    list.append(title);
    const links = headings.map((heading) => {
      const link = document.createElement("a");
      link.href = `#${heading.id}`;
      link.textContent = heading.textContent;
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
      return link;
    });
    // At the end, where nothing moves when it comes.
    if (links.length > 1) contents.append(list);

    // The last heading above the middle of the window is where the reader is.
    let asked = false;
    // Where the contents are longer than the window, they follow.
    const within = (link) => {
      const [top, bottom] = [contents.scrollTop, contents.scrollTop + contents.clientHeight];
      const { offsetTop, offsetHeight } = link;
      if (offsetTop < top + 60) contents.scrollTop = offsetTop - 60;
      else if (offsetTop + offsetHeight > bottom - 60) contents.scrollTop = offsetTop + offsetHeight + 60 - contents.clientHeight;
    };
    const look = () => {
      asked = false;
      const passed = headings.filter((it) => it.getBoundingClientRect().top < innerHeight / 3);
      const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
      const now = atEnd ? headings.length - 1 : passed.length - 1;
      if (links[now]?.ariaCurrent === "true") return;
      links.forEach((link, index) => (link.ariaCurrent = index === now ? "true" : null));
      if (!over.matches && now >= 0) within(links[now]);
    };
    addEventListener(
      "scroll",
      () => {
        if (!asked) requestAnimationFrame(look);
        asked = true;
      },
      { passive: true },
    );
    look();
  }
}

// book.js turns the pages with the arrows, and goes through what search found.
// Where something else has a use for a key, it stays there.
{
  const root = document.documentElement;
  const scrolls = (it) =>
    it && it !== document.body && ((it.scrollWidth > it.clientWidth && /auto|scroll/.test(getComputedStyle(it).overflowX)) || scrolls(it.parentElement));
  const inside = ({ target }) => target.closest(".schedules, fieldset, [role=group], [role=menu]") || scrolls(target);
  const help = document.getElementById("mdbook-help-container");
  root.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const used = /^Arrow[LR]/.test(key)
      ? help.style.display === "flex" || inside(event)
      : /^Arrow|Enter/.test(key) && target !== document.body && !target.closest("#mdbook-searchbar, [role=menu]");
    if (used) event.stopPropagation();
  });
  // A swipe opens the contents, unless it scrolls.
  root.addEventListener("touchstart", (event) => inside(event) && event.stopPropagation(), { passive: true });
}

// What is wider than its box scrolls there: by keyboard, too, if the box can
// have the focus. Code has a tabindex from the start, for who has no scripts;
// where it does not scroll, it would be one stop too many.
{
  const look = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      if (target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const code of document.querySelectorAll("main pre > code")) look.observe(code);
}
{
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
  for (const box of document.querySelectorAll(".table-wrapper")) look.observe(box);
}

// Who followed the link to the whole book wants to print it.
if (document.documentElement.dataset.print) addEventListener("load", () => setTimeout(print, 100));
