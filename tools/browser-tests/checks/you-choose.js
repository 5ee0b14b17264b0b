// "You choose": the reader picks who runs next, up to any ending.

import { must, mustEqual, open, pagesWith, test, text } from "../book.js";
import { endingsOf, figuresOf, litLine, pressed, stateOf } from "../figure.js";

const withGraphs = pagesWith('data-graph="true"');
const graphOf = (name) => JSON.parse(text(`schedules/graphs/${name}.json`));
const isGraph = (request) => request.url().includes("/schedules/graphs/");

/** The same numbers in every run, so that a failure can be repeated. */
function seeded(seed) {
  return (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

/** The choices that lead from the start to a node that `is` what is sought. */
function wayTo(graph, is) {
  const ways = new Map([[graph.start, []]]);
  for (const [at, way] of ways) {
    if (is(graph.nodes[at])) return way;
    for (const [thread, { to }] of Object.entries(graph.nodes[at].next ?? {})) {
      if (!ways.has(to)) ways.set(to, [...way, thread]);
    }
  }
  return null;
}

const parts = ({ box }) => ({
  start: box.getByRole("button", { name: "You choose who runs next" }),
  picks: box.locator(".you-choose button[data-thread]"),
  status: box.locator(".you-choose .step-status"),
  steps: box.locator(".chosen li"),
  back: box.getByRole("button", { name: "Take back" }),
  again: box.getByRole("button", { name: "Start again" }),
});

async function begin(page, figure) {
  const here = parts(figure);
  await here.start.click();
  await here.back.waitFor();
  return here;
}

/** Picks along `choose` until the graph ends; checks every point on the way. */
async function walk(page, name, figure, graph, here, choose) {
  const look = () =>
    figure.box.locator(".you-choose").evaluate((it) => ({
      offered: [...it.querySelectorAll("button[data-thread]")].map((pick) => pick.dataset.thread),
      out: it.querySelector(".so-far samp").textContent.replace(/^nothing yet$/, ""),
      status: it.querySelector(".step-status").textContent,
      focused: it.contains(document.activeElement),
    }));
  let node = graph.nodes[graph.start];
  let out = "";
  let taken = 0;
  let seen = await look();
  while (node.ending === undefined) {
    const ready = Object.keys(node.next);
    const where = `${figure.where}, you choose, after ${taken} choices`;
    mustEqual(seen.offered, ready, name, where, "each ready thread is offered");
    const thread = choose(ready, taken);
    const edge = node.next[thread];
    // By keyboard: what the mouse can press, Enter must press too.
    await here.picks.nth(ready.indexOf(thread)).press("Enter");
    taken++;
    out += edge.steps.map((step) => step.out ?? "").join("");
    const after = `${figure.where}, you choose, after ${taken} choices`;
    seen = await look();
    mustEqual(seen.out, out, name, after, "the output so far");
    must(seen.focused, name, after, "the focus stays among the choices");
    node = graph.nodes[edge.to];
  }
  const end = `The end: ${graph.endings[node.ending]}.`;
  must(seen.status.endsWith(end), name, `${figure.where}, you choose, at the end`, `says "${end}"`, seen.status);
  mustEqual(seen.offered, [], name, `${figure.where}, you choose, at the end`, "nobody is offered");
}

/**
 * Steps through the open ending, up to a line of the program. What it returns
 * checks that this line keeps the light, whatever was chosen beside it.
 */
async function steppedUp(page, name, figure) {
  const [ending] = await endingsOf(figure);
  if (!(await ending.box.evaluate((it) => it.open))) await ending.summary.click();
  await ending.box.getByRole("button", { name: "To the start" }).click();
  let state;
  do [state] = await pressed(ending.box, "One step forward", 1);
  while (state.lit === null);
  const line = state.lit;
  const listing = page.locator(`#listing-${figure.name} .pane-rust pre`).first();
  const [its, chosen] = [ending.box, figure.box.locator(".you-choose")].map((it) => it.locator(".side pre"));
  return async (when, graph) => {
    const where = `${figure.where}, ${when}`;
    const remedy = "light() in src/schedules/player.js";
    mustEqual(await litLine(its), line, name, where, `the copy beside the steps is lit where they are (${remedy})`);
    if (!graph) {
      mustEqual([await litLine(listing), await litLine(chosen)], [line, null], name, where, `the listing keeps its light, the other copy has none yet (${remedy})`);
      return;
    }
    const lines = (await figure.box.locator(".chosen .at").allTextContents()).map((it) => Number(it.replace("line ", "")));
    mustEqual([await litLine(listing), await litLine(chosen)], [lines.at(-1), lines.at(-1)], name, where, `the listing and the copy beside the choices are lit where these are (${remedy})`);
    // Lines have another height where there is less room.
    await page.setViewportSize({ width: 700, height: 900 });
    await page.waitForFunction(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))));
    mustEqual(await litLine(listing), lines.at(-1), name, `${where}, in a narrow window`, `the light stays on its line (${remedy})`);
    await page.setViewportSize({ width: 1440, height: 900 });
    await pressed(ending.box, "One step back", 1);
    await pressed(ending.box, "One step forward", 1);
    mustEqual([(await stateOf(ending.box)).lit, await litLine(its), await litLine(chosen)], [line, line, lines.at(-1)], name, `${where}, and goes on stepping`, `the listing follows the steps, the choices keep their light (${remedy})`);
  };
}

