// Steps through the schedules of a listing, and lets the reader choose who
// runs next. Without this script every ending, drawing and step is on the
// page already; this adds buttons, keys and the light on the source line.

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const button = (text, label, press) => {
  const made = element("button", { type: "button", textContent: text });
  if (label) made.setAttribute("aria-label", label);
  // A button that is `disabled` would lose the focus while it is used.
  made.onclick = () => made.ariaDisabled === "true" || press();
  return made;
};

const able = (made, yes) => {
  made.ariaDisabled = yes ? null : "true";
};

const group = (label, ...buttons) => {
  const made = element("div", { className: "controls", role: "group" }, ...buttons);
  made.setAttribute("aria-label", label);
  return made;
};

/** A line that is read aloud, as a whole, when it changes. */
const live = () => element("p", { className: "step-status", role: "status", ariaLive: "polite", ariaAtomic: "true" });

/** The Rust program of the figure. */
const program = (figure) => document.querySelector(`#listing-${figure.dataset.name} .pane-rust pre`);

const sourceLine = (figure, line) =>
  (line && program(figure)?.querySelector("code").textContent.split("\n")[line - 1]?.trim()) || "";

/** Lays the light on one line of a program; none for 0. */
function paint(pre, line) {
  let bar = pre.querySelector(".lit-line");
  if (!bar) {
    bar = element("span", { className: "lit-line", ariaHidden: "true" });
    pre.append(bar);
    // Lines are higher where there is more room. They are measured then, and
    // not at each step, which would lay out the page once more.
    const measure = () => {
      const code = pre.querySelector("code");
      const { lineHeight, paddingTop } = getComputedStyle(code);
      bar.style.setProperty("--height", lineHeight);
      bar.style.setProperty("--first", `calc(${code.offsetTop}px + ${paddingTop})`);
    };
    measure();
    new ResizeObserver(measure).observe(pre);
  }
  bar.hidden = !(line > 0);
  bar.style.setProperty("--line", line);
}

/** What each stage of a figure has lit, the last one at the end. */
const lit = new Map();

/**
 * Lights one line for a stage, in its own copy of the program. There is one
 * listing for all of them: it has the light of who was last to move.
 */
function light(figure, stage, line) {
  const lines = lit.get(figure) ?? new Map();
  lit.set(figure, lines);
  lines.delete(stage);
  if (line > 0) lines.set(stage, line);
  const listing = program(figure);
  const copy = stage.querySelector("pre");
  if (copy) paint(copy, line);
  if (listing) paint(listing, [...lines.values()].at(-1) ?? 0);
}

function terminal() {
  const text = element("samp");
  const box = element("div", { className: "so-far" }, element("span", { textContent: "Printed so far" }), text);
  const show = (out) => {
    text.textContent = out || "nothing yet";
    text.className = out ? "" : "nothing";
  };
  // Room for all of it, so that what stands below does not move.
  const keep = (out) => (text.style.minHeight = `${Math.max(1, out.split("\n").length - 1)}lh`);
  return { box, show, keep };
}

/**
 * What stands beside the steps: the controls, what was printed and, in wide
 * windows, a copy of the program, so that the reader sees both at once.
 */
function side(figure, bar, out) {
  const column = element("div", { className: "side" }, bar);
  const listing = program(figure);
  if (listing) {
    const code = element("code", {}, ...listing.querySelector("code").cloneNode(true).childNodes);
    column.append(element("pre", { inert: true }, code));
  }
  column.append(out.box);
  return column;
}

/** Adds the stepping controls to one ending. */
function player(figure, ending) {
  const chart = ending.querySelector(".chart");
  if (!chart) return;
  const list = chart.querySelector("ol");
  const steps = [...list.children];
  const dots = [...chart.querySelectorAll(".dot")];
  const total = steps.length;
  const band = element("div", { className: "band", hidden: true });
  const veil = element("div", { className: "veil", hidden: true });
  const status = live();
  const out = terminal();
  const printed = (count) => steps.map((it, index) => (index < count && it.dataset.out) || "").join("");
  let at; // how many steps were taken; nothing until the reader begins

  const shine = () => light(figure, beside, at ? Number(steps[at - 1].dataset.line) : 0);

  const go = (to) => {
    at = Math.max(0, Math.min(total, to));
    steps.forEach((it, index) => {
      const now = index === at - 1;
      it.classList.toggle("now", now);
      it.classList.toggle("later", index >= at);
      dots[index].classList.toggle("now", now);
      if (now) it.setAttribute("aria-current", "step");
      else it.removeAttribute("aria-current");
    });
    list.dataset.at = at;
    const step = steps[at - 1];
    const top = (count) => `calc(${count} * var(--row))`;
    band.hidden = !step;
    band.style.top = top(at - 1);
    veil.hidden = at === total;
    veil.style.top = top(at);
    const said = [];
    if (step) {
      const [who, what] = step.firstChild.childNodes;
      said.push(`Step ${at} of ${total}: `, element("b", { textContent: who.textContent }), what.textContent.trimEnd());
      const code = sourceLine(figure, Number(step.dataset.line));
      if (code) said.push(": ", element("code", { textContent: code }));
      if (at === total) said.push(". ", ending.querySelector(".the-end").textContent);
    } else {
      said.push(`Before the first of ${total} steps`);
    }
    status.replaceChildren(...said);
    out.show(printed(at));
    able(start, at > 0);
    able(back, at > 0);
    able(forward, at < total);
    able(end, at < total);
    shine();
    // Only as far as needed, and at once: nothing on this page moves. The last
    // thing, so that the page is laid out once.
    step?.scrollIntoView({ block: "nearest", behavior: "instant" });
  };

  const start = button("|←", "To the start", () => go(0));
  const back = button("←", "One step back", () => go((at ?? total + 1) - 1));
  const forward = button("→", "One step forward", () => go((at ?? 0) + 1));
  const end = button("→|", "To the end", () => go(total));
  const controls = group("Step through this schedule", start, back, forward, end);
  const bar = element("div", { className: "bar" }, controls, status);
  const beside = side(figure, bar, out);

  ending.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target === chart || !ending.open) return;
    const press = { ArrowLeft: back, ArrowRight: forward }[event.key];
    const edge = controls.contains(event.target) && { Home: start, End: end }[event.key];
    if (!press && !edge) return;
    event.preventDefault();
    (press || edge).click();
  });
  list.addEventListener("click", (event) => {
    const index = steps.indexOf(event.target.closest("li"));
    if (index >= 0 && getSelection().isCollapsed) go(index + 1);
  });
  ending.addEventListener("toggle", () => {
    if (ending.open) shine();
    else light(figure, beside, 0);
  });

  chart.append(band, veil);
  chart.before(beside);
  list.classList.add("steppable");
  out.show(printed(total));
  out.keep(printed(total));
  status.textContent = `${total} steps: the arrow keys, or a click on one, go through them`;
}

