/** Whose page it is: each place looks different, so that nobody mistakes one for another. */
export type Place = 'bank' | 'webview' | 'shop' | 'simulator';

export interface PageContent {
  readonly place: Place;
  readonly title: string;
  /** HTML; every value in it went through `escapeHtml`. */
  readonly body: string;
  /** The page is loaded again, or another one is. */
  readonly refresh?: { readonly afterSeconds: number; readonly url: string } | undefined;
  readonly language?: string | undefined;
}

const PLACES: Readonly<Record<Place, { readonly label: string; readonly colour: string; readonly note: string }>> = {
  bank: { label: 'Simulated bank', colour: '#14532d', note: 'Not a real bank. No money is here.' },
  webview: { label: 'Simulated Powens webview', colour: '#5b21b6', note: 'Not run by Powens. For tests and demos.' },
  shop: { label: 'Demo shop', colour: '#9a3412', note: 'Nothing is sold here. Part of the Countermand simulator.' },
  simulator: { label: 'Simulator', colour: '#334155', note: 'Part of Countermand, for tests and demos.' },
};

const STYLE = `
*{box-sizing:border-box}
body{margin:0;font:1rem/1.55 system-ui,sans-serif;color:#1c1917;background:#f5f5f4}
header{background:var(--place);color:#fff;padding:.9rem 1.25rem}
header p{margin:0 auto;max-width:50rem;font-weight:600;letter-spacing:.01em}
main{max-width:50rem;margin:1.5rem auto;padding:1.5rem 1.75rem;background:#fff;border:1px solid #e7e5e4;border-radius:.6rem}
footer{max-width:50rem;margin:0 auto 2rem;padding:0 1.75rem;color:#57534e;font-size:.875rem}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25}
h2{margin:1.75rem 0 .5rem;font-size:1.1rem}
p{margin:.5rem 0}
a{color:var(--place)}
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.35rem 1.25rem;margin:1rem 0}
dt{color:#57534e}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:1rem 0}
th,td{text-align:left;vertical-align:top;padding:.6rem .5rem;border-bottom:1px solid #e7e5e4}
th{font-size:.875rem;color:#57534e;font-weight:600}
td.amount,th{white-space:nowrap}td.amount{font-variant-numeric:tabular-nums}
form{display:inline-block;margin:.35rem .6rem .35rem 0}
button,.button{display:inline-block;font:inherit;font-weight:600;padding:.55rem 1.1rem;border-radius:.45rem;border:1px solid var(--place);background:#fff;color:var(--place);cursor:pointer;text-decoration:none;white-space:nowrap}
button.first,.button.first{background:var(--place);color:#fff}
button:focus-visible,a:focus-visible{outline:3px solid #f59e0b;outline-offset:2px}
.note{border-left:4px solid #a8a29e;background:#fafaf9;padding:.6rem .9rem;margin:1rem 0}
.good{border-color:#15803d;background:#f0fdf4}
.bad{border-color:#b91c1c;background:#fef2f2}
.wait{border-color:#b45309;background:#fffbeb}
.muted{color:#57534e;font-size:.9rem}
pre{overflow-x:auto;background:#fafaf9;border:1px solid #e7e5e4;border-radius:.4rem;padding:.75rem;font-size:.85rem}
@media (max-width:34rem){dl{grid-template-columns:1fr;gap:.1rem}dd{margin-bottom:.5rem}main{margin:0;border:0;border-radius:0}
table,tbody,tr,td{display:block}thead{position:absolute;left:-9999px}tr{padding:.6rem 0;border-bottom:1px solid #e7e5e4}td{border:0;padding:.15rem 0}}
`;

/** A whole page: no script, nothing from elsewhere. */
export function page(content: PageContent): string {
  const { label, colour, note } = PLACES[content.place];
  const refresh =
    content.refresh === undefined
      ? ''
      : `<meta http-equiv="refresh" content="${content.refresh.afterSeconds};url=${escapeHtml(content.refresh.url)}">`;
  return `<!doctype html>
<html lang="${content.language ?? 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(content.title)} · ${label}</title>${refresh}<style>:root{--place:${colour}}${STYLE}</style></head>
<body><header><p>${label}</p></header>
<main><h1>${escapeHtml(content.title)}</h1>
${content.body}
</main><footer><p>${note}</p></footer></body></html>`;
}

export interface ButtonForm {
  readonly action: string;
  readonly label: string;
  /** Sent with the form. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Says more to those who hear the button without its surroundings; begins with the label. */
  readonly spokenLabel?: string;
  /** The button a visitor most likely wants. */
  readonly first?: boolean;
}

/** A button that posts. */
export function buttonForm(form: ButtonForm): string {
  const hidden = Object.entries(form.fields ?? {})
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  const emphasis = form.first === true ? ' class="first"' : '';
  const spoken = form.spokenLabel === undefined ? '' : ` aria-label="${escapeHtml(form.spokenLabel)}"`;
  return `<form method="post" action="${escapeHtml(form.action)}">${hidden}<button${emphasis}${spoken}>${escapeHtml(form.label)}</button></form>`;
}

/** A list of names and values; values are escaped. */
export function factList(facts: Readonly<Record<string, string>>): string {
  const rows = Object.entries(facts).map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  return `<dl>${rows.join('')}</dl>`;
}

/** An amount for people, e.g. `12.50 EUR`. */
export function formatAmount(minorUnits: number, currency: string): string {
  return `${(minorUnits / 100).toFixed(2)} ${currency}`;
}

/** Text made safe for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
