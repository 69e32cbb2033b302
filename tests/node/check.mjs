// Reads formulas as JSON lines, {"tex": "...", "display": true}, and writes a JSON line for each
// one that KaTeX or MathJax rejects: {"tex": "...", "engine": "...", "message": "..."}.
import { createInterface } from "node:readline";
import katex from "katex";
import MathJax from "mathjax";

await MathJax.init({
  loader: { load: ["input/tex"] },
  // Without these two, an unknown command is an error as it is in TeX.
  tex: { packages: { "[-]": ["noundefined", "noerrors"] } },
  startup: { typeset: false },
});

const refusals = {
  KaTeX(tex, displayMode) {
    try {
      katex.renderToString(tex, { displayMode, throwOnError: true, strict: "error" });
      return null;
    } catch (error) {
      return error.message;
    }
  },
  MathJax(tex, display) {
    const mathml = MathJax.tex2mml(tex, { display });
    const found = /<merror[^>]*?(?:data-mjx-error|title)="([^"]*)"|<merror/.exec(mathml);
    return found ? (found[1] ?? mathml) : null;
  },
};

let read = 0;
for await (const line of createInterface({ input: process.stdin })) {
  if (!line) continue;
  const { tex, display } = JSON.parse(line);
  read += 1;
  for (const [engine, refusal] of Object.entries(refusals)) {
    const message = refusal(tex, display);
    if (message !== null) console.log(JSON.stringify({ tex, engine, message }));
  }
}
console.error(`${read} formulas`);