/** "You choose": the graph of all states is loaded on the first press. */
function chooser(figure) {
  const area = element("div", { className: "you-choose" });
  const status = live();
  let loading = false;
  const open = button("You choose who runs next", "", async () => {
    if (loading) return;
    loading = true;
    status.textContent = "Loading…";
    try {
      const answer = await fetch(`${figure.dataset.assets}/graphs/${figure.dataset.name}.json`);
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      play(area, figure, await answer.json(), status);
    } catch (error) {
      status.textContent = `The choices could not be loaded (${error.message}). Press again to try again.`;
    }
    loading = false;
  });
  open.className = "choose";
  area.append(open, status);
  figure.append(area);
}

/** The states from which some choice leads to an ending. */
function leading({ nodes }) {
  const leads = new Set();
  for (let before = -1; before < leads.size; ) {
    before = leads.size;
    nodes.forEach(({ ending, next }, index) => {
      if (ending !== undefined || Object.values(next).some(({ to }) => leads.has(to))) leads.add(index);
    });
  }
  return leads;
}

function play(area, figure, graph, verdict) {
  const list = element("ol", { className: "chosen" });
  const offers = group("Who runs next?");
  const out = terminal();
  const leads = leading(graph);
  let path = []; // the thread chosen at each point

  const name = (thread) => graph.threads[thread] ?? "nobody";
  const go = (changed) => {
    path = changed;
    show();
  };
  const back = button("Take back", "", () => go(path.slice(0, -1)));
  const again = button("Start again", "", () => go([]));
  back.className = again.className = "quiet";

  function show() {
    let text = "";
    let line = 0;
    let at = graph.start;
    let moved = [];
    const seen = [at];
    list.replaceChildren();
    for (const thread of path) {
      const edge = graph.nodes[at].next[thread];
      moved = edge.steps.map((step) => {
        text += step.out ?? "";
        line = step.line || line;
        const row = element("li", {}, element("b", { textContent: name(step.thread) }), ` ${step.text}`);
        if (step.line) row.append(" ", element("span", { className: "at", textContent: `line ${step.line}` }));
        return row;
      });
      list.append(...moved);
      at = edge.to;
      seen.push(at);
    }
    for (const row of moved) row.className = "now";
    out.show(text);
    light(figure, beside, line);

    const { ending, next = {} } = graph.nodes[at];
    const ready = Object.keys(next);
    const last = path.at(-1);
    let said = path.length ? `${name(last)} ran. ` : "";
    if (moved.length) {
      const { textContent } = moved[0].childNodes[1];
      said = moved[0].firstChild.textContent + textContent;
      if (moved.length > 1) said += `, and ${moved.length - 1} more ${moved.length > 2 ? "steps follow" : "step follows"}`;
      said += ". ";
    }
    const before = seen.indexOf(at);
    if (before < seen.length - 1) {
      said += `All is again as it was ${before ? `after ${before} ${before > 1 ? "choices" : "choice"}` : "at the start"}. `;
    }
    if (ending !== undefined) said += `The end: ${graph.endings[ending]}.`;
    else if (!ready.length) said += "Nobody can run.";
    else if (!leads.has(at)) said += "From here no choice leads to an end: a livelock.";
    else said += `Who runs ${path.length ? "next" : "first"}?`;
    verdict.textContent = said;

    const picks = ready.map((thread) => {
      const pick = button(name(thread), "", () => go([...path, thread]));
      pick.dataset.thread = thread;
      return pick;
    });
    const held = offers.contains(document.activeElement) && document.activeElement;
    offers.replaceChildren(...picks, back, again);
    able(back, path.length);
    able(again, path.length);
    // The focus stays where it was, or goes to what can be pressed next.
    if (held === back || held === again) held.focus();
    else (picks.find((it) => it.dataset.thread === last) ?? picks[0] ?? back).focus();
  }

  const bar = element("div", { className: "bar" }, offers, verdict);
  const beside = side(figure, bar, out);
  area.replaceChildren(element("div", { className: "stage" }, beside, list));
  show();
}

for (const figure of document.querySelectorAll(".schedules")) {
  for (const ending of figure.querySelectorAll(".ending-choice")) player(figure, ending);
  if (figure.dataset.graph === "true") chooser(figure);
  // mdBook turns pages with the arrows, where they are pressed alone.
  figure.addEventListener("keydown", (event) => {
    if (/^Arrow(Left|Right)$/.test(event.key)) event.stopPropagation();
  });
}
