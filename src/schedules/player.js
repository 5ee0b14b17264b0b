// Steps through the schedules of a listing, and lets the reader choose who
// runs next. Without this script every ending, drawing and step is on the
// page already; this adds buttons, keys and the light on the source line.

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const button = (text, label, onclick) => {
  const made = element("button", { type: "button", textContent: text, onclick });
  if (label) made.setAttribute("aria-label", label);
  return made;
};

/** The Rust program above the figure. */
const program = (figure) => figure.previousElementSibling?.querySelector(".pane-rust pre");

/** Lights one line in the listing and in its copies beside the drawings. */
function light(figure, line) {
  const listing = program(figure);
  const copies = [...figure.querySelectorAll(".beside pre")];
  for (const pre of listing ? [listing, ...copies] : copies) {
    const code = pre.querySelector("code");
    let bar = pre.querySelector(".lit-line");
    if (!bar) {
      bar = element("span", { className: "lit-line", ariaHidden: "true" });
      pre.append(bar);
    }
    const style = getComputedStyle(code);
    const height = parseFloat(style.lineHeight);
    bar.hidden = !(line > 0);
    bar.style.height = `${height}px`;
    bar.style.top = `${code.offsetTop + parseFloat(style.paddingTop) + (line - 1) * height}px`;
  }
}

/** A copy of the program, for wide windows: the reader sees both at once. */
function beside(figure, out) {
  const column = element("div", { className: "beside" }, out.box);
  const listing = program(figure);
  if (listing) {
    const code = element("code", {}, ...listing.querySelector("code").cloneNode(true).childNodes);
    const copy = element("pre", { ariaHidden: "true" }, code);
    column.append(copy);
  }
  return column;
}

/** What a list of steps has printed. */
const printed = (items) => items.map((item) => item.dataset.out).join("");

function terminal() {
  const text = element("samp");
  const box = element("div", { className: "so-far" }, element("span", { textContent: "printed so far" }), text);
  return { box, show: (out) => (text.textContent = out || "nothing yet") };
}

/** Adds the stepping controls to one ending. */
function player(figure, ending) {
  const steps = [...ending.querySelectorAll(".in-words li")];
  const drawn = [...ending.querySelectorAll("[data-step]")];
  if (steps.length === 0) return;
  let at = steps.length;
  const status = element("p", { className: "step-status" });
  status.setAttribute("aria-live", "polite");
  const out = terminal();

  const go = (to) => {
    at = Math.max(0, Math.min(steps.length, to));
    for (const it of drawn) {
      const index = Number(it.dataset.step);
      it.classList.toggle("later", index >= at);
      it.classList.toggle("now", index === at - 1);
    }
    steps.forEach((it, index) => {
      if (index === at - 1) it.setAttribute("aria-current", "step");
      else it.removeAttribute("aria-current");
    });
    const step = steps[at - 1];
    status.replaceChildren();
    if (step) {
      status.append(`Step ${at} of ${steps.length}: `, element("b", { textContent: step.querySelector("b").textContent }));
      status.append(step.querySelector("b").nextSibling.textContent.trimEnd());
      if (step.dataset.code) status.append(" ", element("code", { textContent: step.dataset.code }));
    } else {
      status.append(`Before the first of ${steps.length} steps`);
    }
    out.show(printed(steps.slice(0, at)));
    light(figure, step ? Number(step.dataset.line) : 0);
  };

  const bar = element(
    "div",
    { className: "controls" },
    button("|←", "To the start", () => go(0)),
    button("←", "One step back", () => go(at - 1)),
    button("→", "One step forward", () => go(at + 1)),
    button("→|", "To the end", () => go(steps.length)),
    status,
  );
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Step through this schedule");
  bar.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // mdBook turns pages with the arrows
    go(Number.isFinite(by) ? at + by : by < 0 ? 0 : steps.length);
  });
  const drawing = ending.querySelector("svg");
  const stage = element("div", { className: "stage" });
  drawing.replaceWith(stage);
  stage.append(drawing, beside(figure, out));
  ending.querySelector("summary").after(bar);
  out.show(printed(steps));
  status.textContent = `${steps.length} steps; start with the arrows`;
}

/** "You choose": the graph of all states is loaded on the first press. */
function chooser(figure) {
  const area = element("div", { className: "you-choose" });
  const open = button("You choose who runs next", "", async () => {
    open.disabled = true;
    try {
      const answer = await fetch(`${figure.dataset.assets}/graphs/${figure.dataset.name}.json`);
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      play(area, figure, await answer.json(), open);
    } catch (error) {
      open.disabled = false;
      area.replaceChildren(
        element("p", { className: "schedules-note", textContent: `The states could not be loaded: ${error.message}.` }),
      );
    }
  });
  open.className = "choose";
  figure.append(open, area);
}

function play(area, figure, graph, open) {
  const list = element("ol", { className: "chosen" });
  const offers = element("div", { className: "controls" });
  offers.setAttribute("role", "group");
  offers.setAttribute("aria-label", "Who runs next?");
  const verdict = element("p", { className: "step-status" });
  verdict.setAttribute("aria-live", "polite");
  const out = terminal();
  let path = [];

  const show = () => {
    list.replaceChildren();
    let text = "";
    let line = 0;
    const add = (steps) => {
      for (const step of steps) {
        list.append(
          element(
            "li",
            {},
            element("b", { textContent: graph.threads[step.thread] }),
            ` ${step.text}`,
            ...(step.line ? [" ", element("span", { className: "at", textContent: `line ${step.line}` })] : []),
          ),
        );
        text += step.out ?? "";
        line = step.line || line;
      }
    };
    let node = graph.nodes[graph.start];
    for (const thread of path) {
      const edge = node.next[thread];
      add(edge.steps);
      node = graph.nodes[edge.to];
    }
    out.show(text);
    light(figure, line);
    offers.replaceChildren();
    if (node.ending === undefined) {
      verdict.textContent = "Who runs next?";
      for (const thread of Object.keys(node.next)) {
        offers.append(
          button(graph.threads[thread] ?? "nobody", "", () => {
            path.push(thread);
            show();
            (offers.querySelector("button") ?? offers).focus();
          }),
        );
      }
    } else {
      verdict.textContent = `The end: ${graph.endings[node.ending]}.`;
    }
    const back = button("Take back", "", () => {
      path.pop();
      show();
    });
    back.disabled = path.length === 0;
    const again = button("Start again", "", () => {
      path = [];
      show();
    });
    offers.append(back, again);
  };

  open.hidden = true;
  area.replaceChildren(verdict, offers, out.box, list);
  show();
  offers.querySelector("button").focus();
}

for (const figure of document.querySelectorAll(".schedules")) {
  for (const ending of figure.querySelectorAll(".ending-choice")) player(figure, ending);
  if (figure.dataset.graph === "true") chooser(figure);
}
