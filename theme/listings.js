// What a reader can do with a listing: choose the languages, copy, run, open
// it elsewhere. Nothing is sent anywhere before a press.

const PLAYGROUND = "https://play.rust-lang.org/";

const make = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

/** The text of a block as it shows: without hidden lines, prompts, outputs. */
function shown(code) {
  const copy = code.cloneNode(true);
  const unwanted = code.classList.contains("hide-boring") ? ".prompt, .out, .boring" : ".prompt, .out";
  for (const it of copy.querySelectorAll(unwanted)) {
    // An output takes the end of its line along.
    const next = it.nextSibling;
    if (it.matches(".out") && next?.data?.startsWith("\n")) next.deleteData(0, 1);
    it.remove();
  }
  return `${copy.textContent.replace(/^\n+|\s+$/g, "").replace(/\n{3,}/g, "\n\n")}\n`;
}

/** What is told to those who cannot see a button change. */
const heard = make("p", { className: "heard", role: "status" });
document.body.append(heard);

/** A button that copies a block, and says so. */
function copies(button, code) {
  button.addEventListener("click", async () => {
    let said = "Copied";
    try {
      await navigator.clipboard.writeText(shown(code));
    } catch {
      said = "No clipboard here"; // as on a page that is not served securely
    }
    button.textContent = heard.textContent = said;
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
}

/** Runs a program on the Playground; what that takes is loaded at the first press. */
function runs(button, code) {
  let loading;
  let tries = 0; // a module that could not be loaded is not asked for again
  button.addEventListener("click", async () => {
    loading ??= import(new URL(`${path_to_root}playground.js?${tries}`, document.baseURI));
    try {
      (await loading).run(button, code);
    } catch {
      loading = undefined;
      tries += 1;
      const pane = button.closest(".pane");
      pane.querySelector(".live")?.remove();
      const head = make("p", { className: "output-head" }, make("span", { className: "failed" }, "you are offline; running needs play.rust-lang.org"));
      pane.append(make("div", { className: "output live", role: "status" }, head));
    }
  });
}

for (const head of document.querySelectorAll(".pane-head")) {
  const code = head.nextElementSibling?.querySelector("code");
  const tools = head.querySelector(".tools");
  if (!code || !tools) continue;
  const file = head.querySelector(".file").textContent;
  for (const tool of tools.children) {
    tool.ariaLabel = `${tool.textContent} ${tool.matches("a") ? "with " : ""}${file}`; // begins as what is seen
    if (tool.matches(".copy")) copies(tool, code);
    if (tool.matches(".run")) runs(tool, code);
    // Long addresses: made when they may be needed.
    if (tool.matches("a")) {
      const program = encodeURIComponent(code.textContent);
      tool.href = tool.matches(".rust")
        ? `${PLAYGROUND}?version=stable&mode=debug&edition=2024&code=${program}`
        : `https://www.typescriptlang.org/play/?target=99&module=99#src=${program}`;
      tool.target = "_blank";
      tool.rel = "noopener noreferrer";
    }
  }
}

for (const code of document.querySelectorAll("main pre > code")) {
  if (code.closest(".pane, .message, .schedules, .question-choices")) continue;
  const button = make("button", { type: "button", className: "copy", textContent: "Copy", ariaLabel: "Copy this block" });
  copies(button, code);
  code.after(button);
}

// Which languages show, everywhere and from now on.
{
  const html = document.documentElement;
  const buttons = [...document.querySelectorAll(".choice button")];
  const mark = () => buttons.forEach((it) => (it.ariaPressed = String(it.value === html.dataset.panes)));
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const before = button.getBoundingClientRect().top;
      kept.set("panes", (html.dataset.panes = button.value));
      mark();
      // The reader stays where they are, whatever happened above.
      scrollBy({ top: button.getBoundingClientRect().top - before, behavior: "instant" });
    });
  }
  mark();
}
