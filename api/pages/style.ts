/** The one style sheet of the payer's pages: the reader's own fonts, light or dark as the reader has it, no picture. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #eef1f5; --paper: #fff; --ink: #1a2230; --quiet: #536073; --line: #d5dbe4;
  --accent: #0b57a4; --on-accent: #fff; --wash: #f3f6fa; --good: #1b6e3c; --turn: #8a4b00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e131a; --paper: #171e28; --ink: #e8edf4; --quiet: #a4b0c0; --line: #364152;
    --accent: #7db8f5; --on-accent: #0b1420; --wash: #1f2834; --good: #74cf96; --turn: #f0b35e;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 1.75rem 1.25rem 2rem; min-height: 100vh; background: var(--paper); overflow-wrap: break-word; }
@media (min-width: 44rem) {
  main { margin: 3rem auto; padding: 2.5rem 3rem; min-height: 0; border: 1px solid var(--line); border-radius: 0.75rem; }
}
.where { margin: 0 0 1.25rem; padding-bottom: 1rem; border-bottom: 1px solid var(--line); color: var(--quiet); }
.icon { display: block; width: 3rem; height: 3rem; margin-bottom: 0.75rem; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; color: var(--quiet); }
.icon.waiting { color: var(--accent); }
.icon.yourTurn { color: var(--turn); }
.icon.done { color: var(--good); }
.icon path { stroke-width: 3; }
h1 { margin: 0 0 0.75rem; font-size: 1.625rem; line-height: 1.25; font-weight: 650; }
h2 { margin: 1.75rem 0 0.25rem; font-size: 1.0625rem; line-height: 1.4; font-weight: 650; }
p { margin: 0 0 0.75rem; }
.money { margin: 1.25rem 0; padding: 0.75rem 1rem; border-left: 4px solid currentColor; border-radius: 0.25rem; background: var(--wash); }
.actions { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1.5rem 0; padding: 0; list-style: none; }
.actions a { display: block; min-height: 3rem; padding: 0.6875rem 1.25rem; border: 1px solid var(--quiet); border-radius: 0.5rem; color: var(--accent); font-weight: 600; line-height: 1.5; text-align: center; text-decoration: none; }
.actions a:hover { text-decoration: underline; }
.actions a.first { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.again { color: var(--quiet); }
.again a { display: inline-block; padding: 0.25rem 0; color: var(--accent); }
@media (max-width: 30rem) { .actions { flex-direction: column; } }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 0.25rem; }
dl { margin: 1.25rem 0; }
dl div { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0.5rem 0; border-top: 1px solid var(--line); }
dl div:last-child { border-bottom: 1px solid var(--line); }
dt { flex: 1 1 11rem; color: var(--quiet); }
dd { flex: 2 1 15rem; margin: 0; min-width: 0; overflow-wrap: anywhere; }
details { margin-top: 2rem; color: var(--quiet); }
summary { padding: 0.375rem 0; cursor: pointer; }
code { font: 0.9375rem/1.5 ui-monospace, Consolas, monospace; overflow-wrap: anywhere; }
`;
