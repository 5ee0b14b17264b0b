// The installed Chromium, for the checks and for the cards: $CHROMIUM, or the
// first of the usual names in PATH.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The first of these programs in PATH, unless a variable names another. */
export function installed(variable, names) {
  if (process.env[variable]) return process.env[variable];
  for (const name of names) {
    for (const folder of process.env.PATH.split(delimiter)) {
      if (existsSync(join(folder, name))) return join(folder, name);
    }
  }
  return undefined;
}

// The shell is the same engine without the windows that nobody sees: it opens
// a page in half the time.
export const chromiumPath = installed("CHROMIUM", ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]);
if (!chromiumPath) {
  console.error("No Chromium in PATH; install it (Debian's chromium-headless-shell is the fastest), or name it in CHROMIUM.");
  process.exit(2);
}

/** Chromium has no sandbox for root, as whom containers run. */
export const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

/** For pictures that do not depend on the screen. */
export const forPictures = ["--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb", "--hide-scrollbars"];

/** For each selector, the fonts that its text is set in, whatever CSS asks for; the one of most letters first. */
export async function fontsOf(page, selectors) {
  const client = await page.context().newCDPSession(page);
  await client.send("DOM.enable");
  await client.send("CSS.enable");
  const { root } = await client.send("DOM.getDocument");
  const found = [];
  for (const selector of selectors) {
    const { nodeId } = await client.send("DOM.querySelector", { nodeId: root.nodeId, selector });
    const { fonts } = await client.send("CSS.getPlatformFontsForNode", { nodeId });
    found.push(fonts.sort((a, b) => b.glyphCount - a.glyphCount));
  }
  await client.detach();
  return found;
}
