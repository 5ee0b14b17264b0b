// Answers to the questions of a page: checked here, kept in this browser only.
// Without this script, each question and its answer are on the page already.

const KEY = "questions";

const element = (name, properties) => Object.assign(document.createElement(name), properties);

/** What this reader has answered: the choices that were right, by question. */
const answered = {
  all() {
    try {
      const all = JSON.parse(kept.get(KEY));
      return all && typeof all === "object" ? all : {};
    } catch {
      return {}; // not ours
    }
  },
  set(id, choices) {
    const all = this.all();
    if (choices) all[id] = choices;
    else delete all[id];
    kept.set(KEY, JSON.stringify(all));
  },
};

const questions = [...document.querySelectorAll(".question")].map((section) => {
  const id = section.dataset.question;
  const inputs = [...section.querySelectorAll(".question-choices input")];
  const answers = new Map([...section.querySelectorAll(".question-answer [data-choice]")].map((it) => [it.dataset.choice, it]));
  const said = section.querySelector(".question-said");
  const check = section.querySelector(".question-check");
  const again = element("button", { type: "button", textContent: "Start again", className: "question-again" });
  const isRight = ({ value }) => answers.get(value).classList.contains("right");
  const right = inputs.filter(isRight);

  /** Takes back what was said of choices. */
  const quiet = (of = inputs) => {
    for (const input of of) {
      const item = input.closest("li");
      delete item.dataset.found;
      item.querySelector(".question-why")?.remove();
      input.removeAttribute("aria-describedby");
    }
  };

  /** Says why one choice is right or wrong. */
  const tell = (input) => {
    const why = element("p", { className: "question-why", id: `${section.id}-${input.value}` });
    why.append(...answers.get(input.value).cloneNode(true).childNodes);
    const item = input.closest("li");
    item.dataset.found = isRight(input) ? "right" : "wrong";
    item.append(why);
    input.setAttribute("aria-describedby", why.id);
  };

  const done = (words) => {
    section.dataset.done = "";
    said.textContent = words;
    check.after(again);
  };

  check.addEventListener("click", () => {
    quiet();
    const chosen = inputs.filter((it) => it.checked);
    if (!chosen.length) {
      said.textContent = "Choose first.";
      return;
    }
    chosen.forEach(tell);
    const wrong = chosen.filter((it) => !isRight(it)).length;
    const missing = right.length - (chosen.length - wrong);
    if (!wrong && !missing) {
      answered.set(id, chosen.map((it) => it.value));
      done("Right.");
    } else if (wrong) {
      said.textContent = chosen.length === 1 ? "Not this one. Try again." : `Wrong: ${wrong} of ${chosen.length}. Try again.`;
    } else {
      said.textContent = `Right so far; ${missing} missing.`;
    }
  });

  again.addEventListener("click", () => {
    forget();
    answered.set(id);
    inputs[0].focus();
  });

  function forget() {
    quiet();
    for (const input of inputs) input.checked = false;
    delete section.dataset.done;
    said.textContent = "";
    again.remove();
  }

  for (const input of inputs) {
    input.disabled = false;
    input.addEventListener("change", () => {
      quiet(input.type === "radio" ? inputs : [input]);
      said.textContent = "";
    });
  }
  check.disabled = false;

  // Answered on an earlier visit. Nothing is unfolded: the page must not move.
  const before = answered.all()[id];
  if (Array.isArray(before) && before.length === right.length && right.every((it) => before.includes(it.value))) {
    for (const input of right) input.checked = true;
    done("You have answered this one.");
  }
  return { id, forget };
});

// All at once: those of the other pages, too.
document.querySelector(".question-forget")?.addEventListener("click", ({ target }) => {
  kept.set(KEY, "{}");
  for (const { forget } of questions) forget();
  target.nextElementSibling.textContent = "Forgotten, on every page.";
});
