// Runs a program on the Playground, and shows its answer in the pane. Loaded
// by theme/listings.js at the first press of Run, after which nothing is sent
// but at a press.

const PATIENCE = 60_000; // milliseconds until an answer is given up

const runners = new Map();

/** Runs the program of a pane; again, if it is running. */
export function run(button, code) {
  if (!runners.has(button)) runners.set(button, runner(button, code));
  runners.get(button)();
}

function runner(button, code) {
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
    if (!box) pane.querySelector(".live")?.remove(); // that it could not be loaded
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
  return run;
}
