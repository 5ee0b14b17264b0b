// Questions: answered in place, in several tries, by keyboard; what was right
// is kept in this browser only, and can be forgotten; without scripts a
// question is readable, and its answer a disclosure.

import { must, mustEqual, open, pagesWith, test } from "../book.js";

const KEY = "questions";
const withQuestions = pagesWith('class="question"');
const stored = (page) => page.evaluate((key) => ({ ...localStorage, [key]: JSON.parse(localStorage.getItem(key)) }), KEY);

/** The parts of a question, and which of its choices are right. */
async function partsOf(box) {
  const right = await box.locator(".question-answer .right").evaluateAll((all) => all.map((it) => it.dataset.choice));
  const all = await box.locator(".question-choices input").evaluateAll((list) => list.map((it) => it.value));
  return {
    right,
    wrong: all.filter((it) => !right.includes(it)),
    many: (await box.locator("input[type=checkbox]").count()) > 0,
    input: (value) => box.locator(`input[value="${value}"]`),
    check: box.getByRole("button", { name: "Check", exact: true }),
    again: box.getByRole("button", { name: "Start again" }),
    said: box.locator(".question-said"),
    whys: box.locator(".question-why"),
  };
}

/** Chooses exactly these, by keyboard. */
async function choose(parts, values) {
  if (parts.many) {
    for (const value of [...parts.right, ...parts.wrong]) {
      if ((await parts.input(value).isChecked()) !== values.includes(value)) await parts.input(value).press("Space");
    }
  } else {
    await parts.input(values[0]).focus();
    await parts.input(values[0]).press("Space");
  }
  await parts.check.press("Enter");
}

for (const name of withQuestions) {
  test(`${name}: every question can be answered`, () =>
    open(name, { reducedMotion: "reduce" }, async (page) => {
      const boxes = await page.locator(".question").all();
      for (const box of boxes) {
        const id = await box.getAttribute("data-question");
        const parts = await partsOf(box);
        must(parts.right.length > 0 && parts.wrong.length > 0, name, id, "has a right and a wrong choice", parts.right);
        must(parts.many === parts.right.length > 1, name, id, "takes several choices if several are right", parts.right);

        await parts.check.press("Enter");
        mustEqual(await parts.said.textContent(), "Choose first.", name, id, "asks for a choice");
        await choose(parts, [parts.wrong[0]]);
        const failed = await parts.said.textContent();
        must(/Try again/.test(failed), name, id, "says that a wrong choice is wrong", failed);
        const why = await parts.input(parts.wrong[0]).evaluate((it) => document.getElementById(it.getAttribute("aria-describedby"))?.textContent);
        const expected = await box.locator(`.question-answer [data-choice="${parts.wrong[0]}"]`).textContent();
        mustEqual(why, expected, name, id, "explains the wrong choice, to screen readers too");
        if (parts.many) {
          await choose(parts, [parts.right[0]]);
          const half = await parts.said.textContent();
          must(/missing/.test(half), name, id, "says that a right choice is missing", half);
        }
        await choose(parts, parts.right);
        mustEqual(await parts.said.textContent(), "Right.", name, id, "says that it is right");
        mustEqual(await parts.whys.count(), parts.right.length, name, id, "explains each choice that was made, and no other");
        mustEqual((await stored(page))[KEY][id], parts.right, name, id, "is kept");
      }
    }));
}

const [first] = withQuestions;

if (first) {
  test(`${first}: what was answered is kept, and can be forgotten`, () =>
    open(first, {}, async (page) => {
      const box = page.locator(".question").first();
      const id = await box.getAttribute("data-question");
      let parts = await partsOf(box);
      await choose(parts, parts.right);
      await page.reload();
      parts = await partsOf(box);
      mustEqual(await parts.said.textContent(), "You have answered this one.", first, id, "is known after the page was loaded again");
      mustEqual(await parts.whys.count(), 0, first, id, "unfolds nothing by itself");
      await parts.again.press("Enter");
      mustEqual((await stored(page))[KEY], {}, first, id, "is forgotten when the reader starts again");
      mustEqual(await page.evaluate(() => document.activeElement.type), parts.many ? "checkbox" : "radio", first, id, "keeps the focus");
      await choose(parts, parts.right);
      await page.getByRole("button", { name: "Forget all answers" }).press("Enter");
      mustEqual((await stored(page))[KEY], {}, first, "page", "forgets all answers");
      mustEqual(await parts.input(parts.right[0]).isChecked(), false, first, id, "is as on the first visit");
      // What somebody else left there does no harm.
      await page.evaluate((key) => localStorage.setItem(key, "[nonsense"), KEY);
      await page.reload();
      await choose(await partsOf(box), parts.right);
      mustEqual(Object.keys((await stored(page))[KEY]), [id], first, id, "can be answered again");
    }));

  test(`${first}: without JavaScript, questions can be read and their answers unfolded`, () =>
    open(first, { javaScriptEnabled: false }, async (page) => {
      const box = page.locator(".question").first();
      mustEqual(await box.locator("input:visible, button:visible").count(), 0, first, "question", "shows nothing that does not work");
      must((await box.locator(".question-text:visible").count()) > 1, first, "question", "shows its choices");
      await box.locator("summary").first().click();
      must(await box.locator(".question-answer .right").first().isVisible(), first, "question", "unfolds its answer");
    }));
}
