// What a reader can do with a listing: choose the languages, copy, run, open
// it elsewhere. Nothing is sent anywhere before a press.

const PLAYGROUND = "https://play.rust-lang.org/";
const PATIENCE = 60_000; // milliseconds until an answer is given up

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

/** Runs a program on the Playground, and shows its answer in the pane. */
function runs(button, code) {
  const pane = button.closest(".pane");
  let box;
  let running;

  const show = (head, failed, ...outputs) => {
    const line = make("p", { className: "output-head" }, make("span", { className: failed ? "failed" : "" }, head));
    if (box.contains(document.activeElement)) button.focus(); // what has it goes
    box.replaceChildren(line, ...outputs);
    return line;
  };
  const output = (text) => text && make("pre", {}, make("code", { tabIndex: 0, textContent: text }));

  async function run() {
    running?.abort("again");
    const mine = (running = new AbortController());
    const limit = setTimeout(() => mine.abort("late"), PATIENCE);
    if (!box) pane.append((box = make("div", { className: "output live", role: "status" })));
    const cancel = make("button", { type: "button", textContent: "Cancel", onclick: () => mine.abort("cancel") });
    show("running on play.rust-lang.org …").append(cancel);
    try {
      const answer = await fetch(`${PLAYGROUND}execute`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        // With its hidden lines, at the edition of the book.
        body: JSON.stringify({
          channel: "stable",
          mode: "debug",
          edition: "2024",
          crateType: "bin",
          tests: false,
          backtrace: false,
          code: code.textContent,
        }),
        signal: mine.signal,
      });
      const { success, exitDetail, stdout = "", stderr = "", error } = await answer.json();
      if (mine !== running) return;
      if (typeof success !== "boolean") {
        show(`play.rust-lang.org could not run it: ${error || `status ${answer.status}`}`, true);
        return;
      }
      // Cargo's own lines, which no listing prints.
      const said = stderr.replace(/^ +(Compiling|Finished|Running) .*\n/gm, "").trimEnd();
      const refused = !stdout && /^error(\[|: could not compile)/m.test(stderr);
      const head = success
        ? "prints on play.rust-lang.org"
        : refused
          ? "the compiler of play.rust-lang.org refuses"
          : `on play.rust-lang.org: ${exitDetail}`;
      const outputs = [output(stdout.trimEnd()), output(said)].filter(Boolean);
      if (outputs.length) show(head, !success, ...outputs);
      else show(success ? "prints nothing on play.rust-lang.org" : head, !success);
    } catch (error) {
      if (mine !== running) return;
      const why = mine.signal.reason;
      if (why === "cancel") show("cancelled");
      else if (why === "late") show(`no answer from play.rust-lang.org within ${PATIENCE / 1000} seconds`, true);
      else if (error instanceof SyntaxError) show("play.rust-lang.org gave an answer that this page cannot read", true);
      else show(navigator.onLine ? "play.rust-lang.org cannot be reached" : "you are offline; running needs play.rust-lang.org", true);
    } finally {
      clearTimeout(limit);
    }
  }
  button.addEventListener("click", run);
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
