// Drives pages with sliders in a browser. The job is a file of JSON, {"browser": path,
// "pages": [...], "widths": [...], "schemes": [...], "pictures": folder}; all that is not as
// expected is written as a list of JSON.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const problems = [];

function checker(where) {
  return (what, found, expected) => {
    if (JSON.stringify(found) === JSON.stringify(expected)) return;
    problems.push({ where, what, found, expected });
  };
}

const frames = (page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );

// What the page shows: its message, or its numbers and the lines of the chosen layer.
function shown() {
  const text = (element) => element.textContent;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  if (!byId("refusal").hidden) return { complaint: text(byId("message")) };
  return {
    total: text(byId("total")),
    sum: text(document.querySelector("#sum td")),
    rows: all("#rows tr").map((row) => [row.dataset.name, ...[...row.cells].slice(1).map(text)]),
    chosen: text(byId("chosen-title")),
    lines: all("#lines dt, #lines dd").map(text),
  };
}

function expected({ complaint, total, rows, lines, first }, layer) {
  if (complaint) return { complaint };
  const chosen = rows.some(([name]) => name === layer) ? layer : first;
  return { total, sum: total, rows, chosen, lines: lines[chosen] };
}

const compare = async ({ check, page, layer }, what, state) =>
  check(what, await page.evaluate(shown), expected(state, layer));

// Each slider through its whole range with the keys, from where the page starts.
async function sweep(visit) {
  const { check, page, told } = visit;
  for (const [index, { name, stops }] of told.sliders.entries()) {
    await go(visit);
    await page.focus(`#slider-${index}`);
    await page.keyboard.press("Home");
    for (const [place, { value, state }] of stops.entries()) {
      if (place) await page.keyboard.press("ArrowRight");
      await frames(page);
      check(`box of ${name}`, await page.inputValue(`#box-${index}`), value);
      await compare(visit, `${name} = ${value}`, state);
    }
  }
}

// The last slider with the mouse: whatever it stops at must be right.
async function drag(visit) {
  const { check, page, told } = visit;
  await go(visit);
  const index = told.sliders.length - 1;
  const { name, stops } = told.sliders[index];
  await page.locator(`#slider-${index}`).scrollIntoViewIfNeeded();
  const box = await page.locator(`#slider-${index}`).boundingBox();
  const middle = box.y + box.height / 2;
  const seen = new Set();
  await page.mouse.move(box.x + 3, middle);
  await page.mouse.down();
  for (let x = 3; x < box.width; x += 9) {
    await page.mouse.move(box.x + x, middle);
    await frames(page);
    const value = await page.inputValue(`#box-${index}`);
    seen.add(value);
    const { state } = stops.find((stop) => stop.value === value) ?? {};
    await compare(visit, `${name} dragged to ${value}`, state);
  }
  await page.mouse.up();
  check(`${name}: stops passed by the mouse`, seen.size > stops.length / 2, true);
}

async function go({ page, told, layer }, settings = told.looks.start) {
  // The address follows the sliders a little later; the same address again would be no change.
  await page.waitForTimeout(350);
  const hash = `${settings}&@layer=${encodeURIComponent(layer)}`;
  await page.evaluate((hash) => (location.hash = hash), hash);
  await frames(page);
}

async function accessible({ check, page }, what) {
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { preload: false });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
  check(`accessibility, ${what}`, found, []);
}

async function looks(visit, name) {
  const { check, page, told } = visit;
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  for (const [what, settings] of Object.entries(told.looks)) {
    await go(visit, settings);
    await page.waitForTimeout(100);
    check(`${what}: the page scrolls sideways`, await wide(), false);
    await page.screenshot({ path: join(job.pictures, `${name}-${what}.png`), fullPage: true });
    await accessible(visit, what);
  }
}

// What a reader may do besides: type, choose, copy, print, come by an address that is wrong.
async function manners(visit, name) {
  const { check, page, told } = visit;
  const text = (id) => page.textContent(`#${id}`);
  const last = told.sliders.length - 1;
  for (const [layer, latex] of Object.entries(told.copied)) {
    await page.click(`#rows tr[data-name=${JSON.stringify(layer)}] button`);
    await frames(page);
    check(`${layer} chosen by click`, await text("chosen-title"), layer);
    await page.click("#copy");
    await page.waitForFunction(() => document.getElementById("copied").textContent);
    check(`copying ${layer} is told`, await text("copied"), "Copied.");
    check(`${layer} copied`, await page.evaluate(() => navigator.clipboard.readText()), latex);
  }
  await page.keyboard.press("Tab");
  await page.focus("#rows .current button");
  await page.keyboard.press("Home");
  await frames(page);
  const first = await page.getAttribute("#rows tr", "data-name");
  check("the first layer by key", await text("chosen-title"), first);
  await page.keyboard.press("ArrowDown");
  await frames(page);
  check(
    "the second by key",
    await page.getAttribute("#rows tr:nth-child(2) button", "aria-current"),
    "true",
  );

  await page.fill(`#box-${last}`, "many");
  check("words in a box", await page.getAttribute(`#box-${last}`, "aria-invalid"), "true");
  await accessible(visit, "words in a box");
  await page.fill(`#box-${last}`, told.beyond.value);
  await frames(page);
  const second = await page.getAttribute("#rows tr:nth-child(2)", "data-name");
  await compare({ ...visit, layer: second }, "beyond the slider", told.beyond.state);
  await page.evaluate(() => (location.hash = "f=0&k=-1&%E0%A4%A&=&@layer=<b>&__proto__=3&f=1.5"));
  await frames(page);
  check("an address that is wrong", await page.inputValue(`#box-${last}`), told.beyond.value);

  await go(visit);
  await page.selectOption("#axis", String(last));
  await page.check("#logarithmic");
  await frames(page);
  await page.waitForFunction(() => document.querySelector("#plot .mark"));
  await page.emulateMedia({ media: "print" });
  check("sliders in print", await page.isVisible("#slider-0"), false);
  check("lines in print", await page.isVisible("#lines .result"), true);
  await page.emulateMedia({ media: "screen" });
  await page.pdf({ path: join(job.pictures, `${name}.pdf`), format: "A4" });
}

async function visit(browser, told, width, scheme, layer) {
  const name = `${told.name}-${width}-${scheme}`;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
  });
  const page = await context.newPage();
  const heard = [];
  page.on("console", (message) => heard.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => heard.push(String(error.stack)));
  page.on("request", (request) => heard.push(`request: ${request.url()}`));
  const address = pathToFileURL(told.file).href;
  await page.goto(address);
  await page.evaluate(axe);
  const visit = { check: checker(name), page, told, layer };
  await sweep(visit);
  await drag(visit);
  await looks(visit, name);
  // There is one clipboard for all pages that are open.
  if (told.copied && width === job.widths[0] && scheme === job.schemes[0]) {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await go(visit);
    await manners(visit, name);
  }
  visit.check("console and requests", heard, [`request: ${address}`]);
  await context.close();
}

const browser = await chromium.launch({
  executablePath: job.browser,
  args: [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
try {
  for (const told of job.pages) {
    const looks = job.widths.flatMap((width) => job.schemes.map((scheme) => [width, scheme]));
    const layer = (index) => told.layers[index % told.layers.length];
    await Promise.all(looks.map((look, index) => visit(browser, told, ...look, layer(index))));
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(problems));
