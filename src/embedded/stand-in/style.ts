/** The stand-ins' style sheet: small, of their own, and unlike the shop's. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f5ebd2, #352a12); --sheet: light-dark(#fdfefc, #19211d);
  --ink: light-dark(#16211c, #edf1ec); --soft: light-dark(#48564f, #aab8b0);
  --ochre: light-dark(#745000, #e4b95f); --on-ochre: light-dark(#fff, #1b1403);
  --hatch: light-dark(rgb(116 80 0 / .07), rgb(228 185 95 / .06)); --bad: light-dark(#9a2334, #f2959c);
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--ground); font: 15px/1.55 system-ui, sans-serif;
  background-image: repeating-linear-gradient(-45deg, transparent 0 14px, var(--hatch) 14px 28px); }
header, main { max-width: 68rem; margin: 0 auto; padding: 1.25rem 1.25rem 0; }
main { padding-bottom: 4rem; }
h1 { font: 640 1.75rem/1.2 var(--mono); letter-spacing: -.03em; margin: .75rem 0; }
h2 { font: 640 1.05rem/1.3 var(--mono); margin: 0 0 .5rem; overflow-wrap: anywhere; }
.lead { max-width: 40rem; color: var(--soft); }
.stamp { display: inline-block; rotate: -2deg; margin: 0; padding: .5rem .75rem; border: 2px solid; color: var(--ochre);
  font: 640 .9rem/1 var(--mono); letter-spacing: .12em; text-transform: uppercase; }
.sheet { background: var(--sheet); border: 1px solid var(--ochre); padding: 1rem 1.25rem; margin: 0 0 1rem; }
.narrow { max-width: 34rem; }
.columns { display: grid; gap: 1rem; align-items: start; }
@media (min-width: 60rem) { .columns { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); } }
dl { display: grid; grid-template-columns: minmax(7rem, auto) minmax(0, 1fr); gap: .25rem 1rem; margin: 0 0 1rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.bill { grid-template-columns: minmax(0, 1fr) auto; } .bill dd { white-space: nowrap; text-align: end; }
.log { grid-template-columns: auto minmax(0, 1fr); }
.sum { font: 640 1.2rem/1.4 var(--mono); }
code, pre, .mono, time { font-family: var(--mono); font-size: .875em; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--hatch); }
th { color: var(--soft); font-weight: 500; }
form { margin: 0; } form.row, .row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
fieldset { border: 1px solid var(--ochre); margin: 0 0 1rem; padding: .5rem 1rem .75rem; }
legend { font-family: var(--mono); padding: 0 .4rem; }
fieldset label { display: inline-flex; gap: .4rem; align-items: center; min-height: 2.5rem; margin-inline-end: 1rem; }
button, .button { display: inline-flex; align-items: center; min-height: 2.75rem; padding: 0 1rem; cursor: pointer;
  border: 1px solid var(--ochre); background: var(--sheet); color: var(--ink); font: inherit; text-decoration: none; }
button.first { background: var(--ochre); color: var(--on-ochre); font-weight: 640; }
button:disabled { opacity: .55; cursor: not-allowed; }
input, select { min-height: 2.75rem; padding: 0 .6rem; border: 1px solid var(--ochre); background: var(--sheet);
  color: inherit; font: inherit; }
input[type=radio] { min-height: 0; accent-color: var(--ochre); }
a { color: var(--ochre); overflow-wrap: anywhere; }
.inbox td:nth-child(2) { overflow-wrap: anywhere; }
@media (max-width: 40rem) { .inbox thead { display: none; } .inbox tr { display: grid; padding: .4rem 0; border-bottom: 1px solid var(--hatch); }
  .inbox td { border: 0; padding: 0; } .inbox td:last-child { order: -1; font-weight: 600; } }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
.steps { display: flex; flex-wrap: wrap; gap: .25rem; list-style: none; padding: 0; margin: 0 0 1rem; }
.steps li { padding: .2rem .6rem; border: 1px solid var(--ochre); color: var(--soft); font: .8rem/1.4 var(--mono); }
.steps .done { color: var(--ink); background: var(--ground); }
.steps [aria-current] { background: var(--ochre); color: var(--on-ochre); }
.bad { color: var(--bad); font-weight: 600; }
.soft { color: var(--soft); }
.picture { max-width: 100%; max-height: 20rem; border: 1px solid var(--ochre); background: #fff; }
.letter { width: 100%; height: 48rem; border: 1px solid var(--ochre); background: #fff; }
.empty { border: 2px dashed var(--ochre); padding: 3rem 1rem; text-align: center; color: var(--soft); }
@media (prefers-reduced-motion: reduce) { * { transition: none; } }
`;