for (const name of withGraphs) {
  test(`${name}: the states are loaded on demand, and lead to an ending`, () => {
    const asked = [];
    const route = (page) => page.on("request", (request) => isGraph(request) && asked.push(request.url()));
    return open(name, { route }, async (page) => {
      const random = seeded(2026);
      for (const figure of await figuresOf(page)) {
        if ((await figure.box.getAttribute("data-graph")) !== "true") continue;
        mustEqual(asked.length, 0, name, figure.where, "no states are loaded before they are wanted");
        const graph = graphOf(figure.name);
        const lights = await steppedUp(page, name, figure);
        const here = await begin(page, figure);
        await lights("when the reader begins to choose");
        mustEqual(asked.length, 1, name, figure.where, "the states are loaded once");
        await walk(page, name, figure, graph, here, (ready) => ready[random(ready.length)]);
        await lights("when the reader has chosen to the end", graph);
        const address = page.url();
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("ArrowLeft");
        await page.waitForTimeout(50);
        mustEqual(page.url(), address, name, `${figure.where}, you choose`, "arrow keys do not turn the page");
        const before = await here.steps.count();
        await here.back.focus();
        await page.keyboard.press("Enter");
        must((await here.steps.count()) < before, name, figure.where, "Take back takes the last choice back");
        must(await here.back.evaluate((it) => it === document.activeElement), name, figure.where, "Take back keeps the focus");
        if (await here.steps.count()) await here.again.click();
        mustEqual(await here.steps.count(), 0, name, figure.where, "Start again begins with no step");
        asked.length = 0;
        const stuck = graph.endings.findIndex((it) => it.includes("deadlock"));
        const way = stuck >= 0 && wayTo(graph, (node) => node.ending === stuck);
        if (way) await walk(page, name, figure, graph, here, (_, taken) => way[taken]);
      }
    });
  });
}

/** Opens the first figure that has a graph, with `graph` in its place. */
const withGraph = (answer, look) =>
  open(
    withGraphs[0],
    { expects: answer.status === 404 ? /404/ : undefined, route: (page) => page.route("**/schedules/graphs/*.json", (route) => route.fulfill(answer)) },
    async (page) => {
      const figures = await figuresOf(page);
      const figure = { ...figures[0], box: page.locator('section.schedules[data-graph="true"]').first() };
      await look(page, figure, parts(figure));
    },
  );

const step = (thread, say, more = {}) => ({ thread, text: say, line: 1, ...more });

const circles = {
  threads: ["main", "thread 1"],
  start: 0,
  endings: ["the program exits with code 0", "a livelock, every thread runs in circles"],
  nodes: [
    { next: { 0: { to: 1, steps: [step(0, "starts thread 1")] } } },
    {
      next: {
        0: { to: 1, steps: [step(0, "looks again")] },
        1: { to: 2, steps: [step(1, "gives way")] },
        nobody: { to: 3, steps: [] },
      },
    },
    { next: { 1: { to: 2, steps: [step(1, "gives way again")] } } },
    { ending: 0 },
  ],
};

test("you choose: a state that is reached again is recognized", () =>
  withGraph({ json: circles }, async (page, figure, here) => {
    const where = `${figure.where} with a cycle`;
    await here.start.click();
    await here.picks.first().click();
    for (let round = 1; round <= 3; round++) {
      await here.picks.first().click();
      const said = await here.status.textContent();
      must(said.includes("All is again as it was after 1 choice."), withGraphs[0], where, "says that the state was there before", said);
      mustEqual(await here.steps.count(), 1 + round, withGraphs[0], where, "the steps go on");
    }
    await here.picks.last().click();
    const said = await here.status.textContent();
    must(said.endsWith("The end: the program exits with code 0."), withGraphs[0], where, "the way out ends", said);
  }));

test("you choose: a livelock that no node names is told", () =>
  withGraph({ json: circles }, async (page, figure, here) => {
    await here.start.click();
    await here.picks.first().click();
    await here.picks.nth(1).click();
    const said = await here.status.textContent();
    must(said.includes("no choice leads to an end: a livelock"), withGraphs[0], `${figure.where} in a livelock`, "says that nothing ends it", said);
    await here.picks.first().click();
    must(await here.picks.first().isVisible(), withGraphs[0], `${figure.where} in a livelock`, "goes on as long as the reader likes");
  }));

for (const [what, answer, say] of [
  ["is missing", { status: 404, body: "" }, "the server answered 404"],
  ["is no JSON", { status: 200, body: "<html>" }, "JSON"],
]) {
  test(`you choose: when the file ${what}, the page says so and lets the reader try again`, () =>
    withGraph(answer, async (page, figure, here) => {
      await here.start.click();
      await page.waitForFunction(() => /could not/.test(document.querySelector(".you-choose .step-status").textContent)).catch(() => {});
      const said = await here.status.textContent();
      const where = `${figure.where}, you choose`;
      must(said.includes("The choices could not be loaded") && said.includes(say), withGraphs[0], where, `says what failed (${say})`, said);
      await page.unroute("**/schedules/graphs/*.json");
      await here.start.click();
      await here.back.waitFor().catch(() => must(false, withGraphs[0], where, "the next press loads them"));
    }));
}
